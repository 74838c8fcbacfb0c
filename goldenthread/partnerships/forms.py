"""What people type about the structure, the agencies, the texts and each other."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from goldenthread.partnerships.permissions import SENTENCES
from goldenthread.partnerships.queries import words
from goldenthread.web.forms import (
    Checkboxes,
    DateField,
    EmailField,
    Form,
    LongText,
    Number,
    Pick,
    Radios,
    Select,
    Text,
    Tick,
)

Choices = Sequence[tuple[str, str]]
SENTENCE_OF = {role.value: sentence for role, sentence in SENTENCES.items()}
READERS_FIRST = "Choose the narrowest that still lets people work."


def last_day(label: str = "Last day", hint: str = "") -> DateField:
    """A last day that must be given."""
    return DateField(label, subject="The last day", hint=hint)


class GroupForm(Form):
    """A group: what it is called, where it stands, when it meets and what it is for."""

    name = Text("Name", max_length=200, missing="Enter the group's name")
    abbreviation = Text("Short name", hint="For example, QA", max_length=30, required=False, width="10")
    aliases = LongText(
        "Other names", hint="One on each line: old names, and the names papers use", rows=3, required=False
    )
    kind = Select("Kind of group", choices=words.GROUP_KINDS, missing="Choose the kind of group")
    parent_id = Select("Reports to", empty="Nobody: it stands at the top", required=False)
    strands = Checkboxes(
        "Whom its work is for", hint="Tick none where it serves all of the partnership", choices=words.STRANDS,
        required=False, small=True,
    )  # fmt: skip
    cadence = Text("How often it meets", hint="For example, every 8 weeks", max_length=200, required=False)
    remit = LongText("Remit", hint="What the group is for, in its own words", max_length=6000, required=False, rows=8)
    information_class = Radios("Who reads its papers", hint=READERS_FIRST, choices=words.READERS, initial="G")
    starts_on = DateField("First day", subject="The first day", required=False, hint="Leave empty if nobody knows")

    def __init__(self, *args: Any, groups: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent_id"].choices = [("", "Nobody: it stands at the top"), *groups]

    def clean_aliases(self) -> list[str]:
        """The other names as a list."""
        return [line.strip() for line in self.cleaned_data["aliases"].split("\n") if line.strip()]

    def clean_parent_id(self) -> Any:
        """The id of the group above, or None."""
        return _id(self.cleaned_data["parent_id"])

    def refuse(self, refused: Any) -> None:
        """Show the refusal of a parent beside the field that asks for one."""
        refused.field = {"parent": "parent_id", "ends_on": "starts_on"}.get(refused.field, refused.field)
        super().refuse(refused)


def _id(value: str) -> Any:
    return UUID(value) if value else None


class EndForm(Form):
    """The last day of something, and why."""

    ends_on = last_day()
    reason = Text("Why", hint="Kept in the history", max_length=300, required=False)


class LastDayForm(Form):
    """The last day of something."""

    ends_on = last_day()


class SeatForm(Form):
    """A seat: it belongs to an agency or a role and outlives whoever holds it."""

    title = Text("What the seat is called", hint="For example, Designated doctor", max_length=200,
                 missing="Enter what the seat is called")  # fmt: skip
    kind = Radios("What it does in the group", choices=words.SEAT_KINDS, initial="member", small=True)
    agency_id = Select("Which agency it belongs to", empty="None: it belongs to a role", required=False)
    starts_on = DateField("First day", subject="The first day", required=False)

    def __init__(self, *args: Any, agencies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency_id"].choices = [("", "None: it belongs to a role"), *agencies]

    def clean_agency_id(self) -> Any:
        """The agency's id, or None."""
        return _id(self.cleaned_data["agency_id"])


class HoldSeatForm(Form):
    """Who takes a seat, from when, and whether as deputy."""

    person_id = Select("Who takes the seat", missing="Choose who takes the seat")
    is_deputy = Radios(
        "In what part", choices=[("holder", "They hold the seat"), ("deputy", "They deputise for whoever holds it")],
        initial="holder", small=True,
    )  # fmt: skip
    starts_on = DateField("From", subject="The first day")

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person_id"].choices = people

    def clean_person_id(self) -> Any:
        """The person's id."""
        return _id(self.cleaned_data["person_id"])

    def clean_is_deputy(self) -> bool:
        """True for a deputy."""
        return self.cleaned_data["is_deputy"] == "deputy"

    def refuse(self, refused: Any) -> None:
        """Show the refusal of a person beside the list of people."""
        refused.field = {"person": "person_id"}.get(refused.field, refused.field)
        super().refuse(refused)


class AgencyForm(Form):
    """An agency: what it is called, what it is, on what footing it takes part."""

    name = Text("Name", max_length=200, missing="Enter the agency's name")
    short_name = Text("Short name", max_length=60, required=False, width="20")
    sector = Select("Sector", choices=words.SECTORS, missing="Choose the sector")
    basis = Radios("On what footing it takes part", choices=words.BASES, missing="Choose on what footing it takes part")
    starts_on = DateField("Since when", subject="The first day", required=False, hint="Leave empty if nobody knows")


class KnownAgencyForm(AgencyForm):
    """The same, with the question whether it is the organisation already known by this name."""

    same = Radios(
        "An organisation of this name is already known. Is it the same one?",
        choices=[("yes", "Yes, the same organisation"), ("no", "No, a different one of the same name")],
        hints={
            "yes": "It keeps one name and one history of names wherever it takes part",
            "no": "It is kept apart, with names of its own",
        },
        missing="Say whether it is the same organisation",
    )


class RenameForm(Form):
    """A new name from a day on."""

    name = Text("New name", max_length=200, missing="Enter the new name")
    short_name = Text("New short name", max_length=60, required=False, width="20")
    on = DateField("From", subject="The date", hint="Papers before this day keep the present name")


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
        return _id(self.cleaned_data["agency_id"])


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
        return _id(self.cleaned_data["agency_id"])


class PartnershipForm(Form):
    """The partnership's own particulars."""

    name = Text("Name", max_length=200, missing="Enter the partnership's name")
    abbreviation = Text("Short name", max_length=30, required=False, width="10")
    strands = Checkboxes("Whom its work is for", choices=words.STRANDS, small=True, missing="Tick at least one")
    financial_year_starts_in = Select("The financial year begins in", choices=words.MONTHS, empty=None)
    update_cycle_days = Number(
        "Days between updates", smallest=7, largest=366,
        hint="An action nobody has said anything about for longer than this shows “No update”",
        missing="Enter the number of days between updates",
    )  # fmt: skip
    marking = Text("Marking", hint="Printed at the head of every page and document", max_length=60,
                   missing="Enter the marking")  # fmt: skip

    def clean_financial_year_starts_in(self) -> int:
        """The month's number."""
        return int(self.cleaned_data["financial_year_starts_in"])


class StatementForm(Form):
    """A new version of one text."""

    body = LongText("Text", max_length=6000, rows=12, missing="Write the text before saving it")
    agreed_on = DateField("When was it agreed?", subject="The date")


class ParticularsForm(Form):
    """What one may change about oneself."""

    name = Text("Your name", max_length=200, autocomplete="name", missing="Enter your name")
    job_title = Text("Job title", max_length=200, required=False, autocomplete="organization-title")
    phone = Text("Telephone number", max_length=40, required=False, autocomplete="tel", width="20")


class AgencyFilters(Form):
    """What the list of agencies can be filtered by."""

    basis = Checkboxes("Footing", choices=words.BASES, small=True)
    sector = Select("Sector", choices=words.SECTORS, empty="Any")
    former = Tick("Include former agencies", small=True)


class PeopleFilters(Form):
    """What the list of people can be filtered by."""

    role = Select("Role or appointment", empty="Any")
    agency = Select("Agency", empty="Any")
    former = Tick("Include past and future holders", small=True)

    def __init__(self, *args: Any, agencies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        appointments = [pair for pair in words.APPOINTMENTS if pair[0] not in dict(words.ROLES)]
        self.fields["role"].choices = [*words.ROLES, *appointments]
        self.fields["agency"].choices = list(agencies)


class HistoryFilters(Form):
    """What the record of everything done can be filtered by."""

    kind = Select("About", empty="Anything")
    who = Pick("By", empty="Anybody")
    since = DateField("From", subject="The first day")
    until = DateField("To", subject="The last day")

    def __init__(self, *args: Any, kinds: Choices, people: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, word[:1].upper() + word[1:]) for kind, word in kinds]
        self.fields["who"].choices = [(name, name) for name in people]


class LeaverForm(Form):
    """From which day somebody is with their agency no longer."""

    left_on = DateField(
        "From which day are they with the agency no longer?", subject="The day",
        hint="From this day on they can do nothing for it. Today counts at once.",
    )  # fmt: skip
    reason = Text("Why", hint="Kept in the history of this partnership", max_length=300, required=False)


class SecondStepsForm(Form):
    """Which roles need a second step to sign in."""

    roles = Checkboxes(
        "Ask for a second step from people who hold", hint="Tick none to ask nobody", choices=words.ROLES,
        required=False, small=True,
    )  # fmt: skip


class ResetForm(Form):
    """How somebody locked out was known to be really them."""

    reason = LongText(
        "How did you make sure that it is really them?", max_length=600, rows=3,
        hint="For example, you rang the number their agency gives for them. The person who agrees reads this.",
        missing="Say how you made sure that it is really them",
    )  # fmt: skip


class ReasonForm(Form):
    """Why something is done to somebody."""

    reason = Text("Why", hint="Kept in the history", max_length=300, required=False)


class AccessReviewForm(Form):
    """What should become of what each person of an agency holds here."""

    def __init__(self, *args: Any, people: Sequence[Any], answers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in people:
            name, key = one.person.name, one.person.pk
            self.fields[f"answer_{key}"] = Radios(
                name, hint="; ".join(one.held), choices=answers, small=True, size="s",
                missing=f"Say what should become of what {name} holds",
            )  # fmt: skip
            self.fields[f"reason_{key}"] = Text(f"What should change for {name}?", max_length=300, required=False)

    def answers(self) -> dict[UUID, tuple[str, str]]:
        """What was said of each person, as the service takes it."""
        given = self.cleaned_data
        return {
            UUID(name.removeprefix("answer_")): (value, given[name.replace("answer_", "reason_", 1)])
            for name, value in given.items()
            if name.startswith("answer_")
        }

    def clean(self) -> dict[str, Any]:
        """Everything typed; a change that has no words is asked for them."""
        given = super().clean() or self.cleaned_data
        for name, value in list(given.items()):
            reason = name.replace("answer_", "reason_", 1)
            if name.startswith("answer_") and value == "change" and not given.get(reason):
                self.add_error(reason, f"{str(self.fields[reason].label).rstrip('?')}: say it in a few words")
        return given
