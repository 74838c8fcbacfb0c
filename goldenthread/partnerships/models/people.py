"""What a person is to a partnership: statutory or named appointments, and roles."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from goldenthread.partnerships.models.agencies import Agency
from goldenthread.partnerships.models.record import Dated, Record, in_order


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
