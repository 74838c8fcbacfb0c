"""What is typed about who came, and about interests declared."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any
from uuid import UUID

from goldenthread.meetings.forms.parts import Choices, given, offer
from goldenthread.meetings.queries import SeatLine
from goldenthread.meetings.rules import MARKS, Came
from goldenthread.web import forms


class Attendance(forms.Form):
    """What became of each seat, and who came besides."""

    others = forms.Tick("Everybody I have not marked was present", small=True)
    guests = forms.LongText(
        "Guests", required=False, rows=3, max_length=4000, hint="One on each line, with where they come from."
    )

    version = forms.Hidden(required=False)

    def __init__(
        self, *args: Any, seats: Sequence[SeatLine], expected: Mapping[UUID, str] = MappingProxyType({}), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats
        for line in seats:
            key = str(line.seat.pk)
            who = f"{line.seat.title}: {line.person or 'vacant'}" + (f", {line.agency}" if line.agency else "")
            self.fields[f"came_{key}"] = forms.Radios(
                who,
                choices=list(MARKS.items()),
                required=False,
                inline=True,
                small=True,
                hint=expected.get(line.seat.pk, ""),
            )
            self.fields[f"deputy_{key}"] = forms.Text(
                f"Who deputised for {line.seat.title}", required=False, max_length=200, width="20"
            )
        self.order_fields([name for line in seats for name in (f"came_{line.seat.pk}", f"deputy_{line.seat.pk}")])

    def clean(self) -> dict[str, Any]:
        """The answers; a deputy must have a name."""
        data = dict(super().clean() or {})
        for line in self.seats:
            key = str(line.seat.pk)
            if data.get(f"came_{key}") == Came.DEPUTY and not (data.get(f"deputy_{key}") or "").strip():
                self.add_error(f"deputy_{key}", f"Enter who deputised for {line.seat.title}")
        return data

    def answers(self) -> tuple[list[tuple[Any, str, str]], list[str]]:
        """What became of each seat that was answered, as (seat's id, key, deputy), and the guests.

        With `others` whoever holds a seat that was not answered was present; a vacant seat never was.
        """
        data = self.cleaned_data
        came = []
        for line in self.seats:
            others = Came.PRESENT if data["others"] and line.person else ""
            if told := data[f"came_{line.seat.pk}"] or others:
                came.append((line.seat.pk, told, data[f"deputy_{line.seat.pk}"]))
        return came, data["guests"].splitlines()


class DeclareInterest(forms.Form):
    """An interest somebody declared."""

    person_name = forms.Text("Who declared it", max_length=200, missing="Enter who declared it")
    item_id = forms.Pick("About which item", required=False, empty="The meeting as a whole")
    nature = forms.LongText("What the interest is", rows=3, max_length=1000, missing="Say what the interest is")
    what_was_done = forms.LongText(
        "What was done", rows=2, max_length=1000, required=False, hint="For example: left the room for this item."
    )

    take_out = forms.Tick("Take it out: nobody declared this", small=True)

    def __init__(self, *args: Any, items: Choices, stands: bool = False, **kwargs: Any) -> None:
        """`stands` is True for a declaration that is recorded already."""
        super().__init__(*args, **kwargs)
        offer(self, "item_id", items)
        if not stands:
            del self.fields["take_out"]

    def answers(self) -> dict[str, Any]:
        """The clean answers as the service takes them."""
        return {**self.cleaned_data, "item_id": given(self.cleaned_data["item_id"])}
