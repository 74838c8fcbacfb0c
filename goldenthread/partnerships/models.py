"""The tenant and the tables that say who takes part, who sits where, and who holds which role."""

import uuid
from collections.abc import Sequence
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from goldenthread.kernel.actor import Actor


class Strand(models.TextChoices):
    """Whom the work is for."""

    CHILDREN = "children", "Children"
    ADULTS = "adults", "Adults"
    COMMUNITY_SAFETY = "community_safety", "Community safety"
    ALL_AGE = "all_age", "All ages"


def strands_field() -> ArrayField:
    """A list of strands; empty means all of the partnership's."""
    return ArrayField(models.CharField(max_length=20, choices=Strand.choices), default=list, blank=True)


class Partnership(models.Model):
    """The tenant: one area's safeguarding arrangement."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    abbreviation = models.CharField(max_length=30, blank=True)
    strands = strands_field()
    financial_year_starts_in = models.PositiveSmallIntegerField(default=4)
    update_cycle_days = models.PositiveSmallIntegerField(default=92)
    marking = models.CharField(max_length=60, default="OFFICIAL")
    rating_words = models.JSONField(default=dict, blank=True)
    # Roles whose holders need a second step to sign in here.
    second_step_roles = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    is_demonstration = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "id slug name abbreviation strands financial_year_starts_in update_cycle_days marking "
        "rating_words second_step_roles is_demonstration version created_at",
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(financial_year_starts_in__range=(1, 12)), name="financial_year_starts_in_a_month"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Records(models.QuerySet[Any]):
    """Rows of one partnership at a time."""

    def within(self, actor: Actor) -> Self:
        """Only the rows of the actor's partnership."""
        return self.filter(partnership_id=actor.partnership_id)

    def in_effect(self, today: Any) -> Self:
        """Only the rows whose first and last day surround today."""
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=today), Q(ends_on__isnull=True) | Q(ends_on__gte=today)
        )


class Record(models.Model):
    """What every table of a partnership has: an id nobody can guess, its partnership, and how often it was saved."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Records.as_manager()

    class Meta:
        abstract = True


def searched(*titles: str, bodies: Sequence[str] = (), also: Any = None) -> models.GeneratedField:
    """The words of a row as search finds them, titles weighing more than bodies; the database keeps them itself.

    `also` is a further search vector for what is no plain text. Such a column is called `search` and goes with `Unread`
    rows, because nobody ever looks at it.
    """
    words: Any = SearchVector(*titles, weight="A", config="english")
    if bodies:
        words = words + SearchVector(*bodies, weight="B", config="english")
    if also is not None:
        words = words + also
    return models.GeneratedField(expression=words, output_field=SearchVectorField(), db_persist=True)


class Unread(Records):
    """Rows fetched without the column in which the database keeps their words for search."""

    def __init__(self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None) -> None:
        super().__init__(model, query, using, hints)
        if model is not None and query is None:
            self.query.add_deferred_loading(["search"])


class Dated(models.Model):
    """A first and a last day, either of which may be unknown or not yet known."""

    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


def in_order(name: str) -> models.CheckConstraint:
    """The constraint that nothing ends before it starts."""
    return models.CheckConstraint(
        condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name=name
    )


class Statement(Record):
    """One version of a text the partnership stands by: vision, purposes or values."""

    class Kind(models.TextChoices):
        """Which text it is."""

        VISION = "vision", "Vision"
        PURPOSES = "purposes", "Purposes"
        VALUES = "values", "Values"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    number = models.PositiveIntegerField()
    body = models.TextField()
    agreed_on = models.DateField()

    privacy: ClassVar[dict[str, str]] = {"ordinary": "kind number body agreed_on"}

    class Meta:
        ordering: ClassVar = ["kind", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "kind", "number"], name="one_text_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, version {self.number}"


class Agency(models.Model):
    """An organisation, whatever it is called this year and however many partnerships it serves."""

    class Sector(models.TextChoices):
        """What kind of organisation it is."""

        LOCAL_AUTHORITY = "local_authority", "Local authority"
        INTEGRATED_CARE_BOARD = "integrated_care_board", "Integrated care board"
        POLICE = "police", "Police"
        HEALTH_PROVIDER = "health_provider", "Health provider"
        EDUCATION = "education", "Education or childcare"
        PROBATION_AND_JUSTICE = "probation_and_justice", "Probation and justice"
        VOLUNTARY = "voluntary", "Voluntary and community"
        HOUSING = "housing", "Housing"
        OTHER = "other", "Other"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sector = models.CharField(max_length=30, choices=Sector.choices, default=Sector.OTHER)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    privacy: ClassVar[dict[str, str]] = {"ordinary": "id sector version created_at"}

    class Meta:
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        names = sorted(self.names.all(), key=lambda name: (name.ends_on is None, name.starts_on or name.created_on))
        return names[-1].name if names else "An agency"


class AgencyName(Dated):
    """What an agency was called, and when; the identity stays while the name changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)
    created_on = models.DateField(auto_now_add=True)

    privacy: ClassVar[dict[str, str]] = {"ordinary": "id agency name short_name created_on starts_on ends_on"}

    class Meta:
        ordering: ClassVar = ["-starts_on", "name"]
        constraints: ClassVar = [in_order("agency_name_dates_in_order")]

    def __str__(self) -> str:
        return self.name


class Participation(Dated, Record):
    """How an agency takes part in one partnership, and since when."""

    class Basis(models.TextChoices):
        """On what footing (domain guide 2.5)."""

        STATUTORY_PARTNER = "statutory_partner", "Statutory safeguarding partner"
        DESIGNATED_EDUCATION_AGENCY = "designated_education_agency", "Designated education agency"
        NAMED_RELEVANT_AGENCY = "named_relevant_agency", "Named relevant agency"
        INVITED = "invited", "Invited"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="participations")
    basis = models.CharField(max_length=40, choices=Basis.choices)

    privacy: ClassVar[dict[str, str]] = {"ordinary": "agency basis starts_on ends_on"}

    class Meta:
        constraints: ClassVar = [in_order("participation_dates_in_order")]

    def __str__(self) -> str:
        return f"{self.agency}: {self.get_basis_display()}"


class Group(Dated, Record):
    """A board, subgroup, panel or network, with when it began and what it is also called."""

    class Kind(models.TextChoices):
        """What sort of group (Annex E.1, GovernanceGroup)."""

        EXECUTIVE = "executive", "Executive"
        BOARD = "board", "Board"
        BUSINESS_MANAGEMENT = "business_management", "Business group"
        SUBGROUP = "subgroup", "Subgroup"
        WORKING_GROUP = "working_group", "Working group"
        TASK_AND_FINISH = "task_and_finish", "Task and finish group"
        PANEL = "panel", "Panel"
        NETWORK = "network", "Network"
        SHADOW_BOARD = "shadow_board", "Shadow board"
        FORUM = "forum", "Forum"

    name = models.CharField(max_length=200)
    abbreviation = models.CharField(max_length=30, blank=True)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    strands = strands_field()
    cadence = models.CharField(max_length=200, blank=True)
    remit = models.TextField(blank=True)
    information_class = models.CharField(max_length=1, default="G")
    position = models.PositiveIntegerField(default=0)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "name abbreviation kind parent strands cadence remit information_class position starts_on ends_on",
    }

    class Meta:
        ordering: ClassVar = ["position", "name"]
        constraints: ClassVar = [
            in_order("group_dates_in_order"),
            models.UniqueConstraint("partnership", Lower("name"), name="one_group_per_name"),
        ]

    def __str__(self) -> str:
        return self.name


class GroupAlias(Record):
    """Another name under which papers know a group: an old name, an abbreviation, a drifted one."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)

    privacy: ClassVar[dict[str, str]] = {"ordinary": "group name"}

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint("group", Lower("name"), name="one_alias_per_group")]

    def __str__(self) -> str:
        return self.name


class Seat(Dated, Record):
    """A place on a group, which belongs to an agency or a role and outlives whoever holds it."""

    class Kind(models.TextChoices):
        """What the seat does in its group."""

        CHAIR = "chair", "Chair"
        VICE_CHAIR = "vice_chair", "Vice chair"
        MEMBER = "member", "Member"
        IN_ATTENDANCE = "in_attendance", "In attendance"

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="seats")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.MEMBER)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="seats")

    privacy: ClassVar[dict[str, str]] = {"ordinary": "group title kind agency starts_on ends_on"}

    class Meta:
        ordering: ClassVar = ["kind", "title"]
        constraints: ClassVar = [in_order("seat_dates_in_order")]

    def __str__(self) -> str:
        return self.title


class SeatHolder(Dated, Record):
    """Who holds a seat, or deputises in it, and for how long."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="holders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seats_held")
    is_deputy = models.BooleanField(default=False)

    privacy: ClassVar[dict[str, str]] = {"ordinary": "seat is_deputy starts_on ends_on", "personal": "person"}

    class Meta:
        ordering: ClassVar = ["is_deputy", "starts_on"]
        constraints: ClassVar = [in_order("seat_holder_dates_in_order")]

    def __str__(self) -> str:
        return f"{self.person}: {self.seat}"


class Appointment(Dated, Record):
    """A statutory or named appointment: lead and delegated safeguarding partners, chair, scrutineer."""

    class Kind(models.TextChoices):
        """Which appointment (domain guide 2.3)."""

        LEAD_SAFEGUARDING_PARTNER = "lead_safeguarding_partner", "Lead safeguarding partner"
        DELEGATED_SAFEGUARDING_PARTNER = "delegated_safeguarding_partner", "Delegated safeguarding partner"
        PARTNERSHIP_CHAIR = "partnership_chair", "Partnership chair"
        INDEPENDENT_CHAIR = "independent_chair", "Independent chair"
        INDEPENDENT_SCRUTINEER = "independent_scrutineer", "Independent scrutineer"

    kind = models.CharField(max_length=40, choices=Kind.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments")

    privacy: ClassVar[dict[str, str]] = {"ordinary": "kind agency starts_on ends_on", "personal": "person"}

    class Meta:
        ordering: ClassVar = ["kind", "starts_on"]
        constraints: ClassVar = [in_order("appointment_dates_in_order")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"


class Membership(Dated, Record):
    """A role a person holds in one partnership, for an agency where the role belongs to one."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")

    privacy: ClassVar[dict[str, str]] = {"ordinary": "role agency starts_on ends_on", "personal": "person"}

    class Meta:
        ordering: ClassVar = ["role", "starts_on"]
        constraints: ClassVar = [in_order("membership_dates_in_order")]

    def __str__(self) -> str:
        return f"{self.person}: {self.role.replace('_', ' ')}"


class Invitation(Record):
    """One person asked to come in: a link that works once, for a week, and of which only a hash is kept."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "sent_at expires_at taken_at withdrawn_at",
        "personal": "person token_hash sent_by",
    }

    class Meta:
        ordering: ClassVar = ["-sent_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "person"],
                condition=Q(taken_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: invitation"


class SecondStepReset(Record):
    """Somebody locked out whose second step is to be taken away: asked for by one person, confirmed by another."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reason = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    is_confirmed = models.BooleanField(default=False)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "asked_at answered_at is_confirmed",
        "personal": "person reason asked_by answered_by",
    }

    class Meta:
        ordering: ClassVar = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.person}: second step"


class AccessReview(Record):
    """One quarter's look at who acts for one agency here, by the agency's own lead."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="access_reviews")
    quarter_starts_on = models.DateField()
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    on_behalf = models.BooleanField(default=False)

    privacy: ClassVar[dict[str, str]] = {
        "ordinary": "agency quarter_starts_on due_on opened_at done_at on_behalf",
        "personal": "done_by",
    }

    class Meta:
        ordering: ClassVar = ["due_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "agency", "quarter_starts_on"], name="one_access_review_per_quarter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency}: access review"


class AccessReviewLine(Record):
    """What was said of one person in a review of access."""

    class Answer(models.TextChoices):
        """What should become of what they hold."""

        KEEP = "keep", "Keep as it is"
        CHANGE = "change", "Something should change"
        LEFT = "left", "They have left"

    review = models.ForeignKey(AccessReview, on_delete=models.CASCADE, related_name="lines")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    held = models.TextField()
    answer = models.CharField(max_length=10, choices=Answer.choices)
    reason = models.CharField(max_length=300, blank=True)

    privacy: ClassVar[dict[str, str]] = {"ordinary": "review held answer", "personal": "person reason"}

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["review", "person"], name="one_line_per_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_answer_display()}"
