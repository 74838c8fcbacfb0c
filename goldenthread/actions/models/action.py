"""An action as it stands: who leads, what, by when, and the milestones on the way."""

from typing import Any, ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q

from goldenthread.actions.rules import Impact, Provenance, State, Strength
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.rag import Delivery
from goldenthread.partnerships.models import Agency, Group, Record, Seat, Unread, searched
from goldenthread.partnerships.permissions import Role, readable_classes

CLASSES = ("P", "G", "R")
LEADS = ("person", "seat", "group", "agency")
LEAD_COLUMNS = tuple(f"lead_{one}_id" for one in LEADS)


def lead_fields(kind: str, lead_id: UUID | None) -> dict[str, UUID | None]:
    """The four lead columns for one lead: its id in the column of its kind, None in the others."""
    return {f"lead_{one}_id": lead_id if one == kind else None for one in LEADS}


def _choices(values: Any) -> list[tuple[str, str]]:
    return [(value.value, value.value.replace("_", " ").capitalize()) for value in values]


def _latest(table: str) -> Any:
    """A pointer to the row that stands now; the table itself keeps every row."""
    return models.ForeignKey(f"actions.{table}", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")


def exactly_one(fields: list[str], name: str) -> models.CheckConstraint:
    """The constraint that one and only one of several columns is filled."""
    count = Func(*(F(field) for field in fields), function="num_nonnulls", output_field=models.IntegerField())
    return models.CheckConstraint(condition=models.lookups.Exact(count, 1), name=name)


class Actions(Unread):
    """Actions of one partnership, and of those the ones a person may see, leads, or meets in a group."""

    def visible(self, actor: Actor) -> Self:
        """Those of the actor's partnership whose class the actor reads by role or by having a part in them."""
        mine, readable = self.within(actor), readable_classes(actor.roles)
        if readable >= set(CLASSES):
            return mine
        by_class = Q(information_class__in=readable)
        return mine.filter(by_class | self.led_by(actor, as_member=True) | self.taking_part(actor))

    @staticmethod
    def led_by(actor: Actor, as_member: bool = False) -> Q:
        """That the actor leads: in person, by seat, for the agency, or as chair (or member) of the lead group."""
        groups = actor.sitting_group_ids if as_member else actor.chaired_group_ids
        condition = Q(lead_seat_id__in=actor.seat_ids) | Q(lead_group_id__in=groups)
        if actor.user_id:
            condition |= Q(lead_person_id=actor.user_id)
        if led := actor.agencies_as(Role.AGENCY_LEAD):
            condition |= Q(lead_agency_id__in=led)
        return condition

    @staticmethod
    def contributing(actor: Actor) -> Q:
        """The condition that the actor is among those who help: in person, by seat, group or as an agency's lead."""
        person = Q(person_id=actor.user_id) if actor.user_id else Q(pk__in=[])
        if led := actor.agencies_as(Role.AGENCY_LEAD):
            person |= Q(agency_id__in=led)
        contributes = Contributor.objects.filter(
            person | Q(seat_id__in=actor.seat_ids) | Q(group_id__in=actor.sitting_group_ids), action_id=OuterRef("pk")
        )
        return Q(Exists(contributes))

    @staticmethod
    def taking_part(actor: Actor) -> Q:
        """The condition that the actor contributes, or is a member of a group to which the action reports."""
        reports = Reporting.objects.filter(action_id=OuterRef("pk"), group_id__in=actor.sitting_group_ids)
        return Actions.contributing(actor) | Q(Exists(reports))

    def of_group(self, group_id: UUID) -> Self:
        """Those a group leads, as a body or through one of its seats, or receives reports on."""
        reports = Reporting.objects.filter(action_id=OuterRef("pk"), group_id=group_id)
        return self.filter(Q(lead_group_id=group_id) | Q(lead_seat__group_id=group_id) | Q(Exists(reports)))


class Action(Record):
    """Something one accountable lead is to do. What was said about it stands in tables of its own."""

    reference = models.CharField(max_length=60, blank=True)
    description = models.TextField()
    information_class = models.CharField(max_length=1, choices=[(one, one) for one in CLASSES], default="G")
    provenance_kind = models.CharField(max_length=30, choices=_choices(Provenance))
    provenance_text = models.TextField()
    provenance_page = models.CharField(max_length=60, blank=True)

    lead_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="actions_led"
    )
    lead_seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="actions_led")
    lead_group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="actions_led")
    lead_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="actions_led")
    lead_words = ArrayField(models.TextField(), default=list, blank=True)
    lead_is_confirmed = models.BooleanField(default=True)
    led_since_on = models.DateField(null=True, blank=True)
    cohorts = ArrayField(models.CharField(max_length=100), default=list, blank=True)

    state = models.CharField(max_length=30, choices=_choices(State), default=State.OPEN)
    raised_on = models.DateField()
    raised_by_name = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    first_date_on = models.DateField(null=True, blank=True)
    first_due_on = models.DateField(null=True, blank=True)
    first_due_words = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_days = ArrayField(models.DateField(), default=list, blank=True)
    slip_count = models.PositiveIntegerField(default=0)
    asked_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    last_update_on = models.DateField(null=True, blank=True)
    last_update = _latest("ProgressUpdate")
    delivery_owner = models.CharField(max_length=20, choices=_choices(Delivery), blank=True)
    delivery_owner_on = models.DateField(null=True, blank=True)
    delivery_owner_by = models.CharField(max_length=200, blank=True)
    delivery_chair = models.CharField(max_length=20, choices=_choices(Delivery), blank=True)
    chair_rating = _latest("Rating")
    impact = models.CharField(max_length=20, choices=_choices(Impact), default=Impact.NOT_YET_MEASURABLE)
    impact_rating = _latest("Rating")
    evidence_strength = models.CharField(max_length=20, choices=_choices(Strength), blank=True)
    evidence_rating = _latest("Rating")
    acceptance = _latest("Acceptance")
    search = searched("reference", "description", bodies=["provenance_text"])

    objects: ClassVar = Actions.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "reference information_class provenance_kind provenance_page lead_seat lead_group lead_agency "
        "lead_is_confirmed led_since_on cohorts state raised_on starts_on first_date_on first_due_on first_due_words "
        "due_on due_days slip_count asked_on closed_on last_update_on last_update delivery_owner delivery_owner_on "
        "delivery_chair chair_rating impact impact_rating evidence_strength evidence_rating acceptance",
        "personal": "description provenance_text lead_person lead_words raised_by_name delivery_owner_by search",
    }

    class Meta:
        ordering: ClassVar = ["due_on", "created_at"]
        constraints: ClassVar = [
            exactly_one(
                ["lead_person", "lead_seat", "lead_group", "lead_agency"], name="action_has_one_accountable_lead"
            ),
            models.CheckConstraint(condition=~Q(provenance_text=""), name="action_says_where_it_came_from"),
            models.CheckConstraint(
                condition=~Q(provenance_kind=Provenance.INSPECTION) | ~Q(provenance_page=""),
                name="action_from_inspection_names_its_page",
            ),
            models.CheckConstraint(condition=~Q(description=""), name="action_is_described"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "state", "due_on"], name="action_by_state_and_date"),
            GinIndex(fields=["search"], name="actions_by_words"),
        ]

    def __str__(self) -> str:
        if self.information_class == "R":
            return f"{self.reference} Restricted action".strip()
        line = " ".join(self.description.split())
        short = line if len(line) <= 120 else f"{line[:119].rstrip()}…"
        return f"{self.reference} {short}".strip()

    @property
    def lead_kind(self) -> str:
        """Which of the four sorts of lead it has: person, seat, group or agency."""
        return next(one for one in LEADS if getattr(self, f"lead_{one}_id"))

    @property
    def lead_id(self) -> UUID:
        """The id of the accountable lead."""
        return getattr(self, f"lead_{self.lead_kind}_id")


class Milestone(Record):
    """One thing that will be evidenced on the way, and the day it was."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="milestones")
    text = models.TextField()
    position = models.PositiveIntegerField(default=0)
    met_on = models.DateField(null=True, blank=True)
    dropped_on = models.DateField(null=True, blank=True)
    dropped_reason = models.TextField(blank=True)
    search = searched("text")

    objects: ClassVar = Unread.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "action position met_on dropped_on",
        "personal": "text dropped_reason search",
    }

    class Meta:
        ordering: ClassVar = ["position", "created_at"]
        indexes: ClassVar = [GinIndex(fields=["search"], name="milestones_by_words")]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(text=""), name="milestone_is_described")]

    def __str__(self) -> str:
        return self.text


class DueDate(Record):
    """One due date of an action or of one of its milestones: the words as printed and what they mean."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="due_dates")
    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, null=True, blank=True, related_name="due_dates")
    words = models.TextField()
    kind = models.CharField(max_length=20)
    parsed = models.JSONField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "action milestone words kind parsed starts_on ends_on position",
    }

    class Meta:
        ordering: ClassVar = ["position", "created_at"]

    def __str__(self) -> str:
        return self.words


class Contributor(Record):
    """Somebody who helps: a person, a seat, a group or an agency. The lead answers for it all the same."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="contributors")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveIntegerField(default=0)

    privacy: ClassVar[dict[str, str]] = {"ordinary": "action seat group agency position", "personal": "person"}

    class Meta:
        ordering: ClassVar = ["position", "created_at"]
        constraints: ClassVar = [
            exactly_one(["person", "seat", "group", "agency"], name="contributor_is_one_of_four"),
        ]

    def __str__(self) -> str:
        return str(self.person or self.seat or self.group or self.agency)


class Reporting(Record):
    """A group to which an action reports, and on which dates, in the words printed and as days."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="reportings")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="actions_reported")
    words = models.TextField(blank=True)
    days = ArrayField(models.DateField(), default=list, blank=True)
    position = models.PositiveIntegerField(default=0)

    privacy: ClassVar[dict[str, str]] = {"ordinary": "action group words days position"}

    class Meta:
        ordering: ClassVar = ["position", "created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["action", "group"], name="action_reports_to_a_group_once")
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.words}".strip()
