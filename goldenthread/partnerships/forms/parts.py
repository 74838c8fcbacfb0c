"""What several forms here share."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from goldenthread.web.forms import DateField, Form

Choices = Sequence[tuple[str, str]]


class Nothing(Form):
    """A page that only asks once more."""


def last_day(label: str = "Last day", hint: str = "") -> DateField:
    """A last day that must be given."""
    return DateField(label, subject="The last day", hint=hint)


def id_or_none(value: str) -> Any:
    """The id a choice stands for, or None where nothing was chosen."""
    return UUID(value) if value else None
