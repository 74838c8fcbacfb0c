"""One answer as it is given and kept: whether it differs, whether somebody else was quicker, and writing it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from django.core.files import File

from goldenthread.documents.models import random_place
from goldenthread.documents.services import inspect_file, keep_file
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import insist
from goldenthread.returns import rules
from goldenthread.returns.models import Answer, Question, Return
from goldenthread.returns.queries.questions import as_rule


@dataclass(frozen=True)
class Given:
    """What somebody gave to one question: a value, why it is not applicable, a file, and the mark of what they saw.

    `seen` is what `mark_of` gave for the answer when the page was opened; None where that is not known. `sitting` is
    the name of that opening of the page, by which its own earlier saves are told from somebody else's.
    """

    value: Any = None
    reason: str = ""
    upload: File | BinaryIO | None = None
    seen: str | None = None
    sitting: str = ""


def mark_of(answer: Answer | None) -> str:
    """The mark of what stands as an answer, file and all; see `rules.mark`."""
    return rules.mark(answer.value, answer.reason, answer.file_name) if answer else rules.mark(None)


def differs(stands: Answer | None, given: Given) -> bool:
    """True where what is given differs from what stands and from what was on the page."""
    typed = rules.mark(rules.tidy(given.value), given.reason.strip())
    known = (mark_of(stands), given.seen or "")
    return given.upload is not None or typed not in {mark.split(".")[0] for mark in known}


def is_standing(stands: Answer | None, given: Given) -> bool:
    """True where what is typed is what stands."""
    return rules.mark(rules.tidy(given.value), given.reason.strip()) == mark_of(stands).split(".")[0]


def is_same_file(stands: Answer, given: Given) -> bool:
    """True where the file that stands is the one, or the none, that was there when the page was opened."""
    return mark_of(stands).partition(".")[2] == (given.seen or "").partition(".")[2]


def is_same_sitting(actor: Actor, stands: Answer | None, given: Given) -> bool:
    """True where what stands was saved by this person from the same opening of the page."""
    return bool(stands and given.sitting and stands.sitting == given.sitting and stands.answered_by == actor.name)


def is_overtaken(actor: Actor, stands: Answer | None, given: Given) -> bool:
    """True where somebody else changed this answer since the page was opened, and the two do not agree."""
    if given.seen is None or is_same_sitting(actor, stands, given):
        return False
    return mark_of(stands) != given.seen and differs(stands, given)


def write(
    actor: Actor, now: datetime, owed: Return, question: Question, stands: Answer | None, given: Given
) -> Answer | None:
    """Write one answer and return it; None where nothing differs. Raises `Refused` for what does not fit."""
    value, reason = rules.tidy(given.value), given.reason.strip()
    if not _is_new(actor, stands, given):
        return None
    insist(rules.fits(as_rule(question), value), question.key)
    answer = stands or Answer(partnership_id=actor.partnership_id, of_return=owed, question=question)
    if given.upload is not None:
        upload: Any = given.upload
        answer.file_name, answer.file_type = _inspected(owed, question, upload)
        answer.file.name = keep_file(answer.file.storage, random_place(answer, answer.file_name), upload)
    answer.value, answer.reason, answer.is_carried = value, reason, False
    answer.answered_by, answer.answered_at, answer.sitting = actor.name, now, given.sitting
    answer.version = answer.version + 1 if stands else 1
    answer.save()
    return answer


def _inspected(owed: Return, question: Question, upload: File) -> tuple[str, str]:
    """The name and type under which the file is kept. Raises `Refused` on the field of the file where it may not be."""
    field = f"file-{question.key}"
    taken = rules.taken(owed.round.question_set.kind, question.key)
    name, file_type = inspect_file(upload, field, taken.type if taken else None)
    if taken and file_type == taken.type.content_type:
        upload.seek(0)
        insist(taken.check(upload.read(), name), field)
    return name, file_type


def _is_new(actor: Actor, stands: Answer | None, given: Given) -> bool:
    """True where it is to be written.

    Within one sitting that is whatever differs from what stands: what was on the page when it was opened may be typed
    again after something else was saved. From another's save, what was not touched since the page was opened is left.
    """
    if is_same_sitting(actor, stands, given):
        return given.upload is not None or not is_standing(stands, given)
    return differs(stands, given)
