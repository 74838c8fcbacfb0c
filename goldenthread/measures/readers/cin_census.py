"""The children in need census as XML, of every year from 2021 on, streamed child by child.

Source: the Department for Education's children in need census guides, 2020 to 2021 up to 2025 to 2026.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from dateutil.relativedelta import relativedelta
from lxml import etree

from goldenthread.measures.checks import check
from goldenthread.measures.places import PLACE
from goldenthread.measures.problems import Place, Problem, Problems, Unreadable
from goldenthread.measures.readers import dates
from goldenthread.measures.readers.cin_checks import CENSUS_CHECKS
from goldenthread.measures.readers.cin_elements import FIELDS, LINE, REVIEW, Found, Odd, Row, counted_by, local
from goldenthread.measures.readers.gathering import conferences, one_row_each
from goldenthread.measures.readers.identifiers import Numbering
from goldenthread.measures.readers.shaping import DateRule, date_rule, numbered, shape
from goldenthread.measures.readers.sheets import Sheet, coded
from goldenthread.measures.tables import (
    ASSESSMENTS,
    CHILD,
    CHILDREN,
    PLANS,
    REFERRALS,
    REVIEWS,
    S47_ENQUIRIES,
    TABLES,
    Column,
    Extract,
    Kind,
    Table,
)

KIND = "Children in need census"
# By which what stands under a row finds it; neither is a column of a canonical table.
_LINKS = (Column("at", Kind.ID, "The row's own number in the file"), Column("above", Kind.ID, "That of its episode"))
_TARGET = (Column("target_date", Kind.DATE, "The day by which the conference was to be held"),)
_CIN_PLANS = Table(
    "cin_plans",
    "One child in need plan",
    (
        CHILD,
        Column("start_date", Kind.DATE, "The day it began", needed=True),
        Column("end_date", Kind.DATE, "The day it ended"),
    ),
)
_YEAR_OF_EPISODES = 100
_CONFERENCE = (Column("icpc_date", Kind.DATE, "The day of a conference that follows no enquiry"),)
_DAYS = {"date_of_birth", "review_date"} | {
    column for fields in FIELDS.values() for column in fields.values() if column.endswith("_date")
}
_MADE = ("referral_id", "assessment_id", "s47_id", "plan_id")


def read_census(path: Path) -> Extract:
    """The census's children, referrals, assessments, enquiries, conferences, plans and reviews.

    `covers` is the census year, from the header. Nothing outside the file is looked up, whatever it declares. Raises
    `Unreadable`, with the line, where the file breaks off or is not well formed: then nothing of it is kept.
    """
    found, header = Found(), dict[str, str]()
    try:
        _stream(path, found, header)
    except etree.XMLSyntaxError as error:
        raise Unreadable(
            f"{path.name} is not whole or not well formed: it cannot be read from line {error.lineno} on. "
            "Export it again; nothing was kept."
        ) from None
    problems = Problems()
    covers = _covers(path.name, header, problems)
    _tell_odd(path.name, found, problems)
    own = _own_tables(path.name, found, problems)
    faults = check(Extract(path.name, dict(own), covers=covers), CENSUS_CHECKS)
    extract = Extract(KIND, dict(_tables(path.name, own, problems)), problems, covers)
    extract.problems.take(faults)
    return extract


def _stream(path: Path, found: Found, header: dict[str, str]) -> None:
    events = etree.iterparse(
        path,
        tag=("{*}Child", "{*}Header"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    for _, element in events:
        if element.getroottree().docinfo.doctype:
            raise Unreadable(f"{path.name} declares a document type, which a census never does; export it again.")
        if local(element) == "Header":
            header.update((local(inner), (inner.text or "").strip()) for inner in element.iter(tag=etree.Element))
            continue
        found.take(element)
        element.clear(keep_tail=True)
        while (before := element.getprevious()) is not None:
            if before.tail and not before.tail.isspace():
                found.stray.note(local(element.getparent()), element.sourceline)
            element.getparent().remove(before)


def _covers(file: str, header: dict[str, str], problems: Problems) -> tuple[date, date] | None:
    """The census year: from the day after the reference date of the year before, up to the reference date."""
    place, year = Place(file, "Header"), header.get("Year", "")
    moment = dates.read_text(header.get("ReferenceDate", ""), dates.Format.ISO)
    if moment is None and year.isdigit() and 2000 <= int(year) <= 2100:
        problems.add(
            Problem(place, "reference_date", "There is no reference date; the year alone says what it covers.")
        )
        last = date(int(year), 3, 31)
    elif moment is None:
        problems.add(Problem(place, "reference_date", "There is no reference date, so that what it covers is unknown."))
        return None
    else:
        last = moment.date()
        if (last.month, last.day) != (3, 31) or (year and str(last.year) != year):
            reason = "The reference date is not 31 March of the year that the header names; the date is what counts."
            problems.add(Problem(place, "reference_date", reason))
    return last - relativedelta(years=1) + timedelta(days=1), last


def _tell_odd(file: str, found: Found, problems: Problems) -> None:
    def told(odd: Odd, kind: str, reason: str) -> None:
        for name, line in odd.first.items():
            problems.add_many(Problem(Place(file, name, line, unit=LINE), kind, reason), odd.times[name])

    told(found.stray, "stray_text", "Text stands between the elements; it belongs to none and was left out.")
    told(found.unknown, "unknown_element", "This element is in none of the census guides; it was left out.")
    told(found.repeated, "repeated_element", "The element stands twice in one place; the first one counts.")
    seen = Counter(row.get("child_id") for row in found.rows["Child"])
    for row in found.rows["Child"]:
        if seen[row.get("child_id")] > 1 and row.get("child_id"):
            reason = f"Child {row['child_id']} stands in the file more than once; the rows are kept."
            problems.add(Problem(Place(file, "Child", row["line"], unit=LINE), "repeated_child", reason))


def _own_tables(file: str, found: Found, problems: Problems) -> dict[str, pa.Table]:
    """The rows of each element, cleaned, with what links them and what no canonical table has."""

    every_day = coded(row.get(day) for rows in found.rows.values() for row in rows for day in _DAYS)
    rule = date_rule([every_day])

    def read(element: str, table: Table, extra: tuple[Column, ...] = ()) -> pa.Table:
        whole = Table(table.name, table.row, (*table.columns, *extra))
        return _shaped(file, element, found.rows[element], whole, rule, problems)

    return {
        "children": read("Child", CHILDREN),
        "cin_plans": read("CINPlanDates", _CIN_PLANS, _LINKS),
        "referrals": numbered(
            read("CINdetails", REFERRALS, (*_LINKS, *_CONFERENCE)), *_named("referral", "referral_date")
        ),
        "assessments": numbered(read("Assessments", ASSESSMENTS, _LINKS), *_named("assessment", "start_date")),
        "s47_enquiries": numbered(read("Section47", S47_ENQUIRIES, (*_LINKS, *_TARGET)), *_named("s47", "start_date")),
        "plans": numbered(read("ChildProtectionPlans", PLANS, _LINKS), *_named("plan", "start_date")),
        "reviews": read(REVIEW, REVIEWS, _LINKS),
    }


def _tables(file: str, own: dict[str, pa.Table], problems: Problems) -> dict[str, pa.Table]:
    """The canonical tables out of the census's own."""
    referrals, enquiries, plans = own["referrals"], own["s47_enquiries"], own["plans"]
    reviews = _linked(own["reviews"], "plan_id", plans)
    lost = pc.is_null(reviews["plan_id"])
    reason = "The review stands under no plan that could be read."
    problems.add_many(
        Problem(Place(file, REVIEW), "review_without_plan", reason, True, "reviews"), pc.sum(lost).as_py() or 0
    )
    tables = {
        "children": one_row_each(own["children"], Place(file, "Child"), problems),
        "referrals": referrals,
        "assessments": _linked(own["assessments"], "referral_id", referrals),
        "s47_enquiries": _linked(enquiries, "referral_id", referrals),
        "conferences": _conferences(referrals, enquiries, plans),
        "plans": plans,
        "reviews": reviews.filter(pc.invert(lost)),
    }
    for name in _not_carried(tables):
        del tables[name]
        reason = f"No child has any: this file was cut, and does not carry {name.replace('_', ' ')}."
        problems.add(Problem(Place(file), "not_carried", reason))
    kept = {
        name: [column for column in TABLES[name].placed.names if column in table.schema.names]
        for name, table in tables.items()
    }
    return {name: table.select(kept[name]) for name, table in tables.items()}


def _not_carried(tables: dict[str, pa.Table]) -> list[str]:
    """Which tables are absent rather than empty: an authority with a year's episodes has some of each module."""
    if len(tables["referrals"]) < _YEAR_OF_EPISODES:
        return []
    absent = [name for name in ("assessments", "s47_enquiries", "plans") if not len(tables[name])]
    return [*absent, *(["reviews"] if "plans" in absent else [])]


def _named(kind: str, day: str) -> tuple[str, str, str, Numbering]:
    return f"{kind}_id", kind, day, Numbering()


def _shaped(file: str, element: str, rows: list[Row], table: Table, rule: DateRule, problems: Problems) -> pa.Table:
    """The rows of one element as a table; where an element is nowhere, its column is blank throughout."""
    headings = {column: name for name, column in FIELDS.get(element, {REVIEW: "review_date"}).items()}
    columns = {c.name: coded(row.get(c.name) for row in rows) for c in table.columns if c.name not in _MADE}
    if element != "Child":
        columns["child_id"] = coded(row["child"].get("child_id") for row in rows)
    numbers, unit = counted_by([row["line"] for row in rows], [int(row.get("child", row)["at"]) + 1 for row in rows])
    return shape(table, columns, Sheet(file, element, headings, columns, numbers, unit), problems, rule, made=_MADE)


def _linked(table: pa.Table, name: str, above: pa.Table) -> pa.Table:
    """The table with, in column `name`, the identifier of the row that each stands under; blank where it is refused."""
    known = dict(zip(above["at"].to_pylist(), above[name].to_pylist(), strict=True))
    made = pa.array([known.get(at) for at in table["above"].to_pylist()], pa.string())
    return table.set_column(table.schema.get_field_index(name), table.schema.field(name), made)


def _conferences(referrals: pa.Table, enquiries: pa.Table, plans: pa.Table) -> pa.Table:
    """Conferences of enquiries and of episodes. One resulted in a plan where one of the child's begins on its day.

    Source: census rule 2885, a plan begins on the day of its conference. Where the file holds no plan it is unknown.
    """
    begun = set(zip(plans["child_id"].to_pylist(), plans["start_date"].to_pylist(), strict=True))
    rows = [
        {
            "child_id": row["child_id"],
            "conference_date": row["icpc_date"],
            "s47_start_date": row.get("start_date"),
            PLACE.name: row[PLACE.name],
        }
        for table in (enquiries, referrals)
        for row in table.select(
            [n for n in ("child_id", "icpc_date", "start_date", PLACE.name) if n in table.schema.names]
        ).to_pylist()
    ]
    for row in rows:
        row["resulted_in_plan"] = (row["child_id"], row["conference_date"]) in begun if begun else None
    return conferences(rows)
