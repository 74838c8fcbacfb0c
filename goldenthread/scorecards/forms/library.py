"""Forms of the library: which indicators, whose they are, what they are to reach, which a group looks at."""

from typing import Any

from goldenthread.scorecards import rules
from goldenthread.web.forms import Checkboxes, DateField, Form, Hidden, LongText, Number, Select, Text

GRAINS = list(rules.GRAINS.items())


class IndicatorFilters(Form):
    """What the library can be filtered for."""

    words = Text("Code or words in the name")
    subject = Select("Subject")
    agency_id = Select("Sent by")
    retired = Select("State", choices=[("yes", "Retired")])

    def __init__(self, *args: Any, subjects: list[str], agencies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = [(one, one) for one in subjects]  # type: ignore[attr-defined]
        self.fields["agency_id"].choices = agencies  # type: ignore[attr-defined]


class AdoptIndicators(Form):
    """Which indicators of the national library to take over."""

    codes = Checkboxes("Indicators", required=True, small=True)
    agency_id = Select("Agency that sends them", empty="Not decided yet", required=False)
    grain = Select("How often they are counted", choices=GRAINS, empty=None)

    def __init__(
        self, *args: Any, offered: list[tuple[str, str]], agencies: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["codes"].choices = offered  # type: ignore[attr-defined]
        self.fields["agency_id"].choices = agencies  # type: ignore[attr-defined]


class ChangeIndicator(Form):
    """Who sends an indicator and how often."""

    agency_id = Select("Agency that sends it", empty="Not decided yet", required=False)
    grain = Select("How often it is counted", choices=GRAINS, empty=None)
    version = Hidden()

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency_id"].choices = agencies  # type: ignore[attr-defined]


class SetTarget(Form):
    """What an indicator is to reach, how far off it may be, and between which days."""

    value = Number("Target", decimals=4, width="5", required=True)
    tolerance = Number(
        "Tolerance", decimals=4, width="5", required=False,
        hint="How far off the target a figure may be before the board asks. Leave blank for none.",
    )  # fmt: skip
    starts_on = DateField("From", required=True)
    ends_on = DateField("Until", required=False, hint="Leave blank while it has no end.")
    reason = LongText("Why this target?", required=True, hint="For example what similar places reach, or a duty.")


class RetireIndicator(Form):
    """Why an indicator is no longer used."""

    reason = LongText("Why is it no longer used?", required=True)


class MakeScorecard(Form):
    """A scorecard: its title, for whom, and its indicators."""

    title = Text("Title", required=True, max_length=200)
    group_id = Select("For which group?", empty="The whole partnership", required=False)
    purpose = LongText("What is it for?", required=False, rows=3)
    indicator_ids = Checkboxes("Indicators", required=True, small=True)

    def __init__(
        self, *args: Any, groups: list[tuple[str, str]], offered: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group_id"].choices = groups  # type: ignore[attr-defined]
        self.fields["indicator_ids"].choices = offered  # type: ignore[attr-defined]
