"""What people are asked for: returns they owe, requests that wait for their group, returns to read and accept."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse

from goldenthread.kernel.actor import Actor
from goldenthread.notify.rules import Ask, Urgency
from goldenthread.partnerships.models import Membership, SeatHolder
from goldenthread.partnerships.permissions import Role
from goldenthread.people.models import User
from goldenthread.returns import rules
from goldenthread.returns.models import Request, Return, Round
from goldenthread.returns.permissions import CHECK

# From so many days before its due date a return is wanted now.
SOON = timedelta(days=7)


def answerers_of(actor: Actor, owed: Return, today: date) -> list[User]:
    """Who is asked for a return: lead and deputy where named, else the agency's leads, a group's chairs or the person.

    One query.
    """
    return list(User.objects.filter(_asked_people(owed, today), is_active=True).distinct())


def _asked_people(owed: Return, today: date) -> Q:
    if owed.person_id:
        return Q(pk=owed.person_id)
    if owed.lead_id:
        return Q(pk__in=[one for one in (owed.lead_id, owed.deputy_id) if one])
    if owed.group_id:
        chairs = SeatHolder.objects.in_effect(today).filter(
            seat__group_id=owed.group_id, seat__kind__in=("chair", "vice_chair")
        )
        return Q(pk__in=chairs.values("person_id"))
    leads = Membership.objects.in_effect(today).filter(
        partnership_id=owed.partnership_id, role=Role.AGENCY_LEAD, agency=owed.agency_id
    )
    return Q(pk__in=leads.values("person_id"))


def _owed_by(actors: Sequence[Actor]) -> Q:
    """The returns these actors are asked for in person: as lead or deputy, or by office where nobody is named."""
    found = Q(pk__in=[])
    for actor in actors:
        mine = Q(pk__in=[])
        if actor.user_id:
            mine |= Q(person_id=actor.user_id) | Q(lead_id=actor.user_id) | Q(deputy_id=actor.user_id)
        office = Q(group_id__in=actor.chaired_group_ids)
        if Role.AGENCY_LEAD in actor.roles:
            office |= Q(agency_id__in=actor.agency_ids)
        found |= Q(partnership_id=actor.partnership_id) & (mine | office & Q(lead__isnull=True))
    return found


def _owed(actors: Sequence[Actor]) -> Any:
    return Return.objects.filter(_owed_by(actors), state__in=rules.OWED, round__state=Round.State.ISSUED)


def return_asks(actors: Sequence[Actor], today: date) -> list[tuple[Actor, Ask]]:
    """The returns these actors owe, each with the actor asked. One query."""
    rows = list(_owed(actors).select_related("round").order_by("due_on", "pk")) if actors else []
    return [(actor, _ask(actor, row, today)) for row in rows for actor in actors if _is_for(actor, row)]


def _is_for(actor: Actor, row: Return) -> bool:
    if row.partnership_id != actor.partnership_id:
        return False
    if actor.user_id and actor.user_id in (row.person_id, row.lead_id, row.deputy_id):
        return True
    by_office = row.group_id in actor.chaired_group_ids or (
        Role.AGENCY_LEAD in actor.roles and row.agency_id in actor.agency_ids
    )
    return row.lead_id is None and by_office


def returns_waiting(actors: Sequence[Actor], today: date) -> Any:
    """What of `return_asks` is wanted now, as a query not yet asked, or None for whoever can owe nothing."""
    able = [one for one in actors if one.user_id]
    return _owed(able).filter(Q(due_on__lte=today + SOON) | Q(state=rules.State.RETURNED)) if able else None


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
        path=reverse("returns:show_return", kwargs={"partnership": actor.partnership_slug, "return_id": row.pk}),
    )  # fmt: skip


def _requests(actors: Sequence[Actor]) -> Any:
    wanted = Q(pk__in=[])
    for actor in actors:
        wanted |= Q(partnership_id=actor.partnership_id, to_group_id__in=actor.chaired_group_ids)
    return Request.objects.filter(wanted, state=Request.State.OPEN).exclude(wanted=Request.Wanted.NOTE)


def request_asks(actors: Sequence[Actor], today: date) -> list[tuple[Actor, Ask]]:
    """What reports ask of the groups these actors chair, each with the actor asked. One query, none for no chair."""
    able = [one for one in actors if one.chaired_group_ids]
    rows = list(_requests(able).select_related("from_group", "of_return__round").order_by("pk")) if able else []
    return [(actor, _request_ask(actor, row, today)) for row in rows for actor in able if _chairs(actor, row)]


def _chairs(actor: Actor, row: Request) -> bool:
    return row.partnership_id == actor.partnership_id and row.to_group_id in actor.chaired_group_ids


def requests_waiting(actors: Sequence[Actor], today: date) -> Any:
    """The requests of `request_asks` as a query not yet asked, or None for whoever chairs nothing."""
    able = [one for one in actors if one.chaired_group_ids]
    return _requests(able) if able else None


def _request_ask(actor: Actor, row: Request, today: date) -> Ask:
    of = row.from_group.name if row.from_group else row.of_return.round.title
    by = f", needed by {row.wanted_by.day} {row.wanted_by:%B %Y}" if row.wanted_by else ""
    return Ask(
        # A report is of class S: its exceptions are named in no message.
        kind="returns.request", thing_id=row.pk, partnership_id=actor.partnership_id,
        partnership_name=actor.partnership_name, title=f"{row.get_wanted_display()} asked for by {of}",
        why=f"asked on {row.raised_on.day} {row.raised_on:%B %Y}{by}", urgency=Urgency.NOW, due_on=row.wanted_by,
        path=reverse("returns:show_request", kwargs={"partnership": actor.partnership_slug, "request_id": row.pk}),
    )  # fmt: skip


def _to_check(actors: Sequence[Actor]) -> Any:
    wanted = Q(pk__in=[])
    for actor in actors:
        own = Q(round__to_groups__in=actor.chaired_group_ids)
        if actor.roles & {Role.BUSINESS_MANAGER, Role.ANALYST}:
            own = Q()
        wanted |= Q(partnership_id=actor.partnership_id) & own & ~Q(agency_id__in=actor.agency_ids)
    return Return.objects.filter(wanted, state=rules.State.SUBMITTED).distinct()


def check_asks(actors: Sequence[Actor], today: date) -> list[tuple[Actor, Ask]]:
    """What was sent and waits to be read and accepted by these actors. One query, none for who checks nothing."""
    able = [one for one in actors if one.user_id and one.may(CHECK)]
    rows = list(_to_check(able).select_related("round", "group", "person").order_by("sent_on", "pk")) if able else []
    here = {actor.partnership_id: actor for actor in able}
    return [(here[row.partnership_id], _check_ask(here[row.partnership_id], row)) for row in rows]


def checks_waiting(actors: Sequence[Actor], today: date) -> Any:
    """The returns of `check_asks` as a query not yet asked, or None for who checks nothing."""
    able = [one for one in actors if one.user_id and one.may(CHECK)]
    return _to_check(able) if able else None


def _check_ask(actor: Actor, row: Return) -> Ask:
    sent = f"sent on {row.sent_on.day} {row.sent_on:%B %Y}" if row.sent_on else "sent"
    return Ask(
        kind="returns.check", thing_id=row.pk, partnership_id=actor.partnership_id,
        partnership_name=actor.partnership_name, title=f"Read {row.round.title}", why=f"{sent}, not yet accepted",
        urgency=Urgency.NOW,
        path=reverse("returns:show_return", kwargs={"partnership": actor.partnership_slug, "return_id": row.pk}),
    )  # fmt: skip
