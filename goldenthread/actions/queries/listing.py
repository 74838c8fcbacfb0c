"""Lists of actions: found by filters and words, rated as they stand today, in a constant number of queries."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from goldenthread.actions.models import Action, Actions, Escalation
from goldenthread.actions.queries.lines import EVIDENCE, KIND, actions_by_id
from goldenthread.actions.queries.names import Party, seat_name
from goldenthread.actions.queries.shapes import ActionLine
from goldenthread.actions.queries.standing import standing_of
from goldenthread.actions.rules import (
    COUNTED,
    WORKED_ON,
    Impact,
    Shown,
    State,
    Strength,
    busy_but_green,
    evidence_strength,
    is_overdue,
    needs_update,
    next_due,
    shown_delivery,
)
from goldenthread.documents import queries as documents
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.rag import ORDER, Delivery
from goldenthread.partnerships.queries import called_on
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import LinkKind, Ref

OVERDUE = "overdue"
WITHIN = {"30": 30, "60": 60, "90": 90}
NO_DATE = "no_date"
IMPACTS = (Impact.NOT_ACHIEVED, Impact.NOT_YET_MEASURABLE, Impact.EMERGING, Impact.EVIDENCED)
MINE, MY_AGENCY, MY_GROUPS = "me", "my_agency", "my_groups"
# A list may be of every action there is, so no more is read of each than it is found, rated and put in order by.
LISTED_BY = (
    "id", "reference", "description", "information_class", "state", "raised_on", "due_on", "due_days",
    "first_date_on", "last_update_on",
    "delivery_owner", "delivery_owner_on", "delivery_chair", "asked_on", "closed_on", "impact", "evidence_strength",
    "slip_count", "partnership__update_cycle_days", "lead_person__name", "lead_group__name", "lead_seat__title",
    "lead_seat__group__name",
)  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """What a list is filtered by; an empty value does not filter.

    `state` holds states, or is empty for everything not withdrawn; `due` is "overdue", "30", "60", "90" or "no_date";
    `lead` is "me", "my_agency", "my_groups" or a `Party`; `serves` names what the actions are for; `only` narrows the
    list to ids found elsewhere; `escalated` keeps what was escalated to the reader.
    """

    words: str = ""
    state: Collection[str] = ()
    delivery: Collection[str] = ()
    impact: Collection[str] = ()
    strength: Collection[str] = ()
    lead: str | Party = ""
    group: UUID | None = None
    due: str = ""
    no_update: bool = False
    busy_but_green: bool = False
    unconfirmed_lead: bool = False
    escalated: bool = False
    cohort: str = ""
    provenance: Collection[str] = ()
    serves: Ref | None = None
    only: Collection[UUID] | None = None


@dataclass(frozen=True)
class Found:
    """One action of a list before its page is filled: its id and what it is filtered and put in order by."""

    id: UUID
    reference: str
    description: str
    information_class: str
    state: str
    delivery: Shown
    impact: str
    strength: Strength
    lead_name: str
    due_on: date | None
    next_due_on: date | None
    last_update_on: date | None
    slip_count: int
    is_overdue: bool
    is_silent: bool
    gap: str
    closed_on: date | None = None

    @property
    def rating(self) -> str:
        """The delivery rating that is shown, under the name it has on a line."""
        return self.delivery.rating

    @property
    def counts(self) -> bool:
        """True where it counts when a whole is rated from its parts: open, waiting for acceptance, or complete."""
        return self.state in COUNTED

    @property
    def urgency(self) -> int:
        """0 for the rating that most needs attention."""
        return ORDER.index(self.rating)

    @property
    def impact_rank(self) -> int:
        """0 for an impact not achieved, up to 3 for one evidenced."""
        return IMPACTS.index(self.impact)

    @property
    def strength_rank(self) -> int:
        """0 for no evidence, up to 3 for strong."""
        return list(Strength).index(self.strength)

    @property
    def is_worked_on(self) -> bool:
        """True while somebody still has to do something."""
        return self.state in WORKED_ON

    @property
    def is_over(self) -> bool:
        """True once nobody has to do anything more."""
        return self.state not in WORKED_ON


def list_actions(actor: Actor, today: date, filters: Filters = Filters(), with_evidence: bool = False) -> list[Found]:
    """The actions the actor may see that the filters let through, by date and then age.

    One query, two where evidence is filtered for or asked for `with_evidence` (without it every strength is
    none), however many actions. Fill a page with `filled`.
    """
    rows = _candidates(actor, filters).annotate(agency=called_on("lead_agency_id", today))
    if with_evidence or filters.strength or filters.busy_but_green:
        shown_by = threads.linked_sources(actor, LinkKind.EVIDENCES, KIND, EVIDENCE)
        actions = list(rows.annotate(shown_by=shown_by).values_list(*LISTED_BY, "agency", "shown_by", named=True))
        found = list(with_strengths(actor, actions, today))
    else:
        found = [found_of(action, (), today) for action in rows.values_list(*LISTED_BY, "agency", named=True)]
    return [one for one in found if _lets_through(one, filters, today)]


def with_strengths(actor: Actor, actions: Sequence[Any], today: date) -> Iterator[Found]:
    """Each row as `found_of` makes it, with the evidence of its `shown_by` that the actor may read. One query."""
    strengths = documents.evidence_strengths(actor, {piece for action in actions for piece in action.shown_by})
    for action in actions:
        yield found_of(action, [strengths[piece] for piece in action.shown_by if piece in strengths], today)


def _candidates(actor: Actor, filters: Filters) -> QuerySet[Action]:
    rows = Action.objects.visible(actor)
    rows = rows.filter(state__in=filters.state) if filters.state else rows.exclude(state=State.WITHDRAWN)
    for word in filters.words.split():
        rows = rows.filter(Q(description__icontains=word) | Q(reference__icontains=word))
    if filters.impact:
        rows = rows.filter(impact__in=filters.impact)
    if filters.provenance:
        rows = rows.filter(provenance_kind__in=filters.provenance)
    if filters.cohort:
        rows = rows.filter(cohorts__contains=[filters.cohort])
    if filters.unconfirmed_lead:
        rows = rows.filter(lead_is_confirmed=False)
    rows = _of_people(actor, rows, filters)
    if filters.serves:
        served = threads.sources(actor, LinkKind.SERVES, filters.serves.kind, [filters.serves.id], KIND)
        rows = rows.filter(pk__in=served.get(filters.serves.id, []))
    if filters.only is not None:
        rows = rows.filter(pk__in=filters.only)
    return rows


def _of_people(actor: Actor, rows: Actions, filters: Filters) -> Actions:
    if filters.escalated:
        rows = rows.filter(pk__in=Escalation.objects.made_to(actor).standing().values("action_id"))
    if filters.group:
        rows = rows.of_group(filters.group)
    return rows.filter(_led(actor, filters.lead)) if filters.lead else rows


def _led(actor: Actor, lead: str | Party) -> Q:
    if isinstance(lead, Party):
        return Q(**{f"lead_{lead.kind}_id": lead.id})
    if lead == MY_AGENCY:
        return Q(lead_agency_id__in=actor.agency_ids)
    if lead == MY_GROUPS:
        return Q(lead_group_id__in=actor.group_ids) | Q(lead_seat__group_id__in=actor.group_ids)
    return Actions.led_by(actor)


def found_of(action: Any, strengths: Sequence[str], today: date) -> Found:
    """An action as a list finds it, from a row with `LISTED_BY` and `agency`, and how strong its evidence is."""
    standing = standing_of(action, action.partnership__update_cycle_days)
    shown = shown_delivery(standing, today)
    strength = evidence_strength(action.evidence_strength, strengths)
    return Found(
        id=action.id,
        reference=action.reference,
        description=action.description,
        information_class=action.information_class,
        state=action.state,
        delivery=shown,
        impact=action.impact,
        strength=strength,
        lead_name=_lead_name(action),
        due_on=action.due_on,
        next_due_on=next_due(action.due_days, today),
        last_update_on=action.last_update_on,
        slip_count=action.slip_count,
        is_overdue=action.state in WORKED_ON and is_overdue(action.due_on, today),
        is_silent=needs_update(standing, today),
        gap=busy_but_green(shown.rating, action.impact, strength) if action.state in COUNTED else "",
        closed_on=action.closed_on,
    )


def _lead_name(action: Any) -> str:
    if action.lead_seat__title:
        return seat_name(action.lead_seat__title, action.lead_seat__group__name)
    return action.lead_person__name or action.lead_group__name or action.agency or ""


def _lets_through(one: Found, filters: Filters, today: date) -> bool:
    if filters.delivery and (one.rating not in filters.delivery or one.state not in COUNTED):
        return False
    if filters.strength and one.strength not in filters.strength:
        return False
    if filters.no_update and not one.is_silent:
        return False
    if filters.busy_but_green and not one.gap:
        return False
    return not filters.due or _is_due(one, filters.due, today)


def _is_due(one: Found, due: str, today: date) -> bool:
    if one.state not in WORKED_ON:
        return False
    if due == OVERDUE:
        return one.is_overdue
    if due == NO_DATE:
        return one.due_on is None
    return one.next_due_on is not None and one.next_due_on <= today + timedelta(days=WITHIN[due])


@dataclass(frozen=True)
class Tally:
    """How a set of actions stands: how many in all that count, by delivery, overdue, silent, and due soon."""

    total: int
    delivery: dict[Delivery, int]
    overdue: int
    no_update: int
    due: dict[int, int] = field(default_factory=dict)


def tally(found: Collection[Found], today: date) -> Tally:
    """Count what `list_actions` found. Closed and withdrawn actions do not count."""
    counted = [one for one in found if one.counts]
    return Tally(
        total=len(counted),
        delivery={state: sum(one.rating == state for one in counted) for state in ORDER},
        overdue=sum(one.is_overdue for one in counted),
        no_update=sum(one.is_silent for one in counted),
        due={days: sum(_is_due(one, key, today) for one in counted) for key, days in WITHIN.items()},
    )


def filled(actor: Actor, found: Sequence[Found], today: date) -> list[ActionLine]:
    """The full lines of some found actions, in their order. Two queries."""
    return list(actions_by_id(actor, [one.id for one in found], today).values())


def list_cohorts(actor: Actor) -> list[str]:
    """Every cohort that any action the actor may see is for, in alphabetical order. One query."""
    found = Action.objects.visible(actor).exclude(cohorts=[]).order_by().values_list("cohorts", flat=True)
    return sorted({cohort for every in found for cohort in every}, key=str.lower)
