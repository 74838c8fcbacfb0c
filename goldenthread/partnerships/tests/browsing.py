"""What tests read from a page and type into it."""

import html
from datetime import date
from typing import Any


def text(response: Any) -> str:
    """A page as one line, with its characters as a reader sees them."""
    return " ".join(html.unescape(response.content.decode()).split())


def day(name: str, value: date) -> dict[str, str]:
    """A date as the three boxes of one field send it."""
    return {f"{name}-day": str(value.day), f"{name}-month": str(value.month), f"{name}-year": str(value.year)}
