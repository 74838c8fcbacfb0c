"""What the pages of a newer file show: counts, one page of lines, and everything in words for the command line."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from goldenthread.plans.exchange.newer.choosing import Compared
from goldenthread.plans.exchange.newer.differences import (
    ADDED,
    CHANGED,
    CLOSE,
    DOUBT,
    GONE,
    KEEP,
    WITHDRAW,
    Choices,
    Comparison,
    Difference,
)

A_PAGE = 25
SORTS = {
    DOUBT: ("In question", "in question"),
    GONE: ("Not in the file", "not in the file"),
    CHANGED: ("Changed", "changed"),
    ADDED: ("New", "new"),
}
AGAIN = "again"
_ENDED = {CLOSE: "closed without completion", WITHDRAW: "withdrawn"}


@dataclass(frozen=True)
class Sieve:
    """One way of looking at the differences: its word in the address, its name, how many, whether it is chosen."""

    word: str
    name: str
    number: int
    is_chosen: bool


@dataclass(frozen=True)
class NewerPage:
    """One page of differences, those in question first, with counts of all of them."""

    sentence: str
    sieves: list[Sieve]
    lines: list[Difference]
    stale: int
    number: int
    pages: int
    unplaced: int
    show: str

    @property
    def links(self) -> dict[str, object]:
        """The pages as the pagination component wants them."""
        items = [
            {"number": one, "href": self._address(one), "current": one == self.number}
            for one in range(1, self.pages + 1)
            if one in (1, self.pages) or abs(one - self.number) <= 2
        ]
        found: dict[str, object] = {"items": items}
        if self.number > 1:
            found["previous"] = {"href": self._address(self.number - 1)}
        if self.number < self.pages:
            found["next"] = {"href": self._address(self.number + 1)}
        return found

    def _address(self, number: int) -> str:
        return f"?show={self.show}&page={number}" if self.show else f"?page={number}"


def newer_page(compared: Compared, show: str, number: str) -> NewerPage:
    """The page of one sort of differences (all for an unknown word); a page that is not there is the nearest one."""
    comparison, stale = compared.comparison, compared.stale()
    show = show if show in SORTS or show == AGAIN else ""
    lines = stale if show == AGAIN else [one for one in comparison.differences if not show or one.sort == show]
    pages = max(1, ceil(len(lines) / A_PAGE))
    at = min(max(int(number) if number.isdecimal() else 1, 1), pages)
    sieves = [Sieve("", "All", len(comparison.differences), not show)]
    for sort, (name, _) in SORTS.items():
        if count := len(comparison.of(sort)):
            sieves.append(Sieve(sort, name, count, show == sort))
    if stale:
        sieves.append(Sieve(AGAIN, "To look at again", len(stale), show == AGAIN))
    unplaced = len(compared.row.document.get("left_over", []))
    shown = lines[(at - 1) * A_PAGE : at * A_PAGE]
    return NewerPage(in_numbers(comparison), sieves, shown, len(stale), at, pages, unplaced, show)


def in_numbers(comparison: Comparison) -> str:
    """How much differs, in one sentence: "1 line is in question, 3 are changed and 2 are new; 120 are the same."."""
    counts = [(len(comparison.of(sort)), words) for sort, (_, words) in SORTS.items() if comparison.of(sort)]
    same = f"{comparison.unchanged:,} {'line is' if comparison.unchanged == 1 else 'lines are'} the same"
    if not counts:
        return f"The file says what the plan says: {same}."
    told = [f"{number:,} {'is' if number == 1 else 'are'} {words}" for number, words in counts]
    first, *rest = told
    first = first.replace(" is ", " line is ", 1).replace(" are ", " lines are ", 1)
    listed = first if not rest else f"{', '.join([first, *rest[:-1]])} and {rest[-1]}"
    return f"{listed}; {same}."


def sentences(comparison: Comparison, choices: Choices) -> Iterator[str]:
    """Every difference in words, with what will become of it; one line each."""
    for one in comparison.differences:
        yield from _said(one, choices)


def _said(one: Difference, choices: Choices) -> Iterator[str]:
    name = f"{one.word} “{short(one.title)}”"
    if one.sort == DOUBT:
        yield f"In question: is {name.lower()[:1]}{name[1:]} the same as “{short(one.live_title)}”, or a new one?"
    elif one.sort == ADDED:
        under = f" under “{short(one.under)}”" if one.under else ""
        yield f"{'New' if choices.takes(one) else 'Left out'}: {name}{under}."
    elif one.sort == GONE:
        fate, reason = choices.fate(one)
        ends = "it is kept as it is" if fate == KEEP else f"{_ENDED.get(fate, 'taken out')}, because: {reason}"
        yield f"Not in the file: {name}; {ends}."
    else:
        for change in one.changes:
            left = "" if choices.takes(one, change) else " Left as it is."
            before, after = short(change.before) or "nothing", short(change.after)
            yield f"Changed: {name}: {change.label.lower()} from “{before}” to “{after}”.{left}"


def will_do(comparison: Comparison, choices: Choices) -> list[str]:
    """What applying will do, in numbers, and what is left: for the page that asks once more."""
    does = [one for one in comparison.differences if choices.does(one)]
    told = []
    if doubts := len(comparison.of(DOUBT)):
        said = "1 line is" if doubts == 1 else f"{doubts:,} lines are"
        told.append(f"{said} still in question: answer first, then it can be applied.")
    for sort, one, many in ((ADDED, "line is added", "lines are added"), (CHANGED, "line changes", "lines change"),
                            (GONE, "line ends or is taken out", "lines end or are taken out")):  # fmt: skip
        number = sum(1 for each in does if each.sort == sort)
        if number:
            told.append(f"{number:,} {one if number == 1 else many}.")
    left = len(comparison.differences) - len(does) - doubts
    if left:
        told.append(f"{left:,} {'difference is' if left == 1 else 'differences are'} left as the plan has it.")
    return [*told, "Updates, evidence, ratings and history stay as they are. You can undo it afterwards."]


def short(words: str) -> str:
    """The first words of a text on one line."""
    line = " ".join(words.split())
    return line if len(line) <= 110 else f"{line[:109].rstrip()}…"
