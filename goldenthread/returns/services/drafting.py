"""Keep a draft while it is written: each answer by itself, nobody's newer text overwritten (decision 19)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.returns import rules
from goldenthread.returns.models import Answer
from goldenthread.returns.permissions import ANSWER
from goldenthread.returns.queries.answers import questions_of
from goldenthread.returns.services.keeping import (
    Given,
    is_overtaken,
    is_same_file,
    is_same_sitting,
    is_standing,
    mark_of,
    write,
)
from goldenthread.returns.services.telling import locked_return
from goldenthread.trail import services as trail


@dataclass
class Kept:
    """What became of each answer, by the key of its question.

    `marks` are the marks of what stands now of those that are kept. `overtaken` says who changed an answer meanwhile,
    and `wrong` why a value does not fit; of neither anything was written.
    """

    marks: dict[str, str] = field(default_factory=dict)
    overtaken: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def keep_draft(actor: Actor, now: datetime, today: date, return_id: UUID, given: Mapping[str, Given]) -> Kept:
    """Keep every one of these answers that can be kept, and return what became of each.

    Unlike `save_answers`, one that cannot be kept keeps back none of the others. The trail is told of an answer once
    in a sitting, however often it is kept. Raises `Refused` where nothing may be changed any more, and `NotPermitted`
    for somebody who does not answer it.
    """
    actor.must(ANSWER)
    owed = locked_return(actor, return_id, to_answer=True)
    state = rules.after(rules.Move.SAVE, owed.state)
    asked = {one.key: one for one in questions_of(owed)}
    if not set(given) <= set(asked):
        raise Refused("One of the questions is not part of this return; open its page again.")
    stands = {one.question.key: one for one in _standing(return_id)}
    kept, told = Kept(), []
    for key, answer in given.items():
        there = stands.get(key)
        if is_overtaken(actor, there, answer):
            kept.overtaken[key] = there.answered_by if there else ""
            if answer.upload is not None and there and is_same_file(there, answer):
                # They changed only the words: the file that was picked goes beside theirs, and the words wait.
                answer = replace(answer, value=there.value, reason=there.reason, seen=mark_of(there), sitting="")
            else:
                continue
        is_told = is_same_sitting(actor, there, answer)
        try:
            with transaction.atomic():
                written = write(actor, now, owed, asked[key], there, answer)
        except Refused as refused:
            kept.wrong[key] = refused.reason
            continue
        if not written and not is_standing(there, answer):
            # Typed back to what it was, while somebody else had changed it: theirs stands, and the page must say so.
            kept.overtaken[key] = there.answered_by if there else ""
            continue
        kept.marks[key] = mark_of(written or there)
        if written and not is_told:
            told.append(asked[key].text)
    if owed.state != state and kept.marks:
        owed.state, owed.started_on = state, owed.started_on or today
        owed.version += 1
        owed.save()
    if told:
        trail.record(
            actor, "returns.return.saved", owed, before={"answered": []}, after={"answered": told}, now=now
        )  # fmt: skip
    return kept


def _standing(return_id: UUID) -> list[Answer]:
    rows = Answer.objects.filter(of_return_id=return_id).select_for_update(of=("self",))
    return list(rows.select_related("question"))
