"""What lateness leads to: a reminder of its own, the chair's letter, the challenge log, the executive."""

import logging
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from goldenthread.challenges import services as challenges
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.letters import Letter, post
from goldenthread.kernel.outcomes import Refused
from goldenthread.kernel.working_days import in_words, nth_working_day_after, working_days_between
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.models import Group, Seat
from goldenthread.people.models import User
from goldenthread.returns import rules
from goldenthread.returns.models import Return
from goldenthread.returns.queries.lists import respondent_gone
from goldenthread.returns.queries.owing import answerers_of
from goldenthread.threads import services as threads
from goldenthread.threads.rules import LinkKind, Ref
from goldenthread.trail import services as trail

KIND, CHALLENGE = "returns.return", "challenges.challenge"
logger = logging.getLogger(__name__)
# How many working days a challenge leaves for its answer.
ANSWER_WITHIN = 10


def climb_ladders(actor: Actor, now: datetime, today: date) -> int:
    """Take the next rung of every late return that has reached it, and return how many were taken.

    Called by the timer for each partnership as its business unit; each return in a transaction of its own, and each
    rung once, however often this runs. Where nobody is left who could answer, the page says so and nobody is chased.
    """
    late = Return.objects.within(actor).filter(state__in=rules.OWED, due_on__lt=today).exclude(respondent_gone(today))
    count = 0
    for pk in list(late.values_list("pk", flat=True)):
        try:
            count += _climb(actor, now, today, pk)
        except Refused as refused:
            # One that cannot be followed up, its group ended for one, keeps back none of the others.
            logger.warning("The late return %s could not be followed up: %s", pk, refused)
    return count


@transaction.atomic
def _climb(actor: Actor, now: datetime, today: date, return_id: UUID) -> int:
    owed = Return.objects.select_for_update(of=("self",)).select_related("round").get(pk=return_id)
    if owed.state not in rules.OWED:
        return 0
    days = rules.days_late(owed.state, owed.due_on, owed.sent_on, today)
    taken = [one["rung"] for one in owed.rungs]
    since = working_days_between(date.fromisoformat(owed.rungs[-1]["on"]), today) if owed.rungs else None
    rung = rules.next_rung(rules.restored_ladder(owed.round.ladder), days, taken, since)
    if rung is None:
        return 0
    _take(actor, now, today, owed, rung, days)
    return 1


def _take(actor: Actor, now: datetime, today: date, owed: Return, rung: rules.Rung, days: int) -> None:
    before = trail.in_names(owed)
    if rung == rules.Rung.CHALLENGE:
        _challenge(actor, now, today, owed, days)
    for person in _readers(actor, owed, rung, today):
        post(_letter(actor, owed, rung, days, person), now)
    owed.rungs = [*owed.rungs, {"rung": rung.value, "on": today.isoformat()}]
    owed.version += 1
    owed.save()
    trail.record(actor, f"returns.return.{rung.value}_sent", owed, before=before, after=trail.in_names(owed), now=now)


def _challenge(actor: Actor, now: datetime, today: date, owed: Return, days: int) -> None:
    """An entry in the challenge log, put to the agency or group that owes; a person is only written to."""
    if not (owed.agency_id or owed.group_id):
        return
    group = owed.round.to_groups.order_by("position").first()
    made = challenges.raise_challenge(
        actor, now, today, to_agency_id=owed.agency_id, to_group_id=owed.group_id,
        text=f"“{owed.round.title}” was due on {owed.due_on.day} {owed.due_on:%B %Y} and has not come.",
        why=f"It is {in_words(days)} late. What was sent about it before has brought no answer.",
        due_on=nth_working_day_after(today, ANSWER_WITHIN), group_id=group.pk if group else None,
    )  # fmt: skip
    # The unit does not read what an agency drafts, so it could not tie this by hand.
    back = threads.Tie(LinkKind.RAISED_BY, Ref(CHALLENGE, made.pk), Ref(KIND, owed.pk))
    threads.tie_many(actor, now, [back])


def _readers(actor: Actor, owed: Return, rung: rules.Rung, today: date) -> Sequence[User]:
    """Who hears of a rung: those who owe it; for the chair's letter the chairs of the groups that asked too; at the end
    the chairs of the executive.
    """
    people = {one.pk: one for one in answerers_of(actor, owed, today)}
    groups = owed.round.to_groups.all()
    if rung == rules.Rung.EXECUTIVE:
        groups = Group.objects.within(actor).filter(kind=Group.Kind.EXECUTIVE)
    if rung != rules.Rung.REMINDER:
        seats = Seat.objects.in_effect(today).filter(group__in=groups, kind=Seat.Kind.CHAIR)
        people |= {one.pk: one for one in partnerships.asked_in_seats(actor, seats, today)}
    return list(people.values())


def _letter(actor: Actor, owed: Return, rung: rules.Rung, days: int, person: User) -> Letter:
    page = reverse("returns:show_return", kwargs={"partnership": actor.partnership_slug, "return_id": owed.pk})
    was = f"was due on {owed.due_on.day} {owed.due_on:%B %Y} and has not come after {in_words(days)}"
    return Letter(
        kind=f"returns.{rung.value}", address=person.email, person_id=person.pk, partnership_id=actor.partnership_id,
        subject=f"{owed.round.title}: {rules.RUNGS[rung].lower()}",
        body=f"{actor.partnership_name}\n\n{owed.round.title} {was}.\n\nOpen it: {settings.BASE_URL}{page}\n",
        # With its date: where more time was given, and has passed too, it is said again.
        key=f"returns:{owed.pk}:{owed.due_on}:{rung.value}:{person.pk}",
    )  # fmt: skip
