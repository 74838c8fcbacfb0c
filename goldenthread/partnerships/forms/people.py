"""What people type about each other and themselves."""

from typing import Any

from goldenthread.partnerships.forms.parts import Choices, id_or_none
from goldenthread.partnerships.permissions import SENTENCES
from goldenthread.partnerships.queries import words
from goldenthread.web.forms import (
    DateField,
    EmailField,
    Form,
    Radios,
    Select,
    Text,
)

SENTENCE_OF = {role.value: sentence for role, sentence in SENTENCES.items()}


class RoleForm(Form):
    """A role for somebody, for an agency where the role belongs to one."""

    role = Radios(
        "Role", hint="Chairs of groups get theirs from their seat", choices=words.GIVEN_ROLES, hints=SENTENCE_OF,
        missing="Choose a role", small=True,
    )  # fmt: skip
    agency_id = Select("For which agency", empty="None", required=False)
    starts_on = DateField("From", subject="The first day")

    def __init__(self, *args: Any, agencies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency_id"].choices = [("", "None"), *agencies]

    def clean_agency_id(self) -> Any:
        """The agency's id, or None."""
        return id_or_none(self.cleaned_data["agency_id"])


class PersonForm(RoleForm):
    """Somebody new, with the first role or appointment they hold."""

    field_order = ("name", "email", "job_title", "phone", "role", "agency_id", "starts_on")

    name = Text("Name", max_length=200, autocomplete="off", missing="Enter the person's name")
    email = EmailField(
        "E-mail address", hint="They sign in with it", autocomplete="off", missing="Enter an e-mail address"
    )
    job_title = Text("Job title", max_length=200, required=False)
    phone = Text("Telephone number", max_length=40, required=False, width="20")
    role = Radios(
        "First role or appointment", hint="Seats on groups, and more roles, can be given afterwards",
        choices=[*words.GIVEN_ROLES, *words.APPOINTMENTS], hints=SENTENCE_OF, missing="Choose a role or appointment",
        small=True,
    )  # fmt: skip


class AppointForm(Form):
    """A statutory or named appointment."""

    kind = Radios("Appointment", choices=words.APPOINTMENTS, missing="Choose an appointment")
    agency_id = Select("For which agency", empty="None", required=False)
    starts_on = DateField("From", subject="The first day")

    def __init__(self, *args: Any, agencies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency_id"].choices = [("", "None"), *agencies]

    def clean_agency_id(self) -> Any:
        """The agency's id, or None."""
        return id_or_none(self.cleaned_data["agency_id"])


class ParticularsForm(Form):
    """What one may change about oneself."""

    name = Text("Your name", max_length=200, autocomplete="name", missing="Enter your name")
    job_title = Text("Job title", max_length=200, required=False, autocomplete="organization-title")
    phone = Text("Telephone number", max_length=40, required=False, autocomplete="tel", width="20")
