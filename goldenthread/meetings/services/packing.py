"""What a pack holds, from the agenda as it stands: items, papers with their cover sheets, and their files."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localtime

from goldenthread.kernel.actor import Actor
from goldenthread.meetings.models import AgendaItem, Meeting, Pack, Paper
from goldenthread.meetings.queries.packs import SHEET, Standing, added, held, key_of, served_by
from goldenthread.meetings.rules import PART_B, PURPOSE_WORDS, Purpose
from goldenthread.rendering import packs as rendering
from goldenthread.rendering.blocks import Block, Heading, Paragraph
from goldenthread.rendering.packs import Change, Content, PackItem, PackPaper, Unshown, restored
from goldenthread.rendering.papers import paper_content
from goldenthread.threads.rules import Ref

MARKING_B = "OFFICIAL-SENSITIVE"
GONE = "The file was taken out of the library."
MISSING = "The file is missing. The business unit can help."
TOO_OPEN = "The file is restricted, and this item is not."
TAKE_OUT = "Take it out of a printed copy. What was issued stays as it was."
ELSEWHERE = "Open the paper from the page of the meeting."


def whole(actor: Actor, now: datetime, stands: Standing, variant: str) -> rendering.Pack:
    """The pack of a variant: the whole agenda with every paper that is there."""
    serves = _serves(actor, stands, variant)
    items = [
        _item(number, item, [_paper(one, item, serves) for one in added(item)]) for number, item in stands.of(variant)
    ]
    return _pack(actor, now, stands.meeting, variant, items)


def supplement(
    actor: Actor, now: datetime, stands: Standing, variant: str, given: Sequence[Pack], first_page: int
) -> rendering.Pack:
    """The supplement to packs that were given: what was added, replaced or withdrawn since, and where it stood."""
    before, prints, issued = held(given), stands.prints(variant), given[0]
    old, gone, serves = _papers_given(given), stands.gone(variant, given), _serves(actor, stands, variant)
    items = []
    for number, item in stands.of(variant):
        new = [one for one in added(item) if before.get(str(one.pk)) != prints[str(one.pk)]]
        papers = [replace(_paper(one, item, serves), change=_change(one, item, old)) for one in new]
        papers += [_withdrawn(one, old) for key, one in gone.items() if one.item_id == item.pk]
        if papers:
            items.append(_item(number, item, papers))
    pack = _pack(actor, now, stands.meeting, variant, items)
    return replace(
        pack, title=f"Supplement to the board pack: {stands.meeting.title}", first_page=first_page,
        supplement=f"Supplement to the pack issued on {_day(issued.issued_at)}",
    )  # fmt: skip


def _papers_given(given: Sequence[Pack]) -> dict[str, tuple[rendering.Place | None, PackPaper]]:
    """Where each paper stands that was given, and what it said, as it was given last."""
    found: dict[str, tuple[rendering.Place | None, PackPaper]] = {}
    for pack in given:
        places = rendering.Places.from_plain(pack.places)
        for _, paper in restored(pack.content).papers():
            found[paper.key] = (places.paper(paper.key), paper)
    return found


Serves = Mapping[UUID, Sequence[tuple[str, Ref]]]


def _serves(actor: Actor, stands: Standing, variant: str) -> Serves:
    return served_by(actor, [paper.pk for _, item in stands.of(variant) for paper in added(item)])


def _withdrawn(paper: Paper, old: Mapping[str, tuple[rendering.Place | None, PackPaper]]) -> PackPaper:
    """What a supplement says of a paper that was withdrawn: what it was called when given, and where it stood."""
    place, said = old[str(paper.pk)]
    return PackPaper(
        key=str(paper.pk), title=f"Withdrawn: {said.title}", content=(Paragraph(TAKE_OUT),),
        change=Change("withdraws", str(place or "")),
    )  # fmt: skip


def _change(paper: Paper, item: Any, old: Mapping[str, tuple[rendering.Place | None, PackPaper]]) -> Change:
    key = str(paper.pk)
    if key in old:
        place, said = old[key]
        text = said.content if isinstance(said.content, tuple) else None
        return Change("replaces", str(place or ""), text)
    # After the last paper of its item that readers have.
    beside = [old[str(one.pk)][0] for one in added(item) if str(one.pk) in old]
    last = beside[-1] if beside else None
    return Change("adds", f"page {last.prefix}{last.last}" if last else "")


def _pack(actor: Actor, now: datetime, meeting: Meeting, variant: str, items: list[PackItem]) -> rendering.Pack:
    starts, ends = localtime(meeting.starts_at), localtime(meeting.ends_at)
    return rendering.Pack(
        title=f"Board pack: {meeting.title}",
        items=tuple(items),
        subtitle=actor.partnership_name,
        group=meeting.group.name,
        when=f"{starts:%A} {_day(starts)}, {starts:%H:%M} to {ends:%H:%M}",
        where=meeting.place or ("Online" if meeting.online else ""),
        marking=MARKING_B if variant == PART_B else actor.marking or "OFFICIAL",
        issued=f"Issued {_day(now)}",
        author=actor.partnership_name,
    )


def _day(at: datetime) -> str:
    day = localtime(at)
    return f"{day.day} {day:%B %Y}"


def _item(number: str, item: AgendaItem, papers: list[PackPaper]) -> PackItem:
    return PackItem(
        number=number, title=item.title, papers=tuple(papers), purpose=PURPOSE_WORDS[Purpose(item.purpose)],
        presenter=item.presents, minutes=item.minutes, is_restricted=item.is_restricted,
    )  # fmt: skip


def _paper(paper: Paper, item: AgendaItem, serves: Serves) -> PackPaper:
    """A paper with its cover sheet. Of one that is text, both are its content, so that a supplement compares both."""
    said: list[Block] = []
    for key, words in SHEET.items():
        if text := getattr(paper, key):
            said += [Heading(1, words), *_paragraphs(text)]
    if body := _paragraphs(paper.body):
        said += [Heading(1, "The paper"), *body] if said else body
    tied = serves.get(paper.pk, ())
    facts = (
        ("Brought by", paper.owner.name if paper.owner else ""), ("Partners who contributed", paper.contributors),
        ("Works towards", "; ".join(words for words, _ in tied)),
    )  # fmt: skip
    blocks = tuple(said)
    content, cover = (_content(paper, item), blocks) if paper.document else (blocks, ())
    return PackPaper(
        key=str(paper.pk), title=paper.title, content=content, facts=tuple(fact for fact in facts if fact[1]),
        cover=cover, file=ELSEWHERE, tied=tuple((words, key_of(ref)) for words, ref in tied),
    )  # fmt: skip


def _paragraphs(text: str) -> tuple[Block, ...]:
    parts = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n")]
    return tuple(Paragraph(part) for part in parts if part)


def _content(paper: Any, item: AgendaItem) -> Content:
    document = paper.document
    if document.information_class == "R" and not item.is_restricted:
        return Unshown("Restricted", TOO_OPEN)
    if document.withdrawn_at:
        return Unshown(document.original_name, GONE)
    try:
        with document.file.open("rb") as file:
            return paper_content(document.original_name, file.read(), paper.title)
    except FileNotFoundError:
        return Unshown(document.original_name, MISSING)
