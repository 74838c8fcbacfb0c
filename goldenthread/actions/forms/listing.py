"""What a list of actions can be filtered by."""

from typing import Any

from goldenthread.actions.rules import IMPACT_WORDS, PROVENANCE_WORDS, STATE_WORDS, STRENGTH_WORDS
from goldenthread.kernel.rag import ORDER, WORDS
from goldenthread.web.forms import Checkboxes, Form, Pick, Select, Text, Tick

MINE = [("me", "Me"), ("my_agency", "My agency"), ("my_groups", "My groups")]
DUE = [
    ("overdue", "Overdue"),
    ("30", "In the next 30 days"),
    ("60", "In the next 60 days"),
    ("90", "In the next 90 days"),
    ("no_date", "No date in the calendar"),
]


class ActionFilters(Form):
    """Filters of a list; `leads` are grouped choices, `serves` the choice that the address already holds, if any."""

    words = Text("Search", hint="Words of the action, or its number")
    delivery = Checkboxes("Delivery", choices=[(state.value, WORDS[state].tag) for state in ORDER], small=True)
    due = Select("Due", choices=DUE, empty="Any date")
    no_update = Tick("No update for a cycle", small=True)
    lead = Pick("Lead", empty="Anybody")
    state = Checkboxes("State", choices=[(state.value, words) for state, words in STATE_WORDS.items()], small=True)
    impact = Checkboxes("Impact", choices=[(one.value, word.tag) for one, word in IMPACT_WORDS.items()], small=True)
    strength = Checkboxes(
        "Evidence", choices=[(one.value, word.tag) for one, word in STRENGTH_WORDS.items()], small=True
    )
    busy_but_green = Tick("Green because busy", small=True)
    escalated = Tick("Escalated to me", small=True)
    unconfirmed_lead = Tick("Lead not confirmed", small=True)
    provenance = Select("Came from", choices=list(PROVENANCE_WORDS.items()), empty="Anywhere")
    cohort = Select("For", empty="Everybody")
    serves = Select("Serves", empty="Anything")

    def __init__(
        self,
        *args: Any,
        leads: list[Any] | None = None,
        cohorts: list[str] | None = None,
        serves: tuple[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = [("Yours", MINE), *(leads or [])]  # type: ignore[attr-defined]
        self.fields["cohort"].choices = [(one, one) for one in cohorts or []]  # type: ignore[attr-defined]
        if not cohorts:
            del self.fields["cohort"]
        if serves:
            self.fields["serves"].choices = [serves]  # type: ignore[attr-defined]
        else:
            del self.fields["serves"]
