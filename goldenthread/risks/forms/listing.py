"""What the register can be filtered for, and from which day movement is shown."""

from typing import Any

from goldenthread.risks import rules
from goldenthread.web.forms import Checkboxes, DateField, Form, Select, Text

STATES = [(state.value, words) for state, words in rules.STATE_WORDS.items()]
MOVED = [(one.value, words[0]) for one, words in rules.DIRECTION_WORDS.items()]


class RiskFilters(Form):
    """What the register can be filtered for."""

    words = Text("Words in it, or its number")
    register = Select("Register")
    priority = Select("Priority it threatens")
    bands = Checkboxes("Level now", small=True)
    category = Select("What it is about")
    appetite = Select("Appetite", choices=[("above", "Above what we accept"), ("within", "Within what we accept")])
    review = Select("Review", choices=[("late", "Late"), ("soon", "Due within 30 days")])
    moved = Select("Direction", choices=MOVED)
    owner_id = Select("Owner")
    states = Checkboxes("State", choices=STATES, small=True)
    likelihood = Select("How likely now")
    impact = Select("How serious now")

    def __init__(
        self,
        *args: Any,
        scale: rules.Scale,
        registers: list[tuple[str, str]],
        priorities: list[tuple[str, str]],
        owners: list[Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "register": registers,
            "priority": priorities,
            "bands": [(one.key, one.word) for one in reversed(scale.bands)],
            "category": [(one.key, one.word) for one in scale.categories],
            "owner_id": [(str(key), name) for key, name in owners],
            "likelihood": [(str(one.level), f"{one.level} {one.word}") for one in scale.likelihood],
            "impact": [(str(one.level), f"{one.level} {one.word}") for one in scale.impact],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class Since(Form):
    """From which day, and of which register, movement is shown."""

    since = DateField("Since", hint="For example the day of the last meeting", subject="The day")
    register = Select("Register", required=False, empty="All that I may read")

    def __init__(self, *args: Any, registers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["register"].choices = registers  # type: ignore[attr-defined]
