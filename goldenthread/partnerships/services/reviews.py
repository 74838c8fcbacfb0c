"""The quarterly review of access: opened for each agency, and gone through by its lead."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from goldenthread.kernel import periods
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.partnerships import queries, rules
from goldenthread.partnerships.models import AccessReview, AccessReviewLine
from goldenthread.partnerships.permissions import REVIEW_ACCESS, UNIT
from goldenthread.partnerships.services import _writing
from goldenthread.partnerships.services.leaving import end_all_for_agency
from goldenthread.trail import services as trail

Answers = Mapping[UUID, tuple[str, str]]
Answer = AccessReviewLine.Answer


@transaction.atomic
def open_access_reviews(actor: Actor, now: datetime) -> list[AccessReview]:
    """Open this quarter's review for each agency that takes part and has people here; return those that are new.

    Called twice, or by two processes at once, it opens nothing twice.
    """
    actor.must(REVIEW_ACCESS)
    today = timezone.localdate(now)
    quarter = periods.quarter_of(today).starts_on
    there = AccessReview.objects.within(actor).filter(quarter_starts_on=quarter).values_list("agency_id", flat=True)
    wanted = (queries.agencies_here(actor, today) & queries.agencies_with_people(actor, today)) - set(there)
    opened = []
    for agency_id in sorted(wanted):
        row, is_new = AccessReview.objects.get_or_create(
            partnership_id=actor.partnership_id, agency_id=agency_id, quarter_starts_on=quarter,
            defaults={"due_on": rules.access_review_due(quarter, today), "opened_at": now},
        )  # fmt: skip
        if is_new:
            trail.record(actor, "partnerships.accessreview.opened", row, after=trail.in_names(row), now=now)
            opened.append(row)
    return opened


@transaction.atomic
def finish_access_review(actor: Actor, now: datetime, review_id: UUID, answers: Answers) -> AccessReview:
    """Keep what was said of each person, as {person: (answer, reason)}, close the review and return it.

    Whoever has left ends in every partnership at once, as `record_leaver` does it. Raises `Refused` where it is done
    already, where somebody is not answered for or has come since, and where a change has no words; `NotPermitted` for
    somebody who is neither the agency's lead nor in the business unit.
    """
    actor.must(REVIEW_ACCESS)
    today = timezone.localdate(now)
    row = _writing.locked(actor, AccessReview, review_id, "review of access")
    is_lead = row.agency_id in queries.led_agencies(actor, today)
    if not is_lead and not actor.roles & UNIT:
        raise NotPermitted("Only the lead of this agency, or the business unit for them, goes through this review.")
    if row.done_at:
        raise Refused("This review was finished already.")
    people = queries.people_of_agency(actor, row.agency_id, today)
    _insist_whole({one.person.pk: one.person.name for one in people}, answers)
    for one in people:
        answer, reason = answers[one.person.pk]
        AccessReviewLine.objects.create(
            partnership_id=actor.partnership_id, review=row, person=one.person, held="; ".join(one.held),
            answer=answer, reason=reason.strip(),
        )  # fmt: skip
        if answer == Answer.LEFT:
            end_all_for_agency(actor, now, one.person.pk, row.agency_id, left_on=today, reason=reason.strip())
    row.done_at, row.done_by_id, row.on_behalf = now, actor.user_id, not is_lead
    _writing.save(row)
    said = [answers[one.person.pk][0] for one in people]
    after = {**{answer.value: said.count(answer) for answer in Answer}, "on_behalf": row.on_behalf}
    trail.record(actor, "partnerships.accessreview.finished", row, after=after, now=now)
    return row


def _insist_whole(names: Mapping[UUID, str], answers: Answers) -> None:
    if set(names) - set(answers):
        missing = next(name for person, name in names.items() if person not in answers)
        raise Refused(f"Say what should become of what {missing} holds; they may have come while you were reading.")
    for person, name in names.items():
        answer, reason = answers[person]
        if answer not in Answer.values:
            raise Refused("Choose one of the listed answers.")
        if answer == Answer.CHANGE and not reason.strip():
            raise Refused(f"Say what should change for {name}.")
