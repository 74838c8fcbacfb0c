"""The fields by which a person says how often something comes round."""

from calendar import month_name
from typing import Any

from goldenthread.kernel.outcomes import Refused, insist
from goldenthread.kernel.rhythm import NTH, WEEKDAYS, Beat, Rhythm, Shift, is_whole
from goldenthread.web.forms.base import Form
from goldenthread.web.forms.choices import Checkboxes, Radios, Select, Tick
from goldenthread.web.forms.fields import Hidden, Number

_MONTHS = [(str(number), month_name[number]) for number in range(1, 13)]


class RhythmFields(Form):
    """How often, in which months, on which weekday, and what becomes of a day on which nobody works."""

    beat = Radios(
        "How often",
        choices=[
            (Beat.WEEKS.value, "Every so many weeks"),
            (Beat.MONTHS.value, "Every so many months"),
            (Beat.NAMED_MONTHS.value, "In certain months of the year"),
            (Beat.ONCE.value, "Once"),
        ],
    )
    every = Number(
        "How many weeks or months between", smallest=1, largest=104, required=False,
        help_text="8 for every 8 weeks. Leave empty for every week or every month.",
    )  # fmt: skip
    months = Checkboxes("Which months", choices=_MONTHS, small=True, required=False, help_text="For certain months.")
    nth = Select(
        "Which one of the month", choices=[(str(key), word.capitalize()) for key, word in NTH.items()],
        empty="The same day as the first", required=False,
    )  # fmt: skip
    weekday = Select(
        "Which weekday", choices=[(str(key), word) for key, word in enumerate(WEEKDAYS[:5])], empty="As the first",
        required=False,
    )  # fmt: skip
    shift = Radios(
        "Where that is a weekend or a bank holiday",
        choices=[
            (Shift.LATER.value, "The next working day"),
            (Shift.EARLIER.value, "The working day before"),
            (Shift.LEFT_OUT.value, "Leave it out"),
        ],
        initial=Shift.LATER.value,
    )
    skips_august = Tick("Leave August out")
    # Only carried: where a rhythm names a working day of the month, that stays unless a weekday is chosen.
    working_day = Hidden(required=False)

    def clean(self) -> dict[str, Any]:
        """What was typed, with `rhythm`. A rhythm that gives no days is refused beside the field at fault."""
        cleaned = dict(super().clean() or {})
        if self.errors:
            return cleaned
        try:
            cleaned["rhythm"] = self._rhythm(cleaned)
        except Refused as refused:
            self.add_error(refused.field or "beat", refused.reason)
        return cleaned

    @staticmethod
    def _rhythm(cleaned: dict[str, Any]) -> Rhythm:
        beat = Beat(cleaned["beat"])
        monthly = beat in (Beat.MONTHS, Beat.NAMED_MONTHS)
        rhythm = Rhythm(
            beat=beat,
            every=cleaned.get("every") or 1,
            months=tuple(int(one) for one in cleaned.get("months") or ()) if beat == Beat.NAMED_MONTHS else (),
            weekday=int(cleaned["weekday"]) if monthly and cleaned.get("weekday") else None,
            nth=int(cleaned["nth"]) if monthly and cleaned.get("nth") else None,
            skips_august=bool(cleaned.get("skips_august")),
            shift=Shift(cleaned["shift"]),
            working_day=_carried(cleaned) if monthly else None,
        )
        field = "months" if beat == Beat.NAMED_MONTHS and not rhythm.months else "weekday"
        insist(is_whole(rhythm), field)
        return rhythm


def _carried(cleaned: dict[str, Any]) -> int | None:
    told = str(cleaned.get("working_day") or "")
    return int(told) if told.isdecimal() and not cleaned.get("nth") else None


def rhythm_initial(rhythm: Rhythm) -> dict[str, Any]:
    """What the fields hold at first for a rhythm that stands."""
    return {
        "beat": rhythm.beat.value,
        "every": rhythm.every,
        "months": [str(number) for number in rhythm.months],
        "weekday": "" if rhythm.weekday is None else str(rhythm.weekday),
        "nth": "" if rhythm.nth is None else str(rhythm.nth),
        "shift": rhythm.shift.value,
        "skips_august": rhythm.skips_august,
        "working_day": str(rhythm.working_day or ""),
    }
