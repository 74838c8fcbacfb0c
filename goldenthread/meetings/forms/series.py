"""What is typed about a series of meetings."""

from typing import Any

from goldenthread.kernel.rhythm import Rhythm
from goldenthread.meetings.forms.parts import Choices, Clock, QuorumFields, given, offer, quorum_initial
from goldenthread.meetings.rules import PAPER_DAYS, STANDING
from goldenthread.web import forms


class Series(forms.RhythmFields, QuorumFields):
    """When a group meets, where, and what it always discusses."""

    field_order = (
        "group_id", "title", "first_on", "beat", "every", "months", "nth", "weekday", "shift", "skips_august",
        "starts_time", "minutes_long", "place", "online", "paper_days", "standing", "needs_statutory",
        "needs_members", "needs_chair", "minute_taker_id",
    )  # fmt: skip

    group_id = forms.Pick("Group", missing="Choose the group that meets")
    title = forms.Text(
        "Title", max_length=200, hint="As it stands in calendars, such as “Safeguarding Executive”.",
        missing="Enter a title that members will recognise",
    )  # fmt: skip
    first_on = forms.DateField(
        "First day", subject="The first day", hint="The days of the others are counted from here."
    )
    starts_time = Clock("Starts at", missing="Enter when it starts")
    minutes_long = forms.Number(
        "How long, in minutes", smallest=15, largest=1440, initial=120, missing="Enter how long it lasts"
    )
    place = forms.Text("Place", max_length=200, required=False)
    online = forms.Text("Link for joining online", max_length=500, required=False)
    paper_days = forms.Number(
        "Papers are owed this many working days before", smallest=0, largest=30, initial=PAPER_DAYS,
        missing="Enter how many working days before",
    )  # fmt: skip
    standing = forms.LongText(
        "Standing items", required=False, rows=7, max_length=2000, initial="\n".join(STANDING.values()),
        hint="One on each line. They begin the agenda of every meeting.",
    )  # fmt: skip
    minute_taker_id = forms.Pick(
        "Who takes the minutes", required=False, empty="The business unit",
        hint="They read drafts of the agenda and the minutes, as the unit and the chairs do.",
    )  # fmt: skip

    def __init__(self, *args: Any, groups: Choices | None, people: Choices, **kwargs: Any) -> None:
        """`groups` is None where the series has its group already."""
        super().__init__(*args, **kwargs)
        if groups is None:
            del self.fields["group_id"]
        else:
            offer(self, "group_id", groups)
        offer(self, "minute_taker_id", people)

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        data = self.cleaned_data
        kept = ("title", "rhythm", "first_on", "starts_time", "minutes_long", "place", "online", "paper_days")
        told = {key: data[key] for key in kept}
        if "group_id" in self.fields:
            told["group_id"] = given(data["group_id"])
        return told | {
            "standing": data["standing"].splitlines(),
            "quorum": self.needed(),
            "minute_taker_id": given(data["minute_taker_id"]),
        }

    @staticmethod
    def initial_of(series: Any, beat: Rhythm) -> dict[str, Any]:
        """What the fields hold at first for a series that stands."""
        plain = ("title", "first_on", "minutes_long", "place", "online", "paper_days", "minute_taker_id")
        return {
            **{key: getattr(series, key) for key in plain},
            "starts_time": f"{series.starts_time:%H:%M}",
            "standing": "\n".join(series.standing),
            **forms.rhythm_initial(beat),
            **quorum_initial(series.needed),
        }


class EndSeries(forms.Form):
    """From when a series is over, and why."""

    last_on = forms.DateField("Last day", subject="The last day")
    reason = forms.LongText("Why does it end?", rows=3, max_length=1000, missing="Say why the series ends")
