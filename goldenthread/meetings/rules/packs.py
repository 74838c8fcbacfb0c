"""Board packs: when one is issued, which of them a reader is given, and where its pages begin."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule
from goldenthread.meetings.rules.papers import PART_A, PART_B
from goldenthread.meetings.rules.states import MINUTES_READ, OFF

SOURCE = "Domain guide 8.5: one pack, frozen once issued; supplements take A-numbers; part B only to those who may"
OVER = "No pack is issued for a meeting that is called off or whose minutes are agreed."


class Numbered(Protocol):
    """A pack: its variant, its number among those of its variant, and its pages."""

    @property
    def variant(self) -> str:
        """A or B."""

    @property
    def number(self) -> int:
        """0 for the issued pack, 1, 2, … for its supplements."""

    @property
    def last_page(self) -> int:
        """The number of its last page."""


Pack = TypeVar("Pack", bound=Numbered)


@rule("meetings.may_issue_pack", SOURCE)
def may_issue_pack(state: str, *, agenda_issued: bool, issued_before: bool, owed: int, goes_without: bool) -> Verdict:
    """Denied before the agenda is issued, a second time, and while papers are owed unless told to go on without."""
    if state in OFF or state in MINUTES_READ:
        return Denied(OVER)
    if not agenda_issued:
        return Denied("Issue the agenda first: the pack is made from it.")
    if issued_before:
        return Denied("The pack has been issued. What came since goes out as a supplement.")
    if owed and not goes_without:
        which = "A paper is still owed" if owed == 1 else f"{owed} papers are still owed"
        return Denied(
            f"{which}. Wait, or tick that the pack goes out without: a late paper then comes as a supplement."
        )
    return Allowed()


@rule("meetings.may_issue_supplement", SOURCE)
def may_issue_supplement(state: str, *, issued_before: bool, changes: int) -> Verdict:
    """Denied where no pack was issued yet, and where nothing was added, replaced or withdrawn since."""
    if state in OFF or state in MINUTES_READ:
        return Denied(OVER)
    if not issued_before:
        return Denied("No pack has been issued yet, so there is nothing to supplement.")
    if not changes:
        return Denied("No paper was added, replaced or withdrawn since, so there is nothing to send.")
    return Allowed()


@rule("meetings.packs_of_reader", SOURCE)
def packs_of_reader(packs: Iterable[Pack], reads_part_b: bool) -> list[Pack]:
    """The packs one reader is given, in their order: the widest of each.

    Who reads part A alone is given those of variant A, whose numbers show no gap. Who reads part B is given those of
    variant B, and those of variant A that were issued before the first of these.
    """
    every = sorted(packs, key=lambda one: one.number)
    open_ones = [one for one in every if one.variant == PART_A]
    wide = [one for one in every if one.variant == PART_B]
    if not reads_part_b or not wide:
        return open_ones
    return [one for one in open_ones if one.number < wide[0].number] + wide


@rule("meetings.pack_number", SOURCE)
def next_number(given: Iterable[Numbered]) -> int:
    """The number of the next pack of a reader to whom these were given: 0 for the first."""
    return max((one.number for one in given), default=-1) + 1


@rule("meetings.pack_first_page", SOURCE)
def first_page(given: Iterable[Numbered]) -> int:
    """Where the next pack begins: at 1, and each further supplement after the last page of the one before it."""
    return max((one.last_page for one in given if one.number), default=0) + 1
