"""Puts the usual shapes into a publication: a table with totals, and one count over periods that hold one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from datetime import timedelta
from itertools import pairwise

from goldenthread.kernel.periods import Period
from goldenthread.measures.disclosure.publication import Key, Publication

TOTAL = "Total"


def add_table(publication: Publication, name: str, rows: Mapping[Hashable, Mapping[Hashable, int]]) -> None:
    """Add a table with the totals of its rows, its columns and the whole, under the keys (name, row, column).

    Totals are under `TOTAL`. A cell that another table shows too is tied to it by `add_up(one, [other])`.
    Raises `ValueError` where the rows have different columns, and for a row or column called Total.
    """
    columns = list(next(iter(rows.values()), {}))
    if any(list(row) != columns for row in rows.values()):
        raise ValueError(f"The rows of {name} must all have the same columns, in the same order.")
    if TOTAL in rows or TOTAL in columns:
        raise ValueError(f"The totals of {name} are worked out: leave them out of it.")
    for row, cells in rows.items():
        for column, number in cells.items():
            _cell(publication, name, row, column, number)
        _cell(publication, name, row, TOTAL, sum(cells.values()))
        publication.add_up((name, row, TOTAL), [(name, row, column) for column in columns])
    for column in [*columns, TOTAL]:
        _cell(publication, name, TOTAL, column, sum(publication.numbers[name, row, column] for row in rows))
        publication.add_up((name, TOTAL, column), [(name, row, column) for row in rows])
    publication.add_up((name, TOTAL, TOTAL), [(name, TOTAL, column) for column in columns])


def _cell(publication: Publication, name: str, row: Hashable, column: Hashable, number: int) -> None:
    publication.count((name, row, column), number, f"{name}, {row}, {column}")


def add_periods(publication: Publication, keys: Mapping[Period, Key]) -> bool:
    """Tie the counts of one thing over several periods; False, with nothing tied, where they do not add up.

    Months make quarters and years; two years to date leave a month between them, two rolling years two months: what is
    between any two of the first and last days is a count that can be worked out, whether or not it is published. Counts
    of something met once a period (children, not events) do not add up, and then nothing can be worked out that way.
    """
    spans: dict[tuple[int, int], Key] = {}
    for period, key in keys.items():
        days = (period.starts_on.toordinal(), period.ends_on.toordinal() + 1)
        if publication.numbers[spans.setdefault(days, key)] == publication.numbers[key]:
            # One stretch of days under two names, as a rolling year that ends in March.
            publication.same(spans[days], [key])
    steps = [found for edges in _joined(spans) if (found := _steps(publication, spans, edges)) is not None]
    for edges, numbers in steps:
        pieces = list(pairwise(edges))
        name = next(publication.words[spans[span]] for span in spans if span[0] in edges)
        for piece, number in zip(pieces, numbers, strict=True):
            if piece not in spans:
                between = ("between", name, *piece)
                spans[piece] = publication.count(
                    between, number, f"what lies between periods of {name}", published=False
                )
        for first, last in [span for span in spans if span[0] in edges and span not in pieces]:
            inside = [spans[piece] for piece in pieces if first <= piece[0] and piece[1] <= last]
            publication.add_up(spans[first, last], inside)
    return bool(steps)


def add_gathering(publication: Publication, keys: Mapping[Period, Key]) -> None:
    """Tie counts of whoever was met in a period, each once: a quarter holds those of each of its months.

    Nor is it more than its months together, where they fill it.
    """
    numbers = publication.numbers
    for whole, key in keys.items():
        inside = {
            one: part
            for one, part in keys.items()
            if one != whole and whole.starts_on <= one.starts_on and one.ends_on <= whole.ends_on
        }
        for part in inside.values():
            add_within(publication, part, key, guarded=False)
        parts = list(dict.fromkeys(_filling(whole, inside)))
        met_again = sum(numbers[part] for part in parts) - numbers[key]
        if key not in parts and met_again >= 0 and parts:
            words = f"those of {publication.words[key]} met in several of its periods"
            again = publication.count(("again", key, *parts), met_again, words, published=False, guarded=False)
            publication.add_up(key, parts, beside=[again])


def _filling(whole: Period, inside: Mapping[Period, Key]) -> list[Key]:
    """The counts of the longest periods that fill the whole, one after another; none where there is a gap."""
    filling, day = [], whole.starts_on
    while day <= whole.ends_on:
        starting = [one for one in inside if one.starts_on == day]
        if not starting:
            return []
        longest = max(starting, key=lambda one: one.ends_on)
        filling.append(inside[longest])
        day = longest.ends_on + timedelta(days=1)
    return filling


def add_within(publication: Publication, part: Key, whole: Key, *, guarded: bool) -> None:
    """State that one count lies within another; what is left of that may be nobody, and nobody need know it."""
    left = publication.numbers[whole] - publication.numbers[part]
    if part != whole and left >= 0:
        words = f"those of {publication.words[whole]} who are not in {publication.words[part]}"
        rest = publication.count(("beside", part, whole), left, words, published=False, guarded=guarded)
        publication.add_up(whole, [part, rest])


def _joined(spans: Mapping[tuple[int, int], Key]) -> list[list[int]]:
    """The days at which periods begin or end, in groups that periods join, each in order."""
    near: dict[int, set[int]] = defaultdict(set)
    for first, last in spans:
        near[first].add(last)
        near[last].add(first)
    groups = []
    while near:
        group, ring = set[int](), {next(iter(near))}
        while ring:
            group |= ring
            ring = {other for one in ring for other in near.pop(one)} - group
        groups.append(sorted(group))
    return groups


def _steps(
    publication: Publication, spans: Mapping[tuple[int, int], Key], days: list[int]
) -> tuple[list[int], list[int]] | None:
    """The days and the counts between neighbours of them; None where periods contradict one another."""
    upto = {days[0]: 0}
    inside = {span: publication.numbers[key] for span, key in spans.items() if span[0] in set(days)}
    while len(upto) < len(days):
        for (first, last), number in inside.items():
            if first in upto:
                upto.setdefault(last, upto[first] + number)
            elif last in upto:
                upto[first] = upto[last] - number
    numbers = [upto[last] - upto[first] for first, last in pairwise(days)]
    agrees = all(upto[last] - upto[first] == number for (first, last), number in inside.items())
    return (days, numbers) if agrees and min(numbers) >= 0 else None
