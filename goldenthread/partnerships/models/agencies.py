"""Agencies, whatever they are called this year, and how each takes part in a partnership."""

import uuid
from typing import ClassVar

from django.db import models

from goldenthread.partnerships.models.record import Dated, Record, in_order


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
