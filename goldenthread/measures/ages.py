"""Ages in whole years on a day, unborn children, and the age bands of the statutory publications."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from goldenthread.kernel.rules import rule

OLDEST = 100
# An expected date of birth is at most ten months off; a later one is a mistake of typing.
LONGEST_WAIT = timedelta(days=310)


class Band(StrEnum):
    """Age bands, in the words of the publications; an unborn child is in none of the others."""

    UNBORN = "Unborn"
    UNDER_1 = "Under 1"
    FROM_1 = "1 to 4"
    FROM_5 = "5 to 9"
    FROM_10 = "10 to 15"
    FROM_16 = "16 and over"
    UNKNOWN = "Not known"


@dataclass(frozen=True, slots=True)
class Age:
    """Whole years, or None with the reason: the child is unborn, or `problem` says what is wrong, in one sentence."""

    years: int | None
    unborn: bool = False
    problem: str = ""

    @property
    def band(self) -> Band:
        """The band; unknown where the age is."""
        return band_of(self)


@rule("measures.age", "Family Law Reform Act 1969, section 9: an age is attained at the start of the anniversary")
def age_on(born: date | None, day: date, *, expected: bool = False) -> Age:
    """How many birthdays have been reached by `day`, the birthday included.

    A child born on 29 February reaches an age on 1 March where the year has no such day. A child without a date of
    birth is unborn, as is one whose date is still to come, or is only `expected`. A date more than ten months off and
    an age above 100 give no age and a sentence instead.
    """
    if born is None or expected or day < born <= day + LONGEST_WAIT:
        return Age(None, unborn=True)
    if born > day:
        return Age(None, problem="The date of birth lies more than ten months after the day; correct it.")
    years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    if years > OLDEST:
        return Age(None, problem=f"The date of birth makes the person older than {OLDEST}; correct it.")
    return Age(years)


@rule("measures.stated_age", "Ofsted Annex A, note to Age of Child: -1 for a child not yet born")
def stated_age(years: int) -> Age:
    """An age that a file states, in whole years: -1 is unborn. Another negative one, or one above 100, is a problem."""
    if years == -1:
        return Age(None, unborn=True)
    if years < 0:
        return Age(None, problem="The age is negative; an unborn child's is written -1.")
    if years > OLDEST:
        return Age(None, problem=f"The age is above {OLDEST}; correct it.")
    return Age(years)


@rule("measures.age_band", "DfE Children looked after and Children in need, tables by age")
def band_of(age: Age) -> Band:
    """Under 1, 1 to 4, 5 to 9, 10 to 15, 16 and over; unborn or not known where there are no years."""
    if age.years is None:
        return Band.UNBORN if age.unborn else Band.UNKNOWN
    firsts = ((16, Band.FROM_16), (10, Band.FROM_10), (5, Band.FROM_5), (1, Band.FROM_1))
    return next((band for first, band in firsts if age.years >= first), Band.UNDER_1)
