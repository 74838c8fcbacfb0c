"""Which reviews of risks lie ahead, and who is asked for those that are due."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.forward_plan import Entry, Sort
from goldenthread.notify.rules import Ask, Urgency
from goldenthread.partnerships.models import Absence, Appointment, Membership, SeatHolder
from goldenthread.partnerships.queries.away import is_there
from goldenthread.risks.models import READS_ALL, Risk, by_duty
from goldenthread.risks.permissions import REVIEW, SEE
from goldenthread.risks.rules import days_late

KIND = "risks.risk"


def reviews_ahead(actor: Actor, since: date, until: date) -> list[Entry]:
    """Reviews of risks and ends of acceptances between two days, of what the actor may read. One query at most."""
    if not actor.may(SEE):
        return []
    between = (since, until)
    rows = Risk.objects.readable(actor).watched().annotate(is_by_duty=by_duty())
    # The review of the whole register stands on the plan by itself.
    alone = Q(next_review_on__range=between, is_by_duty=False)
    rows = rows.filter(alone | Q(accepted_until__range=between))
    found = []
    told = ("number", "title", "next_review_on", "accepted_until", "raised_in", "owner__name", "group__name")
    for risk in rows.select_related("owner", "group").only(*told):
        named = f"{risk.reference} {risk.title}"
        if since <= risk.next_review_on <= until and not risk.is_by_duty:
            found.append(_entry(risk, risk.next_review_on, named))
        if risk.accepted_until and since <= risk.accepted_until <= until:
            found.append(_entry(risk, risk.accepted_until, f"Acceptance ends: {named}"))
    return found


def _entry(risk: Risk, on: date, title: str) -> Entry:
    return Entry(
        on=on,
        sort=Sort.RISK_REVIEW,
        thing_id=risk.pk,
        title=title,
        page="risks:show_risk",
        parts={"risk_id": risk.pk},
        who=risk.owner.name if risk.owner else "",
        to=risk.group.name if risk.group else "",
        group_ids=frozenset(filter(None, (risk.group_id, risk.raised_in_id))),
        person_ids=frozenset(filter(None, (risk.owner_id,))),
        is_restricted=True,
    )


def review_asks(actors: Sequence[Actor], today: date) -> list[tuple[Actor, Ask]]:
    """Reviews that are due, asked of the owner of each risk and of the chairs of its group. One query at most.

    While an owner is away, also of whom they named to answer for them.

    A chair who is asked to review the whole register on that day is not asked for each risk of it as well. Only of
    those who read the risk; its title is not said, because it is restricted.
    """
    asked = [one for one in actors if one.may(REVIEW)]
    if not asked:
        return []
    chaired = {group for one in asked for group in one.asked_group_ids}
    owners = {person for one in asked for person in owning(one)}
    due = Risk.objects.watched().filter(
        Q(owner_id__in=owners) | Q(group_id__in=chaired),
        partnership_id__in={one.partnership_id for one in asked}, next_review_on__lte=today,
    )  # fmt: skip
    due = due.annotate(is_by_duty=by_duty(), is_covered=_covered(today)).order_by("next_review_on", "number")
    return [(one, _ask(one, risk, today)) for risk in due for one in asked if _is_asked(one, risk)]


def owning(actor: Actor) -> frozenset[UUID]:
    """Whose risks are the actor's to review: their own, and those of whoever is away and named them."""
    return frozenset({actor.user_id, *actor.presence.covers}) if actor.user_id else frozenset()


def _covered(today: date) -> Exists:
    """The condition that the owner is away and whom they named is there, and reads and reviews the risk."""
    named = {"person_id": OuterRef("covered_by_id"), "partnership_id": OuterRef("partnership_id")}
    roles = READS_ALL & REVIEW.roles
    here = Q(seat__group_id=OuterRef(OuterRef("group_id"))) | Q(seat__group_id=OuterRef(OuterRef("raised_in_id")))
    seats = SeatHolder.objects.in_effect(today).filter(here, **named).exclude(seat__kind="in_attendance").order_by()
    members = Membership.objects.in_effect(today).filter(role__in=roles, **named).order_by()
    appointed = Appointment.objects.in_effect(today).filter(kind__in=roles, **named).order_by()
    able = Q(Exists(seats)) | Q(Exists(members)) | Q(Exists(appointed))
    rows = Absence.objects.in_effect(today).filter(
        is_there("covered_by_id", today),
        able,
        person_id=OuterRef("owner_id"),
        partnership_id=OuterRef("partnership_id"),
    )
    return Exists(rows.order_by())


def _is_asked(actor: Actor, risk: Any) -> bool:
    """True for who owns it and a chair of its group, where their role or one of their seats lets them read it."""
    if risk.partnership_id != actor.partnership_id:
        return False
    owns = risk.owner_id is not None and risk.owner_id in owning(actor)
    reads = bool(actor.roles & READS_ALL) or bool(actor.sitting_group_ids & {risk.group_id, risk.raised_in_id})
    return reads and (owns or (risk.group_id in actor.asked_group_ids and not risk.is_by_duty))


def _is_relieved(actor: Actor, risk: Any) -> bool:
    """True where the owner, or a chair, is away and somebody else is asked."""
    if risk.owner_id == actor.user_id:
        return bool(risk.is_covered)
    return risk.group_id in actor.presence.relieved_group_ids and risk.owner_id not in actor.presence.covers


def _ask(actor: Actor, risk: Risk, today: date) -> Ask:
    late = days_late(risk.next_review_on, today)
    since = f"{late} day{'' if late == 1 else 's'} late" if late else "due today"
    return Ask(
        kind=KIND,
        thing_id=risk.pk,
        partnership_id=risk.partnership_id,
        partnership_name=actor.partnership_name,
        title="",
        why=f"review of risk {risk.reference}, {since}",
        urgency=Urgency.NOW,
        path=reverse("risks:review_risk", kwargs={"partnership": actor.partnership_slug, "risk_id": risk.pk}),
        due_on=risk.next_review_on,
        relieved=_is_relieved(actor, risk),
    )
