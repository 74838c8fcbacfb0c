"""How a rule answers, and how a service declines: a refusal always carries its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Allowed:
    """The rule has no objection."""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Denied:
    """The rule objects; `reason` is one sentence a person can act on."""

    reason: str

    def __bool__(self) -> bool:
        return False


Verdict = Allowed | Denied


class Refused(Exception):
    """A service will not do what was asked; `reason` is one sentence that says why and what to do."""

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field


class NotPermitted(Refused):
    """The actor's roles do not allow this."""


SAVED_FIRST = "What they saved stands for now."


class Superseded(Refused):
    """Somebody else saved first. Both texts are kept: `theirs` is what stands, `yours` what was about to be written."""

    def __init__(self, reason: str, theirs: dict[str, Any], yours: dict[str, Any], by: str = "") -> None:
        super().__init__(reason)
        self.theirs = theirs
        self.yours = yours
        self.by = by


def insist(verdict: Verdict, field: str = "") -> None:
    """Return quietly when allowed; raise `Refused` with the rule's own reason when denied."""
    if isinstance(verdict, Denied):
        raise Refused(verdict.reason, field)


def insist_current(thing: Any, version: int | None, fields: Mapping[str, Any]) -> None:
    """Raise `Superseded`, with both texts and the version that stands, where somebody saved since `version`.

    Quiet where no version is given, and where what stands says the same.
    """
    theirs = {key: getattr(thing, key) for key in fields}
    if version is not None and version != thing.version and theirs != dict(fields):
        raise Superseded(SAVED_FIRST, {**theirs, "version": thing.version}, dict(fields))
