"""The dates that the law or statutory guidance gives a partnership whatever cases it has: a table with its sources.

Where only a rhythm is given ("yearly"), each partnership sets its own day. What could not be checked against the text
itself says so, and the page says it to its reader.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule

SOURCE = "Domain guide 2.1 to 2.4, 4 and Annex C: the clocks of a partnership that no case starts"
CHILDREN, ADULTS = "children", "adults"
# As far ahead as a first day may lie.
FARTHEST_YEARS = 5


@dataclass(frozen=True)
class StatutoryDate:
    """One date: what is to be done, where that is said, how often, and for whom.

    `every_years` is 0 for what is done once. `usual` is the month and day the sources name, where they name one.
    `unverified` says what of it could not be checked; empty where the sources were read.
    """

    key: str
    title: str
    duty: str
    basis: str
    rhythm: str
    strand: str
    every_years: int = 1
    usual: tuple[int, int] | None = None
    unverified: str = ""


TABLE: Mapping[str, StatutoryDate] = {
    one.key: one
    for one in (
        StatutoryDate(
            "yearly_report", "Yearly report published",
            "The safeguarding partners publish what they did as a result of the arrangements, and how effective these "
            "were in practice.",
            "Children Act 2004, section 16G; Working Together to Safeguard Children",
            "At least once in every 12 months. Reports for 2024-25 were to reach the national Panel by 30 September.",
            CHILDREN, usual=(9, 30), unverified="The number of the section.",
        ),
        StatutoryDate(
            "yearly_report_copies", "Yearly report sent to the national Panel and the What Works body",
            "A copy goes to the national Panel and to the What Works body for children’s social care.",
            "Working Together to Safeguard Children", "Within seven days of publishing.",
            CHILDREN, unverified="The seven days, against the 2026 edition.",
        ),
        StatutoryDate(
            "arrangements", "Published arrangements reviewed",
            "The lead safeguarding partners review and sign off the arrangements, and publish what changed.",
            "Children Act 2004, section 16G; Working Together to Safeguard Children",
            "Whenever they change, and once a year.",
            CHILDREN, unverified="The number of the section, and that the review is yearly.",
        ),
        StatutoryDate(
            "budget", "Shared budget signed off",
            "The lead safeguarding partners sign off the shared budget of the year.",
            "Working Together to Safeguard Children", "Yearly.", CHILDREN,
        ),
        StatutoryDate(
            "protection_teams", "Arrangements name the multi-agency child protection teams",
            "The arrangements include one or more multi-agency child protection teams.",
            "Children’s Wellbeing and Schools Act 2026, section 3",
            "Once. The regulations are planned to come into force late in 2027, after consultation.",
            CHILDREN, every_years=0, unverified="The day: the regulations are not made yet.",
        ),
        StatutoryDate(
            "section_11", "Section 11 self-assessment",
            "Agencies say how well they keep children safe in what they do.",
            "Children Act 2004, section 11",
            "The Act names no rhythm. Most partnerships ask in full every two years, with an update between.",
            CHILDREN, every_years=2,
        ),
        StatutoryDate(
            "section_175", "Safeguarding returns of schools and colleges",
            "Schools and colleges say how they keep pupils safe; the head and the governor sign.",
            "Education Act 2002, sections 157 and 175", "Yearly, within the academic year.", CHILDREN,
        ),
        StatutoryDate(
            "adults_report", "Annual report of the safeguarding adults board",
            "The board publishes what it and each member did, and what came of safeguarding adults reviews.",
            "Care Act 2014, Schedule 2", "As soon as feasible after each financial year.", ADULTS,
        ),
        StatutoryDate(
            "adults_plan", "Strategic plan of the safeguarding adults board",
            "The board publishes its strategic plan for the year.",
            "Care Act 2014, Schedule 2", "For each financial year, before it begins.",
            ADULTS, usual=(3, 31), unverified="That it must stand before the year begins.",
        ),
        StatutoryDate(
            "adults_self_assessment", "Self-assessment of the safeguarding adults board’s members",
            "Members say how they meet the board’s standards.",
            "Safeguarding adults boards’ own practice; no Act names it", "Yearly, ideally as the financial year ends.",
            ADULTS, usual=(3, 31),
        ),
    )
}  # fmt: skip


def for_strands(strands: Collection[str]) -> list[StatutoryDate]:
    """The dates that concern a partnership of these strands, in the order of the table; all where it names none."""
    every = list(TABLE.values())
    if not strands or "all_age" in strands:
        return every
    return [one for one in every if one.strand in strands]


@rule("notify.statutory_date", SOURCE)
def may_set_day(key: str, first_on: date, today: date) -> Verdict:
    """Denied for a date that is not in the table, and for a first day that is over or more than five years ahead."""
    if key not in TABLE:
        return Denied("There is no such statutory date.")
    if first_on < today:
        return Denied("The day must be today or later.")
    if first_on.year > today.year + FARTHEST_YEARS:
        return Denied(f"The day must lie within {FARTHEST_YEARS} years.")
    return Allowed()


@rule("notify.statutory_days", SOURCE)
def days_of(first_on: date, every_years: int, since: date, until: date) -> Iterator[date]:
    """The days between two on which a date falls that first falls on `first_on`; 29 February falls on the 28th."""
    year = first_on.year
    while year <= until.year:
        day = _in_year(first_on, year)
        if since <= day <= until:
            yield day
        if not every_years:
            return
        year += every_years


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def next_day(first_on: date, every_years: int, today: date, met: Collection[date] = ()) -> date | None:
    """The next day from today on that was not met already, or None where it was done once and is over."""
    return next(_open(first_on, every_years, today, today, met), None)


@rule("notify.statutory_open", SOURCE)
def open_day(first_on: date, every_years: int, today: date, met: Collection[date]) -> date | None:
    """The earliest day, past or ahead, for which nobody has recorded that it was met; None once all were."""
    return next(_open(first_on, every_years, first_on, today, met), None)


def _open(first_on: date, every_years: int, since: date, today: date, met: Collection[date]) -> Iterator[date]:
    until = today.replace(year=max(today, first_on).year + FARTHEST_YEARS + 2, day=1)
    return (day for day in days_of(first_on, every_years, since, until) if day not in met)


@rule("notify.may_say_met", SOURCE)
def may_say_met(day: date, due: date | None, met_on: date, today: date) -> Verdict:
    """Denied for any day but the one that stands open (`due`), and for one in the future."""
    if day != due:
        return Denied("This was recorded already, or the day was moved. Look at the list again.")
    return Denied("The day must be today or earlier.") if met_on > today else Allowed()


LINKS = ("https://", "http://")


@rule("notify.met_says_how", SOURCE)
def says_how(note: str, link: str) -> Verdict:
    """Denied without a note or a link, and for a link that is no web address."""
    if not (note or link):
        return Denied("Say in a few words how it was met, or give a link.")
    bad = link and (not link.startswith(LINKS) or len(link.split()) > 1)
    return Denied("A link begins with https://.") if bad else Allowed()


def usual_day(one: StatutoryDate, today: date) -> date | None:
    """The next day the sources name, to begin from; None where they name none."""
    if one.usual is None:
        return None
    day = date(today.year, *one.usual)
    return day if day >= today else day.replace(year=today.year + 1)
