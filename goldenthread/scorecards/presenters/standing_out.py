"""What stands out on a scorecard: what is real first, what is only hidden folded into one line."""

from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.scorecards.presenters.rows import Row
from goldenthread.scorecards.rules.signals import is_only_suppressed, stand_out
from goldenthread.scorecards.services import Missing

# Gravest first.
GRAVITY = ("will_fail", "missed", "real_change", "not_returned", "suppressed")


@dataclass(frozen=True)
class StandingOut:
    """The rows that signal more than that their figure is hidden, gravest first, and those that are hidden alone."""

    real: tuple[Row, ...]
    hidden: tuple[Row, ...]

    @property
    def every(self) -> tuple[Row, ...]:
        """All of them."""
        return self.real + self.hidden

    def said(self, of: int) -> str:
        """How many of so many they are, in a sentence."""
        return stand_out([[one.key for one in row.signals] for row in self.every], of)

    @property
    def unsaid(self) -> tuple[Row, ...]:
        """Those of which nobody has said what they mean."""
        return tuple(row for row in self.every if row.must_be_said)


def missing(rows: Sequence[Row]) -> list[Missing]:
    """What still has to be said of rows, as the service asks for it."""
    return [Missing(row.indicator.pk, row.period, row.ends_on) for row in rows if row.must_be_said and row.ends_on]


def standing_out(rows: Sequence[Row]) -> StandingOut:
    """The rows that signal anything, apart by whether it is more than a hidden figure."""
    found = [row for row in rows if row.signals]
    hidden = [row for row in found if is_only_suppressed([one.key for one in row.signals])]
    real = [row for row in found if row not in hidden]
    real.sort(key=lambda row: min(GRAVITY.index(one.key) for one in row.signals))
    return StandingOut(tuple(real), tuple(hidden))
