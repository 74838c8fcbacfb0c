"""What the forms of risks share: the warned form itself, and what was chosen as what it stands for."""

from uuid import UUID

from goldenthread.web.forms import Warned

__all__ = ["Warned", "given", "number", "version_of"]


def given(value: object) -> UUID | None:
    """The id that was chosen, or None."""
    return UUID(str(value)) if value else None


def number(value: object) -> int | None:
    """The step that was chosen, or None."""
    return int(str(value)) if value else None


def version_of(value: object) -> int | None:
    """The version the page was read in, where it holds one."""
    said = str(value or "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else None
