"""Checks of what was read, by the codes of the census's validation rules: what they find is reported and kept.

They look at canonical tables, so that they hold for every source that fills these. Source: the Department for
Education's children in need census validation rules, of which each check has the code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import duckdb
import pyarrow as pa

from goldenthread.kernel.rules import rule
from goldenthread.kernel.working_days import ENGLAND_AND_WALES, is_working_day
from goldenthread.measures.places import placed
from goldenthread.measures.problems import Place, Problem, Problems
from goldenthread.measures.tables import Extract


@dataclass(frozen=True)
class Check:
    """One check: its code, what it says of a row that fails, and the SQL that gives the child and the
    place of each failing row.

    The first of `tables` is the one the row is in. `known` are columns of which something must be known, lest a source
    that does not carry them fail throughout. The table `covered` has the first and last day that the source covers.
    """

    code: str
    sentence: str
    tables: tuple[str, ...]
    found: str
    known: tuple[str, ...] = ()


_OPEN = "DATE '9999-12-31'"
# One episode, where it is known; else all that is about the child.
_EPISODE = "child_id, referral_id"
_ASSESSED = f"coalesce(authorised_date, {_OPEN})"
_ENQUIRED = f"CASE WHEN icpc_date IS NULL AND icpc_not_required IS NOT true THEN {_OPEN} ELSE icpc_date END"


def _follows(code: str, table: str, what: str) -> Check:
    found = (
        f"SELECT t.child_id, t.place FROM {table} t JOIN referrals r USING (referral_id) "
        "WHERE t.start_date < r.referral_date"
    )
    return Check(code, f"{what} begins before the referral that it follows.", (table, "referrals"), found)


def _several_open(code: str, table: str, what: str, is_open: str, known: str, of: str = "child_id") -> Check:
    found = f"SELECT child_id, max(place) AS place FROM {table} WHERE {is_open} GROUP BY {of} HAVING count(*) > 1"
    return Check(code, f"A child has more than one open {what}.", (table,), found, (known,))


def _overlapping(code: str, table: str, what: str, start: str, end: str, fails: str, of: str = "child_id") -> Check:
    """Two of one child, or of one episode, of which the later began before the earlier ended; `end` is SQL."""
    found = (
        f"SELECT child_id, place FROM (SELECT child_id, place, {start} AS began, max({end}) OVER (PARTITION BY {of} "
        f"ORDER BY {start}, {end} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ended FROM {table}) "
        f"WHERE {fails}"
    )
    return Check(code, f"{what} begins before an earlier one of the child has ended.", (table,), found)


def _of_referral(code: str, table: str, sentence: str, fails: str) -> Check:
    found = f"SELECT t.child_id, t.place FROM {table} t JOIN referrals r USING (referral_id) WHERE {fails}"
    return Check(code, sentence, (table, "referrals"), found)


def _older_than(code: str, table: str, sentence: str, days: int, which: str) -> Check:
    """Rows that still wait on the last day covered, more working days after their start (day 0) than they may."""
    found = (
        f"SELECT t.child_id, t.place FROM {table} t JOIN days a ON a.day = t.start_date JOIN days b "
        f"ON b.day = (SELECT last FROM covered) "
        f"WHERE {which} AND b.number - a.number > {days}"
    )
    return Check(code, sentence, (table,), found)


_IN_SPAN = "BETWEEN (SELECT min(conference_date) FROM conferences) AND (SELECT max(conference_date) FROM conferences)"
AFTER_CLOSURE = "An assessment, enquiry, conference or plan is dated after its case was closed."
AFTER_NFA = "There is an assessment, enquiry or conference on a referral with no further action."
AFTER_ASSESSMENT = "A case closed after assessment (RC8, RC9) has an enquiry, a conference or a plan."
CLOSED_WITHOUT = "r.closure_reason IN ('RC8', 'RC9')"

CHECKS = (
    _follows("1103", "assessments", "An assessment"),
    _of_referral(
        "1104",
        "s47_enquiries",
        "A conference was held before the referral that it follows.",
        "t.icpc_date < r.referral_date",
    ),
    Check(
        "1105",
        "A child protection plan begins before any referral of the child.",
        ("plans", "referrals"),
        "SELECT p.child_id, p.place FROM plans p JOIN (SELECT child_id, min(referral_date) AS earliest FROM referrals "
        "GROUP BY child_id) r USING (child_id) WHERE p.start_date < r.earliest",
    ),
    _follows("2889", "s47_enquiries", "A section 47 enquiry"),
    Check(
        "8608",
        "An assessment was authorised before it began.",
        ("assessments",),
        "SELECT child_id, place FROM assessments WHERE authorised_date < start_date",
    ),
    Check(
        "8925",
        "A child protection plan ends before it begins.",
        ("plans",),
        "SELECT child_id, place FROM plans WHERE end_date < start_date",
    ),
    Check(
        "8615",
        "A section 47 enquiry begins after its conference.",
        ("s47_enquiries",),
        "SELECT child_id, place FROM s47_enquiries WHERE start_date > icpc_date",
    ),
    Check(
        "8875",
        "A conference is recorded on a Saturday or a Sunday.",
        ("conferences",),
        "SELECT child_id, place FROM conferences WHERE isodow(conference_date) > 5",
    ),
    Check(
        "2885",
        "A child protection plan does not begin on the day of a conference of the child.",
        ("plans", "conferences"),
        f"SELECT p.child_id, p.place FROM plans p WHERE p.start_date {_IN_SPAN} "
        "AND NOT EXISTS (FROM conferences c WHERE "
        "c.child_id = p.child_id AND c.conference_date = p.start_date)",
    ),
    Check(
        "2883",
        "More child protection plans of the child begin than there are conferences.",
        ("plans", "conferences"),
        "SELECT child_id, place FROM (SELECT child_id, count(*) AS plans, max(place) AS place FROM plans "
        f"WHERE start_date {_IN_SPAN} "
        "GROUP BY ALL) JOIN (SELECT child_id, count(*) AS held FROM conferences GROUP BY ALL) "
        "USING (child_id) WHERE plans > held",
    ),
    _several_open(
        "8839",
        "s47_enquiries",
        "section 47 enquiry",
        "icpc_date IS NULL AND icpc_not_required IS NOT true",
        "s47_enquiries.icpc_date",
        _EPISODE,
    ),
    _overlapping("8890", "s47_enquiries", "A section 47 enquiry", "start_date", _ENQUIRED, "began <= ended", _EPISODE),
    _several_open(
        "8896", "assessments", "assessment", "authorised_date IS NULL", "assessments.authorised_date", _EPISODE
    ),
    _overlapping("8863Q", "assessments", "An assessment", "start_date", _ASSESSED, "began <= ended", _EPISODE),
    _overlapping("8820", "referrals", "An episode", "referral_date", "closure_date", "began < ended"),
    _several_open("8815", "referrals", "episode", "closure_date IS NULL AND nfa IS NOT true", "referrals.closure_date"),
    Check(
        "8816",
        "An episode is open and is not the child's latest.",
        ("referrals",),
        "SELECT r.child_id, r.place FROM referrals r WHERE closure_date IS NULL AND nfa IS NOT true AND EXISTS "
        "(FROM referrals l WHERE l.child_id = r.child_id AND l.referral_date > r.referral_date)",
        ("referrals.closure_date",),
    ),
    _several_open("8935", "plans", "child protection plan", "end_date IS NULL", "plans.start_date"),
    _overlapping(
        "8940", "plans", "A child protection plan", "start_date", f"coalesce(end_date, {_OPEN})", "began < ended"
    ),
    Check(
        "8840",
        "A child protection plan begins and ends on one day.",
        ("plans",),
        "SELECT child_id, place FROM plans WHERE start_date = end_date",
    ),
    Check(
        "8841",
        "A review is recorded on or before the day its plan began.",
        ("reviews", "plans"),
        "SELECT v.child_id, v.place FROM reviews v JOIN plans p USING (plan_id) WHERE v.review_date <= p.start_date",
    ),
    _of_referral(
        "8565",
        "assessments",
        AFTER_CLOSURE,
        "t.start_date > r.closure_date OR t.authorised_date > r.closure_date",
    ),
    _of_referral(
        "8565", "s47_enquiries", AFTER_CLOSURE, "t.start_date > r.closure_date OR t.icpc_date > r.closure_date"
    ),
    _of_referral("8831", "assessments", AFTER_NFA, "r.nfa"),
    _of_referral("8831", "s47_enquiries", AFTER_NFA, "r.nfa"),
    _of_referral(
        "2990",
        "s47_enquiries",
        AFTER_ASSESSMENT,
        CLOSED_WITHOUT,
    ),
    Check(
        "8569Q",
        "A referral with no further action is older than the working day before the time covered.",
        ("referrals",),
        "SELECT child_id, place FROM referrals WHERE nfa AND referral_date < (SELECT max(day) FROM days WHERE day < "
        "(SELECT first FROM covered) AND works)",
    ),
    _older_than(
        "8670Q", "assessments", "An assessment is open for more than 45 working days.", 45, "t.authorised_date IS NULL"
    ),
    _older_than(
        "8675Q",
        "s47_enquiries",
        "An enquiry has no conference after 15 working days, and none was found not to be needed.",
        15,
        "t.icpc_date IS NULL AND t.icpc_not_required IS NOT true",
    ),
    Check(
        "2991Q",
        "A section 47 enquiry stands in an episode without an assessment.",
        ("s47_enquiries", "assessments"),
        "SELECT child_id, place FROM s47_enquiries s WHERE s.referral_id IS NOT NULL "
        "AND NOT EXISTS (FROM assessments a WHERE "
        "a.referral_id = s.referral_id)",
        ("assessments.referral_id",),
    ),
)


@rule("measures.checks", "Department for Education, children in need census validation rules")
def check(extract: Extract, checks: Sequence[Check] = CHECKS) -> Problems:
    """What the checks find in an extract: a problem of kind `check_CODE` for each failing row, none of them refused.

    A check whose tables the extract lacks, whose columns are blank throughout, or which needs the days covered where
    they are not known, finds nothing.
    """
    problems = Problems()
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        _enter(connection, extract)
        for one in checks:
            if _applies(connection, one, extract):
                _run(connection, one, extract, problems)
    return problems


def _enter(connection: duckdb.DuckDBPyConnection, extract: Extract) -> None:
    for name, table in extract.tables.items():
        if isinstance(table, pa.Table):
            relation = connection.from_arrow(placed(table))
        else:
            file = table.name.replace("'", "''")
            place = f"struct_pack(file := '{file}', part := '', unit := 'row', row := file_row_number + 1)"
            relation = connection.read_parquet(str(table), file_row_number=True).project(f"*, {place} AS place")
        relation.create_view(name)
    number, rows = 0, []
    day = ENGLAND_AND_WALES.starts_on
    while day <= ENGLAND_AND_WALES.ends_on:
        works = is_working_day(day)
        number += works
        rows.append({"day": day, "number": number, "works": works})
        day += timedelta(days=1)
    connection.from_arrow(pa.Table.from_pylist(rows)).create("days")
    if extract.covers:
        connection.execute("CREATE TABLE covered AS SELECT ?::DATE AS first, ?::DATE AS last", extract.covers)


def _applies(connection: duckdb.DuckDBPyConnection, one: Check, extract: Extract) -> bool:
    if not set(one.tables) <= set(extract.tables):
        return False
    if extract.covers is None and "FROM covered" in one.found:
        return False
    known = (place.split(".", 1) for place in one.known)
    return all(connection.execute(f"SELECT count({column}) FROM {table}").fetchall()[0][0] for table, column in known)


def _run(connection: duckdb.DuckDBPyConnection, one: Check, extract: Extract, problems: Problems) -> None:
    found = f"WITH found AS MATERIALIZED ({one.found}) SELECT *, (SELECT count(*) FROM found) FROM found"
    rows = connection.execute(f"{found} ORDER BY place, child_id LIMIT {problems.keep}").fetchall()
    for child, place, _ in rows:
        reason = f"{one.sentence} (child {child})"
        problems.add(Problem(_where(place, one.tables[0], extract), f"check_{one.code}", reason))
    if rows:
        rest = Problem(Place(extract.kind, one.tables[0]), f"check_{one.code}", one.sentence)
        problems.add_many(rest, rows[0][2] - len(rows))


def _where(place: dict[str, Any] | None, table: str, extract: Extract) -> Place:
    """The place of a row, in the sheet or element where it was found; of the table it is in where that is not known."""
    if not place or not place["file"]:
        return Place(extract.kind, table)
    part = f"{place['part']} ({table})" if place["part"] else table
    return Place(place["file"], part, place["row"], unit=place["unit"])
