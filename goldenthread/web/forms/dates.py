"""A date typed as day, month and year, with a sentence for each way it can go wrong."""

import calendar
import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldenthread.web.forms.drawing import Drawing, Drawn

PARTS = ("day", "month", "year")
MONTHS = tuple(calendar.month_name[number].lower() for number in range(1, 13))
Typed = tuple[str, str, str]


class ThreeBoxes(forms.Widget):
    """Reads the three boxes of one date."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed | None:
        """The three texts as typed, or None when the page had no such boxes."""
        if not any(f"{name}-{part}" in data for part in PARTS):
            return None
        day, month, year = (str(data.get(f"{name}-{part}", "")).strip() for part in PARTS)
        return day, month, year

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """True when none of the boxes was on the page."""
        return not any(f"{name}-{part}" in data for part in PARTS)


class DateField(Drawing, forms.Field):
    """A day. Cleans to `date` or None. `subject` begins the error sentences: "The due date must include a year"."""

    component, macro, group = "date-input", "govukDateInput", True
    widget = ThreeBoxes

    def __init__(
        self,
        label: str = "",
        *,
        subject: str = "The date",
        earliest: dt.date | None = None,
        latest: dt.date | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.subject, self.earliest, self.latest = subject, earliest, latest
        self.empty_values = [*self.empty_values, ("", "", "")]

    def to_python(self, value: Any) -> dt.date | None:
        """The date. Raises `ValidationError` whose `params["parts"]` names the boxes to mark."""
        if value in self.empty_values:
            return None
        if isinstance(value, dt.date):
            return value
        typed = dict(zip(PARTS, value, strict=True))
        absent = [part for part in PARTS if not typed[part]]
        if absent:
            raise self.wrong(f"must include {' and '.join(f'a {part}' for part in absent)}", *absent)
        if not re.fullmatch(r"[0-9]{4}", typed["year"]):
            raise self.wrong("must have a year of 4 numbers", "year")
        try:
            return dt.date(int(typed["year"]), month_number(typed["month"]), _number(typed["day"]))
        except ValueError:
            raise self.wrong("must be a real date", *PARTS) from None

    def validate(self, value: Any) -> None:
        """Nothing more than the limits. Raises `ValidationError`."""
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            raise self.wrong(f"must be {_said(self.earliest)} or later", *PARTS)
        if value and self.latest and value > self.latest:
            raise self.wrong(f"must be {_said(self.latest)} or earlier", *PARTS)

    def wrong(self, what: str, *parts: str) -> ValidationError:
        """The error as a sentence about this date, with the boxes it concerns."""
        return ValidationError(f"{self.subject} {what}", code="date", params={"parts": parts})

    def has_changed(self, initial: Any, data: Any) -> bool:
        """True when the boxes say another day than before."""
        return split(initial) != split(data)

    def default_missing(self, name: str) -> str:
        """Asks for the date by its subject."""
        return f"Enter {self.subject[:1].lower()}{self.subject[1:]}"

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was typed, kept."""
        return data

    def params(self, bound: Drawn) -> dict[str, Any]:
        """Three boxes that hold what was typed; only those in error are marked."""
        wrong = wrong_parts(bound)
        return {
            "namePrefix": bound.html_name,
            "items": [
                {
                    "name": part,
                    "value": typed,
                    "classes": f"govuk-input--width-{4 if part == 'year' else 2}"
                    + (" govuk-input--error" if part in wrong else ""),
                    # A month may be written as a word.
                    "inputmode": "text" if part == "month" else "numeric",
                }
                for part, typed in zip(PARTS, split(bound.value()), strict=True)
            ],
            "attributes": self.attributes,
        }

    def target(self, bound: Drawn) -> str:
        """The first box to mend."""
        return f"{bound.auto_id}-{next(iter(wrong_parts(bound)), 'day')}"


def split(value: Any) -> Typed:
    """A date, or what was typed, as the texts of three boxes."""
    if isinstance(value, dt.date):
        return str(value.day), str(value.month), str(value.year)
    return ("", "", "") if not isinstance(value, (tuple, list)) else (str(value[0]), str(value[1]), str(value[2]))


def month_number(text: str) -> int:
    """1 to 12 from "3", "03", "Mar", "Sept." or "March". Raises `ValueError` for anything else."""
    word = text.lower().rstrip(".")
    named = [number for number, name in enumerate(MONTHS, 1) if len(word) >= 3 and name.startswith(word)]
    return named[0] if named else _number(text)


def _number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,2}", text):
        raise ValueError(text)
    return int(text)


def wrong_parts(bound: Drawn) -> list[str]:
    """The boxes that the errors of this field concern, in order; all three where an error does not say."""
    errors = bound.form.errors.as_data().get(bound.name, []) if bound.form.is_bound else []
    named = {part for error in errors for part in (error.params or {}).get("parts", PARTS)}
    return [part for part in PARTS if part in named]


def _said(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
