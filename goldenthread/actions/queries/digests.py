"""What a digest asks people about silence, for many people and every partnership at once. Four queries."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate

from goldenthread.actions.models import EXECUTIVE, Action, Escalation
from goldenthread.actions.queries.behind import CHAIRS
from goldenthread.actions.rules import said
from goldenthread.notify.rules import Ask, Urgency
from goldenthread.partnerships.models import Appointment, Membership, SeatHolder
from goldenthread.partnerships.permissions import Role

TITLE = 120


@dataclass
class _Places:
    """Which people, of those asked about, stand in which place today."""

    leads: dict[tuple[UUID, UUID], set[UUID]] = field(default_factory=lambda: defaultdict(set))
    seats: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    chairs: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    executive: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))


def escalation_asks(people: Collection[UUID], today: date) -> Mapping[UUID, Sequence[Ask]]:
    """What was escalated to each person, and what somebody asked them for because they are silent.

    Four queries however many people. A restricted action is named by its link alone.
    """
    places = _places(people, today)
    rows = Escalation.objects.standing().filter(_concern(people, places)).select_related("action", "partnership")
    asks: dict[UUID, list[Ask]] = defaultdict(list)
    for row in rows:
        owners = set(_owners(row.action, people, places))
        for person in _told(row, places) - owners:
            asks[person].append(_ask(row, "escalation", _why_told(row)))
        if row.asked_at:
            why = f"{row.asked_by_name} asked for an update on {said(localdate(row.asked_at))}"
            for person in owners:
                asks[person].append(_ask(row, "update_asked", why))
    return asks


def _places(people: Collection[UUID], today: date) -> _Places:
    places = _Places()
    roles = Membership.objects.in_effect(today).filter(person_id__in=people, role=Role.AGENCY_LEAD)
    for person, here, agency in roles.values_list("person_id", "partnership_id", "agency_id"):
        places.leads[here, agency].add(person)
    held = SeatHolder.objects.in_effect(today).filter(person_id__in=people, is_deputy=False)
    for person, seat, kind, group in held.values_list("person_id", "seat_id", "seat__kind", "seat__group_id"):
        places.seats[seat].add(person)
        if kind in CHAIRS:
            places.chairs[group].add(person)
    kinds = [*EXECUTIVE, Appointment.Kind.INDEPENDENT_CHAIR]
    appointed = Appointment.objects.in_effect(today).filter(person_id__in=people, kind__in=kinds)
    for person, here in appointed.values_list("person_id", "partnership_id"):
        places.executive[here].add(person)
    return places


def _concern(people: Collection[UUID], places: _Places) -> Q:
    agencies = {agency for _, agency in places.leads}
    told = Q(agency_id__in=agencies) | Q(group_id__in=list(places.chairs))
    told |= Q(step=3, partnership_id__in=list(places.executive))
    asked = Q(action__lead_person_id__in=people) | Q(action__lead_seat_id__in=list(places.seats))
    asked |= Q(action__lead_group_id__in=list(places.chairs)) | Q(action__lead_agency_id__in=agencies)
    return told | (asked & Q(asked_at__isnull=False))


def _told(row: Escalation, places: _Places) -> set[UUID]:
    if row.agency_id:
        return places.leads.get((row.partnership_id, row.agency_id), set())
    if row.group_id:
        return places.chairs.get(row.group_id, set())
    return places.executive.get(row.partnership_id, set())


def _owners(action: Action, people: Collection[UUID], places: _Places) -> Iterator[UUID]:
    if action.lead_person_id:
        yield from {action.lead_person_id} & set(people)
    if action.lead_seat_id:
        yield from places.seats.get(action.lead_seat_id, ())
    if action.lead_group_id:
        yield from places.chairs.get(action.lead_group_id, ())
    if action.lead_agency_id:
        yield from places.leads.get((action.partnership_id, action.lead_agency_id), ())


def _why_told(row: Escalation) -> str:
    return f"escalated to you on {said(row.escalated_on)}: nothing said for {row.missed} cycles"


def _ask(row: Escalation, kind: str, why: str) -> Ask:
    action = row.action
    title = "" if action.information_class == "R" else " ".join(action.description.split())[:TITLE]
    return Ask(
        kind=kind,
        thing_id=action.pk,
        partnership_id=row.partnership_id,
        partnership_name=row.partnership.name,
        title=title,
        why=why,
        urgency=Urgency.NOW,
        path=reverse("actions:show_action", kwargs={"partnership": row.partnership.slug, "action": action.pk}),
        due_on=action.due_on,
    )
