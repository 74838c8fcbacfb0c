"""Many actions in hand at once: what each change needs is looked up once, and everything is written in bulk."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField

from goldenthread.actions.models import (
    LEAD_COLUMNS,
    Acceptance,
    Action,
    Contributor,
    DueDate,
    Escalation,
    ProgressUpdate,
    Reporting,
    Slip,
)
from goldenthread.actions.queries.names import Party, names_of
from goldenthread.actions.rules import What
from goldenthread.actions.services import dates
from goldenthread.actions.services.escalating import end_escalations
from goldenthread.actions.services.locking import lead_of, year_starts_in
from goldenthread.kernel import due_dates
from goldenthread.kernel.actor import Actor
from goldenthread.trail import services as trail

BATCH = 500


@dataclass(frozen=True)
class Change:
    """What is to be done to many actions; of the rest, what that needs."""

    what: What
    lead: Party | None = None
    due: Sequence[dates.Typed] = ()
    group_id: UUID | None = None
    cohort: str = ""
    information_class: str = ""
    reason: str = ""

    @property
    def group(self) -> Party:
        """The group it names, as a party. Raises `ValueError` where it names none."""
        if self.group_id is None:
            raise ValueError(f"A change of the kind {self.what} names a group.")
        return Party("group", self.group_id)


OWNER_SAID = ("delivery_owner", "delivery_owner_on", "delivery_owner_by")
DECIDED = ("state", "asked_on", "closed_on", "acceptance_id")
DATED = ("due_on", "due_days", "first_date_on", "first_due_on", "first_due_words", "slip_count")
# The columns of an action that each change touches, and that its undoing puts back.
TOUCHES: dict[str, tuple[str, ...]] = {
    # A new lead who has spoken keeps the action, so the latest word is among these.
    What.REASSIGN: (
        *LEAD_COLUMNS,
        "lead_words",
        "lead_is_confirmed",
        "led_since_on",
        *OWNER_SAID,
        "last_update_id",
    ),
    What.MOVE_DATE: DATED,
    What.ADD_GROUP: (),
    What.REMOVE_GROUP: (),
    What.ADD_COHORT: ("cohorts",),
    What.CHANGE_CLASS: ("information_class",),
    What.NO_CHANGE: ("last_update_on", "last_update_id", *OWNER_SAID),
    What.CLOSE: DECIDED,
    What.WITHDRAW: DECIDED,
}
_COLUMNS: dict[str, Any] = {one.attname: one for one in Action._meta.concrete_fields}


def stands(action: Action, what: str) -> dict[str, Any]:
    """The columns of an action that a change touches, as JSON holds them."""
    return {name: plain(getattr(action, name)) for name in TOUCHES[what]}


def put_back(action: Action, values: Mapping[str, Any]) -> None:
    """Set the columns of an action in hand to what `stands` gave."""
    for name, value in values.items():
        column = _COLUMNS[name]
        if isinstance(column, ArrayField):
            setattr(action, name, [column.base_field.to_python(one) for one in value])
        else:
            setattr(action, name, column.to_python(value))


def plain(value: Any) -> Any:
    """A value as JSON holds it: days in ISO form, ids as text."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return [plain(one) for one in value] if isinstance(value, list) else value


@dataclass
class Rows:
    """What is to be written beside the actions themselves."""

    slips: list[Slip] = field(default_factory=list)
    dues: list[DueDate] = field(default_factory=list)
    redated: list[UUID] = field(default_factory=list)
    updates: list[ProgressUpdate] = field(default_factory=list)
    steps: list[Acceptance] = field(default_factory=list)
    reportings: list[Reporting] = field(default_factory=list)
    reporting_gone: list[UUID] = field(default_factory=list)
    contributors: list[Contributor] = field(default_factory=list)
    contributors_gone: list[UUID] = field(default_factory=list)
    told: list[trail.Told] = field(default_factory=list)
    ended: dict[str, list[UUID]] = field(default_factory=lambda: defaultdict(list))


class Batch:
    """Some actions, one change, and everything that change must know of each: eight queries at most."""

    def __init__(self, actor: Actor, now: datetime, today: date, change: Change, actions: Sequence[Action]) -> None:
        self.actor, self.now, self.today, self.change = actor, now, today, change
        self.rows = Rows()
        ids = [one.pk for one in actions]
        self.reports: dict[UUID, list[Reporting]] = defaultdict(list)
        for row in Reporting.objects.filter(action_id__in=ids).select_related("group"):
            self.reports[row.action_id].append(row)
        self.names: dict[Party, str] = self._names(actions)
        self.dues: dict[UUID, list[DueDate]] = defaultdict(list)
        self.read: list[due_dates.DueDate] = []
        if change.what == What.MOVE_DATE:
            self.read = dates.read(change.due, year_starts_in(actor))
        if change.what == What.MOVE_DATE:
            for due in DueDate.objects.filter(action_id__in=ids, milestone__isnull=True):
                self.dues[due.action_id].append(due)
        self.helpers: dict[UUID, Contributor] = {}
        if change.what == What.REASSIGN and change.lead:
            mine = {f"{change.lead.kind}_id": change.lead.id}
            self.helpers = {row.action_id: row for row in Contributor.objects.filter(action_id__in=ids, **mine)}
        standing = Escalation.objects.within(actor).standing().filter(action_id__in=ids)
        self.escalated = set(standing.values_list("action_id", flat=True))

    def _names(self, actions: Collection[Action]) -> dict[Party, str]:
        if self.change.what not in (What.REASSIGN, What.NO_CHANGE):
            return {}
        parties = {lead_of(one) for one in actions} | ({self.change.lead} if self.change.lead else set())
        return names_of(self.actor, parties, self.today)

    def groups_of(self, action: Action) -> list[UUID]:
        """The ids of the groups an action reports to."""
        return [row.group_id for row in self.reports[action.pk]]

    def ends_escalation(self, action: Action, how: str, after: dict[str, Any]) -> None:
        """Note that what stands for an action is ended, and say so in its event; nothing where nothing stands."""
        if action.pk in self.escalated:
            self.rows.ended[how].append(action.pk)
            after["escalation"] = "ended"

    def write(self, actions: Sequence[Action], what: str) -> None:
        """Write the actions and all that belongs to the change, in one statement for every 500 rows of a table."""
        rows = self.rows
        columns = {_COLUMNS[name].name for name in TOUCHES[what]} | {"version"}
        DueDate.objects.filter(action_id__in=rows.redated, milestone__isnull=True).delete()
        Reporting.objects.filter(pk__in=rows.reporting_gone).delete()
        Contributor.objects.filter(pk__in=rows.contributors_gone).delete()
        ProgressUpdate.objects.bulk_create(rows.updates, batch_size=BATCH)
        Acceptance.objects.bulk_create(rows.steps, batch_size=BATCH)
        Slip.objects.bulk_create(rows.slips, batch_size=BATCH)
        DueDate.objects.bulk_create(rows.dues, batch_size=BATCH)
        Reporting.objects.bulk_create(rows.reportings, batch_size=BATCH)
        Contributor.objects.bulk_create(rows.contributors, batch_size=BATCH)
        Action.objects.bulk_update(actions, sorted(columns), batch_size=BATCH)
        for how, ids in rows.ended.items():
            end_escalations(self.actor, self.today, ids, how)
        trail.record_many(self.actor, rows.told, now=self.now)
