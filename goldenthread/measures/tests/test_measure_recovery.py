"""Somebody who has every file that left the agency tries to work out what is hidden in them.

Two attackers, neither of whom knows how the product hides: one tries every number that fits what is shown, over groups,
periods, shares and files; the other looks for any difference between files that should not differ.
"""

import itertools
import zipfile
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.measures.cells import State
from goldenthread.measures.commands import answer
from goldenthread.measures.results.files import FORMATS, read
from goldenthread.measures.tests.extracts import table

MONTHS = ("2024-04", "2024-05", "2024-06")
GROUPS = ("F", "M")
# The rule set promises that an attacker cannot narrow a hidden number down to fewer than this many in a row.
WIDTH = 5
Key = tuple[str, str, str]
Made = Mapping[tuple[str, str], tuple[int, int]]


def extract(folder: Path, made: Made) -> Path:
    """Referrals by month and sex: so many, of which so many of children referred in December."""
    rows, children, number = [], [], itertools.count()
    for (month, sex), (again, referred) in made.items():
        for n in range(referred):
            child = f"c{next(number)}"
            children.append(f"{child},{sex}")
            rows.append(f"r{child},{child},{month}-10")
            if n < again:
                rows.append(f"x{child},{child},2023-12-05")
    table(folder / "referrals.csv", "referral_id,child_id,referral_date", *rows)
    table(folder / "children.csv", "child_id,sex", *children)
    return folder


def measured(folder: Path, out: Path, *words: str | Path) -> Path:
    asked = ["--from", "2024-04", "--to", "2024-06", "--indicator", "CP05", "--breakdown", "sex", "--out", out, *words]
    assert answer(["measure", str(folder), *map(str, asked)]) == 0
    return out


def shown_in(*files: Path) -> dict[Key, Decimal | None]:
    """Every number of the files by period, group and what it is; None where it is hidden."""
    numbers: dict[Key, Decimal | None] = {}
    for file in files:
        for one in read(file.read_bytes(), file.name).figures:
            period = (
                f"{one.period.starts_on:%Y-%m}" if one.period.starts_on.month == one.period.ends_on.month else "all"
            )
            for name in ("numerator", "denominator", "value"):
                cell = getattr(one, name)
                assert cell.state is not State.NOT_AVAILABLE
                numbers[period, one.of, name] = cell.number
    return numbers


class Attacker:
    """Tries, for what is hidden, every number that fits: groups add up, months add up, shares are as shown."""

    def __init__(self, shown: dict[Key, Decimal | None], most: int) -> None:
        self.shown = shown
        self.hidden = [key for key, value in shown.items() if value is None and key[2] != "value"]
        self.most = most
        periods = [*MONTHS, "all"]
        self.sums = [
            ((period, "", name), [(period, group, name) for group in GROUPS])
            for period in periods
            for name in ("numerator", "denominator")
        ]
        self.sums += [
            (("all", of, name), [(month, of, name) for month in MONTHS])
            for of in ("", *GROUPS)
            for name in ("numerator", "denominator")
        ]
        self.sums = [one for one in self.sums if {one[0], *one[1]} <= set(shown)]

    def solutions(self) -> Iterator[dict[Key, int]]:
        yield from self._further(
            {key: int(value) for key, value in self.shown.items() if value is not None}, self.hidden
        )

    def _further(self, known: dict[Key, int], left: list[Key]) -> Iterator[dict[Key, int]]:
        if not left:
            yield known
            return
        # What follows from the rest first: it leaves nothing to try.
        told = {key: found for key in left if (found := self._follows(known, key)) is not None}
        key = next(iter(told), left[0])
        rest = [one for one in left if one != key]
        for guess in [told[key]] if key in told else range(self.most + 1):
            tried = known | {key: guess}
            if self._fits(tried, key):
                yield from self._further(tried, rest)

    def _follows(self, known: dict[Key, int], key: Key) -> int | None:
        """The only number this can be, where everything else of one of its sums is known."""
        for total, parts in self.sums:
            others = [part for part in parts if part != key]
            if key == total and all(part in known for part in parts):
                return sum(known[part] for part in parts)
            if key in parts and total in known and all(part in known for part in others):
                return known[total] - sum(known[part] for part in others)
        return None

    def _fits(self, known: dict[Key, int], new: Key) -> bool:
        for total, parts in self.sums:
            if new != total and new not in parts:
                continue
            if known[new] < 0:
                return False
            have = [known[part] for part in parts if part in known]
            if total in known and sum(have) > known[total]:
                return False
            if total in known and len(have) == len(parts) and sum(have) != known[total]:
                return False
        period, of, _ = new
        top, bottom = known.get((period, of, "numerator")), known.get((period, of, "denominator"))
        if top is None or bottom is None:
            return True
        share = self.shown[period, of, "value"]
        return top <= bottom and (share is None or share == percentage(top, bottom))

    def narrowed(self) -> dict[Key, set[int]]:
        found: dict[Key, set[int]] = {key: set() for key in self.hidden}
        for one in self.solutions():
            for key in self.hidden:
                found[key].add(one[key])
        return found


def percentage(top: int, bottom: int) -> Decimal | None:
    if not bottom:
        return None
    return (Decimal(100 * top) / bottom).quantize(Decimal("0.1"), ROUND_HALF_UP)


def insist_unknown(files: list[Path], made: Made) -> int:
    """How many small numbers are hidden. Fails where one of them is shown or can be narrowed down."""
    shown = shown_in(*files)
    attacker = Attacker(shown, most=sum(referred for _, referred in made.values()))
    narrowed = attacker.narrowed()
    for (month, sex), (again, referred) in made.items():
        for key, real in (((month, sex, "numerator"), again), ((month, sex, "denominator"), referred)):
            if 1 <= real <= WIDTH:
                assert shown[key] is None, key
                assert max(narrowed[key]) - min(narrowed[key]) >= WIDTH, (key, narrowed[key])
            if key in narrowed:
                assert real in narrowed[key]
                assert len(narrowed[key]) > 1, key
    return len(narrowed)


CASES: list[dict[tuple[str, str], tuple[int, int]]] = [
    # One small number in one month and one group.
    {("2024-04", "F"): (2, 24), ("2024-04", "M"): (9, 24), ("2024-05", "F"): (7, 24), ("2024-05", "M"): (8, 24),
     ("2024-06", "F"): (6, 24), ("2024-06", "M"): (12, 24)},
    # A small number on the other side: all but three were re-referrals.
    {("2024-04", "F"): (21, 24), ("2024-04", "M"): (9, 24), ("2024-05", "F"): (7, 24), ("2024-05", "M"): (8, 24),
     ("2024-06", "F"): (10, 24), ("2024-06", "M"): (12, 24)},
    # Few referrals at all, so that the denominator itself is small.
    {("2024-04", "F"): (1, 4), ("2024-04", "M"): (9, 24), ("2024-05", "F"): (7, 24), ("2024-05", "M"): (0, 20),
     ("2024-06", "F"): (8, 24), ("2024-06", "M"): (10, 24)},
    # What was hidden for another's sake must not come back as what the quarter leaves over its other months.
    {("2024-04", "F"): (7, 20), ("2024-04", "M"): (3, 20), ("2024-05", "F"): (0, 20), ("2024-05", "M"): (3, 20)},
]  # fmt: skip


@pytest.mark.parametrize("made", CASES)
@pytest.mark.parametrize("ending", FORMATS)
def test_no_small_number_comes_back_by_trying_everything(made, ending, tmp_path):
    folder = extract(tmp_path / "in", made)
    months = measured(folder, tmp_path / f"months.{ending}", "--by", "month")
    assert insist_unknown([months], made) >= 2
    whole = measured(folder, tmp_path / f"whole.{ending}", "--last", months)
    assert insist_unknown([months, whole], made) >= 2


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_whatever_the_numbers_are_they_stay_hidden(tmp_path_factory, data):
    few = st.one_of(st.integers(0, 6), st.integers(7, 16))
    made = {(month, sex): (data.draw(few), 20) for month in MONTHS[:2] for sex in GROUPS}
    there = tmp_path_factory.mktemp("numbers")
    folder = extract(there / "in", made)
    months = measured(folder, there / "months.json", "--by", "month")
    whole = measured(folder, there / "whole.json", "--last", months)
    # Each insists by itself; a second file hides nothing that the first had shown.
    assert insist_unknown([months], made) <= insist_unknown([months, whole], made)


def test_the_attacker_finds_what_is_badly_hidden():
    """Else the tests above could not fail."""
    shown: dict[Key, Decimal | None] = {}
    for group, (top, bottom) in {"": (11, 48), "F": (None, 24), "M": (9, 24)}.items():
        shown["2024-04", group, "numerator"] = None if top is None else Decimal(top)
        shown["2024-04", group, "denominator"] = Decimal(bottom)
        shown["2024-04", group, "value"] = None
    assert Attacker(shown, 30).narrowed() == {("2024-04", "F", "numerator"): {2}}
    # A share that is left beside its denominator tells as much.
    shown["2024-04", "M", "numerator"] = None
    shown["2024-04", "M", "value"] = Decimal("37.5")
    assert Attacker(shown, 30).narrowed()["2024-04", "F", "numerator"] == {2}


def content_of(path: Path) -> object:
    """Everything in a file but the moment at which a workbook was written."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.startswith("docProps/")}


@pytest.mark.parametrize("ending", FORMATS)
def test_files_of_different_small_numbers_are_the_same_file(ending, tmp_path):
    """Nothing in a file, in whatever form, can tell apart what makes no difference to it."""
    files = []
    for split in (3, 4, 5):
        made = {("2024-04", "F"): (split, 20), ("2024-04", "M"): (8 - split, 20)}
        folder = extract(tmp_path / f"in{split}", made)
        out = tmp_path / str(split) / f"out.{ending}"
        out.parent.mkdir()
        files.append(content_of(measured(folder, out)))
    assert files[0] == files[1] == files[2]
    shown = shown_in(tmp_path / "3" / f"out.{ending}")
    assert shown["all", "F", "numerator"] is None
    assert shown["all", "", "numerator"] == 8
