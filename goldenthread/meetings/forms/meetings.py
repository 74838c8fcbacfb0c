"""What is typed about one meeting."""

from typing import Any

from django.utils.timezone import localtime

from goldenthread.meetings.forms.parts import Choices, Clock, QuorumFields, given, offer, quorum_initial
from goldenthread.meetings.queries import WHEN
from goldenthread.meetings.rules import PAPER_DAYS
from goldenthread.web import forms

# What a guest's meeting takes from its host's, and nobody types.
FOLLOWS = ("title", "on", "starts_time", "minutes_long", "place", "online")


class Meeting(QuorumFields):
    """When and where one meeting is, by when papers are owed, and what it needs to decide."""

    field_order = (
        "group_id", "title", "on", "starts_time", "minutes_long", "place", "online", "paper_days", "needs_statutory",
        "needs_members", "needs_chair", "minute_taker_id", "version",
    )  # fmt: skip

    group_id = forms.Pick("Group", missing="Choose the group that meets")
    title = forms.Text("Title", max_length=200, missing="Enter a title that members will recognise")
    on = forms.DateField("Day", subject="The day")
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
    minute_taker_id = forms.Pick("Who takes the minutes", required=False, empty="The business unit")
    version = forms.Hidden(required=False)

    def __init__(self, *args: Any, groups: Choices | None, people: Choices, joins: Any = None, **kwargs: Any) -> None:
        """`groups` is None where the meeting has its group already, `joins` the meeting of a host that it follows."""
        super().__init__(*args, **kwargs)
        self.joins = joins
        for name in FOLLOWS if joins else ():
            del self.fields[name]
        if groups is None:
            del self.fields["group_id"]
        else:
            offer(self, "group_id", groups)
            del self.fields["version"]
        offer(self, "minute_taker_id", people)

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        data = self.cleaned_data
        kept = ("title", "on", "starts_time", "minutes_long", "place", "online", "paper_days")
        told = {key: data[key] for key in kept if key in data}
        if self.joins:
            told |= {key: value for key, value in self.initial_of(self.joins).items() if key in FOLLOWS}
            told["starts_time"] = localtime(self.joins.starts_at).time()
        if "group_id" in self.fields:
            told["group_id"] = given(data["group_id"])
        else:
            said = data["version"]
            told["version"] = int(said) if said.isascii() and said.isdigit() and len(said) < 9 else None
        return told | {"quorum": self.needed(), "minute_taker_id": given(data["minute_taker_id"])}

    @staticmethod
    def initial_of(meeting: Any) -> dict[str, Any]:
        """What the fields hold at first for a meeting that stands."""
        plain = ("title", "on", "place", "online", "paper_days", "minute_taker_id", "version")
        return {
            **{key: getattr(meeting, key) for key in plain},
            "starts_time": f"{localtime(meeting.starts_at):%H:%M}",
            "minutes_long": int((meeting.ends_at - meeting.starts_at).total_seconds() // 60),
            **quorum_initial(meeting.needed),
        }


class CallOff(forms.Form):
    """Whether a meeting is cancelled or will be on another day, and why."""

    what = forms.Radios(
        "What happens to it?",
        choices=[("cancel", "It is cancelled"), ("postpone", "It is postponed, and the new day is not known yet")],
        hints={
            "cancel": "It counts in nobody’s attendance.",
            "postpone": "Where you know the new day, change the meeting instead.",
        },
        missing="Choose what happens to it",
    )
    reason = forms.LongText("Why?", hint="Members will read this.", rows=3, max_length=1000, missing="Say why")


class Filters(forms.Form):
    """What a list of meetings can be filtered by."""

    when = forms.Select("When", choices=list(WHEN.items()), required=False, empty="Coming")
    group_id = forms.Select("Group", required=False, empty="Every group")

    def __init__(self, *args: Any, groups: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "group_id", groups)
