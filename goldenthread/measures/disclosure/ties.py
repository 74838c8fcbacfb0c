"""What ties the counts of different indicators to one another, and how that is entered into a publication."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from goldenthread.kernel.periods import Period
from goldenthread.measures.disclosure.figures import Which
from goldenthread.measures.disclosure.publication import Key, Publication
from goldenthread.measures.disclosure.tables import add_within

Count = tuple[str, str]
# Of these a row keeps its value while it lasts; an age does not stay, and a category may change.
LASTING = (None, "sex", "ethnicity", "disability", "area")
_Place = tuple[Period, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Bands:
    """The values of an indicator's bands that make up a count of another; `wholly` where they are all of it."""

    whole: Count
    indicator: str
    values: tuple[str, ...]
    wholly: bool = True


@dataclass(frozen=True, slots=True)
class Ties:
    """How counts, each named by indicator and role, hang together in every period and group.

    `same` are names of one count. `within` names a count, one that holds it, and whether a small rest is a secret.
    `flows` name what stands at a day, what came and what went. None of them is believed where the numbers deny it.
    """

    same: tuple[tuple[Count, ...], ...] = ()
    within: tuple[tuple[Count, Count, bool], ...] = ()
    flows: tuple[tuple[Count, Count, Count], ...] = ()
    bands: tuple[Bands, ...] = ()

    def first_names(self) -> dict[Count, Count]:
        """For each name of a count that has several, the first."""
        return {name: group[0] for group in self.same for name in group}


def joined(*groups: tuple[Count, ...]) -> tuple[tuple[Count, ...], ...]:
    """The groups of names, those that share a name made one."""
    whole: dict[Count, list[Count]] = {}
    for group in groups:
        names = list(dict.fromkeys(name for one in group for name in whole.get(one, [one])))
        whole |= dict.fromkeys(names, names)
    return tuple(dict.fromkeys(tuple(names) for names in whole.values()))


def add_ties(publication: Publication, keys: Mapping[tuple[Which, str], Key], ties: Ties) -> None:
    """Enter what follows from the ties for the counts under these keys."""
    first = ties.first_names()
    places: dict[Count, dict[_Place, Key]] = defaultdict(dict)
    for (which, role), key in keys.items():
        name = which.indicator, role
        places[first.get(name, name)][which.period, which.dimension, which.value] = key

    def of(name: Count) -> dict[_Place, Key]:
        return places.get(first.get(name, name), {})

    for part, whole, guarded in ties.within:
        for place, key in of(part).items():
            if (holding := of(whole).get(place)) is not None:
                add_within(publication, key, holding, guarded=guarded)
    for one in ties.bands:
        for (period, dimension, _), key in of(one.whole).items():
            if dimension is None:
                _add_bands(publication, key, [of((one.indicator, "numerator")).get((period, "band", value))
                                              for value in one.values], wholly=one.wholly)  # fmt: skip
    for stock, come, gone in ties.flows:
        _add_flows(publication, of(stock), of(come), of(gone))


def _add_bands(publication: Publication, whole: Key, bands: list[Key | None], *, wholly: bool) -> None:
    parts = [one for one in bands if one is not None]
    left = publication.numbers[whole] - sum(publication.numbers[one] for one in parts)
    if not parts or whole in parts or left < 0 or (wholly and left):
        return
    publication.add_up(whole, parts, rest="" if wholly else f"those of {publication.words[whole]} beyond whole bands")


def _add_flows(
    publication: Publication, stock: Mapping[_Place, Key], come: Mapping[_Place, Key], gone: Mapping[_Place, Key]
) -> None:
    standing: dict[tuple[date, str | None, str | None], Key] = {
        (period.ends_on, dimension, value): key for (period, dimension, value), key in stock.items()
    }
    for (period, dimension, value), began in come.items():
        ended = gone.get((period, dimension, value))
        then = standing.get((period.starts_on - timedelta(days=1), dimension, value))
        now = standing.get((period.ends_on, dimension, value))
        if dimension not in LASTING or ended is None or then is None or now is None:
            continue
        _balance(publication, {then, began}, {now, ended})


def _balance(publication: Publication, before: set[Key], after: set[Key]) -> None:
    """State that the two sides are equal, where they are; what was taken to be one count, as it agrees, goes out."""
    numbers = publication.numbers
    one, other = list(before - after), list(after - before)
    if one and other and sum(numbers[key] for key in one) == sum(numbers[key] for key in other):
        publication.add_up(one[0], other, beside=one[1:])
