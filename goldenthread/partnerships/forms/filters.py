"""What the lists here can be filtered by."""

from collections.abc import Sequence
from typing import Any

from goldenthread.partnerships.forms.parts import Choices
from goldenthread.partnerships.queries import words
from goldenthread.web.forms import (
    Checkboxes,
    DateField,
    Form,
    Pick,
    Select,
    Tick,
)


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
