"""Which counts of the library are one count, lie within another, or carry what stands from one day to the next.

Whoever has several indicators in hand can add and subtract them; disclosure control does so first. A count is named
by its indicator and its part in the figure. Every breakdown is taken along, since the same rows are counted.
"""

from __future__ import annotations

Count = tuple[str, str]


def _top(code: str) -> Count:
    return code, "numerator"


def _bottom(code: str) -> Count:
    return code, "denominator"


SAME: tuple[tuple[Count, ...], ...] = (
    # Referrals, assessments authorised, enquiries, conferences, plans begun.
    (_top("CP03"), _bottom("CP04"), _bottom("CP04B"), _bottom("CP05")),
    (_bottom("CP06"), _bottom("CP06A")),
    (_top("CP07"), _bottom("CP11")),
    (_top("CP08"), _bottom("CP08P"), _bottom("CP09"), _top("CP10")),
    (_top("CP16"), _bottom("CP20"), _bottom("CP21")),
    # Children in care, children missing, returns; interviews offered, held, held in time.
    (_top("LA01"), _bottom("LA02")),
    (_top("MX01C"), _bottom("MX02")),
    (_bottom("MX03"), _bottom("MX04E"), _bottom("MX05E")),
    (_top("MX03"), _bottom("MX04")),
    (_top("MX04"), _top("MX04E"), _bottom("MX05")),
    (_top("MX05"), _top("MX05E")),
    (("MX05", "overdue"), ("MX05E", "overdue")),
)

# A count, one that holds it, and whether what is left between them is a secret where it is small. It is where both
# are tests of the same people. Who is outside of a population only for having come too lately, and how many more
# episodes than children there are, is no answer about anybody; but what is hidden must not follow from it.
WITHIN: tuple[tuple[Count, Count, bool], ...] = (
    (_top("CP06"), _top("CP06A"), True),
    (("CP06A", "overdue"), ("CP06", "overdue"), True),
    (_top("CP21"), _top("CP20"), True),
    (_top("MX04E"), _top("MX03"), True),
    (_top("MX05E"), _top("MX04E"), True),
    (_top("CP05C"), _top("CP05"), False),
    (_bottom("CP05C"), _top("CP03"), False),
    (_top("MX01C"), _top("MX01"), False),
    (_bottom("CP13"), _top("CP16"), False),
    (_top("CP15"), _bottom("CP22"), False),
    (_bottom("CP17"), _bottom("CP22"), False),
    (_bottom("CP24"), _bottom("CP22"), False),
    (_top("CP22"), _bottom("CP17"), False),
    (_bottom("LA08"), _top("LA01"), False),
    (_top("LA01"), _bottom("LA07"), False),
)

# Those in time by a shorter limit are in time by a longer one; those who last longer than a limit do so the other way.
IN_TIME = frozenset({"CP06", "CP06A", "CP09", "MX02", "MX05", "MX05E"})
LASTING = frozenset({"CP22", "CP23", "LA02"})

# What stands at a day, and what has come and gone since: open then and begun is open now and ended.
FLOWS: tuple[tuple[Count, Count, Count], ...] = (
    (_top("CP15"), _top("CP16"), _bottom("CP23")),
    (_bottom("CP22"), _top("CP16"), _bottom("CP23")),
)

# Counted once in a period, whatever the number of times: a year holds whoever is in one of its months.
GATHERING = frozenset({"CP05C", "MX01C", "MX02", "LA07"})
