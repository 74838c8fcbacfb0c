"""Documents and evidence as the parameters of components, where a template would otherwise have to think."""

from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localtime

from goldenthread.documents import rules
from goldenthread.documents.queries import STATES
from goldenthread.web.lists import Column

LEVELS = {strength: place for place, strength in enumerate(rules.Strength, start=1)}
TYPES = {one.content_type: one.words for one in rules.ALLOWED.values()}


def size_words(size: int) -> str:
    """A size as people say it: "740 KB", "1.2 MB"; never less than 1 KB."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024)):,} KB"
    return f"{size / (1024 * 1024):.1f} MB"


def type_words(document: Any) -> str:
    """What people call a document's type of file: "Word"."""
    return TYPES.get(document.content_type, "File")


def state_of(document: Any) -> str:
    """The key of the document's state in `queries.STATES`."""
    if document.withdrawn_at:
        return "withdrawn"
    return "replaced" if document.is_replaced else "current"


@dataclass(frozen=True)
class Row:
    """A document as a list prints it."""

    document: Any
    class_name: str
    type: str
    size: str
    state: str
    state_words: str


def row(document: Any) -> Row:
    """A document with its words."""
    state = state_of(document)
    return Row(
        document=document,
        class_name=rules.CLASSES[document.information_class].name,
        type=type_words(document),
        size=size_words(document.size),
        state=state,
        state_words=STATES[state],
    )


COLUMNS = (
    Column("title", "Title", ("title", "-added_at")),
    Column("information_class", "Class", ("information_class", "title"), lambda one: row(one).class_name),
    Column("type", "Type", ("content_type", "title"), type_words),
    Column("owner", "Owner", ("owner__name", "title"), lambda one: one.owner.name if one.owner else ""),
    Column("evidence", "Evidence", ("evidence_count", "title"), lambda one: one.evidence_count, number=True),
    Column("review", "Review by", ("review_on", "title"), lambda one: one.review_on),
    Column("added", "Added", ("added_at", "title"), lambda one: localtime(one.added_at).date()),
)
# A download also says what a page shows by its shape: how the paper is marked, and whether it still counts.
DOWNLOAD = (
    *COLUMNS,
    Column("marking", "Marking"),
    Column("state", "State", value=lambda one: row(one).state_words),
    Column("original_name", "File"),
    Column("description", "What it is"),
)


def evidence_words(item: Any) -> dict[str, Any]:
    """What a page says of a piece of evidence: its strength with its level and sentence, its side, what it rests on."""
    strength, quadrant = rules.STRENGTHS[item.strength], rules.QUADRANTS[item.quadrant]
    return {
        "strength": strength.word,
        "level": LEVELS[item.strength],
        "strength_sentence": strength.sentence,
        "quadrant": quadrant.word,
        "rests_on": rules.RESTS_ON[item.kind].word,
        "class": rules.CLASSES[item.information_class],
    }
