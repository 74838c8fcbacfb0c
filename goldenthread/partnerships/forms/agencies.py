"""What people type about agencies."""

from goldenthread.partnerships.queries import words
from goldenthread.web.forms import (
    DateField,
    Form,
    Radios,
    Select,
    Text,
)


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
