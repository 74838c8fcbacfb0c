"""What people are asked for: returns they owe, requests that wait for their group, returns to read and accept."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q

from goldenthread.kernel.actor import Actor
from goldenthread.notify.rules import Ask, Urgency
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.permissions import Role
from goldenthread.returns import rules
from goldenthread.returns.models import Request, Return, Round
from goldenthread.returns.permissions import CHECK
from goldenthread.returns.queries.owing import ByPlace, is_for, is_relieved, owed_by, with_who_answers
from goldenthread.web.environment import address

# Who is asked to read all that is sent; a chair is asked for what their own group asked.
CHECKS_ALL = frozenset({Role.BUSINESS_MANAGER, Role.ANALYST})
# What is said of a request.
_TOLD = (
    "partnership_id", "to_group_id", "wanted", "wanted_by", "raised_on", "from_group__name", "of_return__round__title",
)  # fmt: skip
# From so many days before its due date a return is wanted now.
SOON = timedelta(days=7)


def is_of(actor: Actor, person_id: UUID, owed: Return, today: date) -> bool:
    """True for somebody who today is of the agency or group that owes a return; for a person's own, of here.

    One query.
    """
    them = partnerships.actor_for(person_id, actor.partnership_slug, today)
    if them is None:
        return False
    return bool(owed.person_id or owed.agency_id in them.agency_ids or owed.group_id in them.group_ids)


def is_own(actor: Actor, owed: Return) -> bool:
    """True where the actor answered it: they sent it, chair the group that owes it, or were asked in person."""
    if actor.user_id and actor.user_id in (owed.person_id, owed.sender_id):
        return True
    return owed.group_id is not None and owed.group_id in actor.chaired_group_ids


def _owed(actors: Sequence[Actor], today: date) -> Any:
    return with_who_answers(Return.objects.all(), today).filter(owed_by(actors), state__in=rules.OWED)


def return_asks(actors: Sequence[Actor], today: date) -> list[tuple[Actor, Ask]]:
    """The returns these actors owe, each with the actor asked. One query."""
    # The database picks by place alone: for all the people of a digest the whole condition would be pages long.
    rows = with_who_answers(Return.objects.filter(_near(actors), state__in=rules.OWED), today)
    found = list(rows.select_related("round").order_by("due_on", "pk")) if actors else []
    near = ByPlace(actors)
    return [
        (actor, _ask(actor, row, today))
        for row in found
        for actor in near.of(row.partnership_id, row.agency_id, row.group_id, row.person_id)
        if is_for(actor, row)
    ]


def _near(actors: Sequence[Actor]) -> Q:
    """The returns of the agencies and groups of these actors, and those asked of them in person."""
    found = Q(pk__in=[])
    for partnership in {actor.partnership_id for actor in actors}:
        here = [actor for actor in actors if actor.partnership_id == partnership]
        agencies = {one for actor in here for one in actor.agency_ids}
        groups = {one for actor in here for one in actor.group_ids | actor.asked_group_ids}
        people = {actor.user_id for actor in here if actor.user_id}
        near = Q(agency_id__in=agencies) | Q(group_id__in=groups) | Q(person_id__in=people)
        found |= Q(partnership_id=partnership) & near
    return found


def returns_waiting(actors: Sequence[Actor], today: date) -> Any:
    """What of `return_asks` is wanted now, as a query not yet asked, or None for whoever can owe nothing."""
    able = [one for one in actors if one.user_id]
    return _owed(able, today).filter(Q(due_on__lte=today + SOON) | Q(state=rules.State.RETURNED)) if able else None


def _ask(actor: Actor, row: Return, today: date) -> Ask:
    late = (today - row.due_on).days
    why = f"due on {row.due_on.day} {row.due_on:%B %Y}"
    if late > 0:
        why = f"overdue by {late} day{'' if late == 1 else 's'}"
    if row.state == rules.State.RETURNED:
        why = f"sent back for more, {why}"
    soon = row.due_on <= today + SOON or row.state == rules.State.RETURNED
    month = Urgency.THIS_MONTH if row.due_on <= today + timedelta(days=31) else Urgency.LATER
    return Ask(
        kind="returns.return", thing_id=row.pk, partnership_id=actor.partnership_id,
        partnership_name=actor.partnership_name, title=row.round.title, why=why,
        urgency=Urgency.NOW if soon else month, due_on=row.due_on,
        path=address("returns:show_return", actor.partnership_slug, return_id=row.pk),
        relieved=is_relieved(actor, row),
    )  # fmt: skip


def _requests(actors: Sequence[Actor]) -> Any:
    groups = {group for actor in actors for group in actor.asked_group_ids}
    asked = Request.objects.filter(
        partnership_id__in={actor.partnership_id for actor in actors}, to_group_id__in=groups
    )
    return asked.filter(state=Request.State.OPEN, of_return__state__in=rules.SENT).exclude(wanted=Request.Wanted.NOTE)


def request_asks(actors: Sequence[Actor], today: date) -> list[tuple[Actor, Ask]]:
    """What reports ask of the groups these actors chair, each with the actor asked. One query, none for no chair."""
    able = [one for one in actors if one.asked_group_ids]
    rows = _requests(able).select_related("from_group", "of_return__round").only(*_TOLD).order_by("pk") if able else ()
    near = ByPlace(able)
    return [
        (actor, _request_ask(actor, row, today))
        for row in rows
        for actor in near.of(row.partnership_id, row.to_group_id)
        if row.to_group_id in actor.asked_group_ids
    ]


def requests_waiting(actors: Sequence[Actor], today: date) -> Any:
    """The requests of `request_asks` as a query not yet asked, or None for whoever chairs nothing."""
    able = [one for one in actors if one.asked_group_ids]
    return _requests(able) if able else None


def _request_ask(actor: Actor, row: Request, today: date) -> Ask:
    of = row.from_group.name if row.from_group else row.of_return.round.title
    by = f", needed by {row.wanted_by.day} {row.wanted_by:%B %Y}" if row.wanted_by else ""
    return Ask(
        # A report is of class S: its exceptions are named in no message.
        kind="returns.request", thing_id=row.pk, partnership_id=actor.partnership_id,
        partnership_name=actor.partnership_name, title=f"{row.get_wanted_display()} asked for by {of}",
        why=f"asked on {row.raised_on.day} {row.raised_on:%B %Y}{by}", urgency=Urgency.NOW, due_on=row.wanted_by,
        path=address("returns:show_request", actor.partnership_slug, request_id=row.pk),
        relieved=row.to_group_id in actor.presence.relieved_group_ids,
    )  # fmt: skip


def _to_check(actors: Sequence[Actor]) -> Any:
    wanted = Q(pk__in=[])
    for actor in actors:
        theirs = Round.to_groups.through.objects
        asked = theirs.filter(round_id=OuterRef("round_id"), group_id__in=actor.asked_group_ids)
        checked = Q() if actor.roles & CHECKS_ALL else Q(Exists(asked))
        # `rules.may_check`, as one condition.
        own = Q(agency_id__in=actor.agency_ids) | Q(group_id__in=actor.chaired_group_ids)
        own |= Q(sender_id=actor.user_id, sender__isnull=False) | Q(person_id=actor.user_id, person__isnull=False)
        wanted |= Q(partnership_id=actor.partnership_id) & checked & ~Q(pk__in=Return.objects.filter(own).values("pk"))
    return Return.objects.filter(wanted, state=rules.State.SUBMITTED)


def _checks(actor: Actor, row: Any) -> bool:
    able = bool(actor.roles & CHECKS_ALL) or not actor.asked_group_ids.isdisjoint(row.to_ids)
    return able and bool(rules.may_check(row.agency_id, actor.agency_ids, is_own(actor, row)))


def check_asks(actors: Sequence[Actor], today: date) -> list[tuple[Actor, Ask]]:
    """What was sent and waits to be read and accepted by these actors. One query, none for who checks nothing."""
    able = [one for one in actors if one.user_id and one.may(CHECK)]
    if not able:
        return []
    # As above: by place alone, and each row by itself.
    rows = Return.objects.filter(_near_to_check(able), state=rules.State.SUBMITTED)
    groups = Round.to_groups.through.objects.filter(round_id=OuterRef("round_id")).values("group_id")
    near = ByPlace(able, CHECKS_ALL)
    return [
        (actor, _check_ask(actor, row))
        for row in rows.select_related("round").annotate(to_ids=ArraySubquery(groups)).order_by("sent_on", "pk")
        for actor in near.of(row.partnership_id, *row.to_ids)
        if _checks(actor, row)
    ]


def _near_to_check(actors: Sequence[Actor]) -> Q:
    """What was sent in the partnerships of those of these actors who read all, and to the groups of the others."""
    everywhere = {one.partnership_id for one in actors if one.roles & CHECKS_ALL}
    groups = {group for one in actors if not one.roles & CHECKS_ALL for group in one.asked_group_ids}
    asked = Round.to_groups.through.objects.filter(round_id=OuterRef("round_id"), group_id__in=groups)
    return Q(partnership_id__in=everywhere) | Q(Exists(asked))


def _check_is_relieved(actor: Actor, row: Any) -> bool:
    asked = actor.asked_group_ids.intersection(row.to_ids)
    return not actor.roles & CHECKS_ALL and asked <= actor.presence.relieved_group_ids


def checks_waiting(actors: Sequence[Actor], today: date) -> Any:
    """The returns of `check_asks` as a query not yet asked, or None for who checks nothing."""
    able = [one for one in actors if one.user_id and one.may(CHECK)]
    return _to_check(able) if able else None


def _check_ask(actor: Actor, row: Any) -> Ask:
    sent = f"sent on {row.sent_on.day} {row.sent_on:%B %Y}" if row.sent_on else "sent"
    return Ask(
        kind="returns.check", thing_id=row.pk, partnership_id=actor.partnership_id,
        partnership_name=actor.partnership_name, title=f"Read {row.round.title}", why=f"{sent}, not yet accepted",
        urgency=Urgency.NOW, relieved=_check_is_relieved(actor, row),
        path=address("returns:show_return", actor.partnership_slug, return_id=row.pk),
    )  # fmt: skip
