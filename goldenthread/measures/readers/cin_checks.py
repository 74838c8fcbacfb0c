"""Checks of a census that need what no canonical table has: child in need plans, targets, and whose episode a plan is.

Source: the Department for Education's children in need census validation rules, of which each check has the code.
"""

from __future__ import annotations

from goldenthread.measures.checks import AFTER_ASSESSMENT, AFTER_CLOSURE, AFTER_NFA, CLOSED_WITHOUT, Check

# The tables are those of the reader: every row knows by `above` the episode `at` which it stands.
_ENDS = "coalesce({}.end_date, (SELECT last FROM covered) + 1)"
_TOGETHER = "A child in need plan runs at the same time as a child protection plan."


def _under(code: str, table: str, sentence: str, fails: str) -> Check:
    found = f"SELECT t.child_id, t.place FROM {table} t JOIN referrals r ON r.at = t.above WHERE {fails}"
    return Check(code, sentence, (table, "referrals"), found)


def _during(code: str, one: str, other: str) -> Check:
    """One plan begins within another of the child; on the day the other ends it may."""
    found = (
        f"SELECT t.child_id, t.place FROM {one} t JOIN {other} o USING (child_id) WHERE t.start_date >= o.start_date "
        f"AND t.start_date < {_ENDS.format('o')}"
    )
    return Check(code, _TOGETHER, (one, other), found)


CENSUS_CHECKS = (
    _under("4000", "cin_plans", "There is a child in need plan on a referral with no further action.", "r.nfa"),
    _under("8832", "plans", "There is a child protection plan on a referral with no further action.", "r.nfa"),
    Check(
        "4001",
        "A child in need plan and a child protection plan of one episode are both open.",
        ("cin_plans", "plans"),
        "SELECT t.child_id, t.place FROM cin_plans t JOIN plans p USING (above) WHERE t.end_date IS NULL "
        "AND p.end_date IS NULL",
    ),
    Check(
        "4003",
        "A review of a child protection plan is held while a child in need plan is open.",
        ("reviews", "plans", "cin_plans"),
        "SELECT v.child_id, v.place FROM reviews v JOIN plans p ON p.at = v.above "
        "JOIN cin_plans t ON t.child_id = v.child_id "
        f"WHERE v.review_date >= t.start_date AND v.review_date < {_ENDS.format('t')} "
        "AND v.review_date IS DISTINCT FROM p.end_date",
    ),
    _during("4016", "cin_plans", "plans"),
    _during("4017", "plans", "cin_plans"),
    _under("8565", "plans", AFTER_CLOSURE, "t.end_date > r.closure_date"),
    _under("8565", "cin_plans", AFTER_CLOSURE, "t.start_date > r.closure_date OR t.end_date > r.closure_date"),
    _under("2990", "plans", AFTER_ASSESSMENT, CLOSED_WITHOUT),
    _under("2990", "cin_plans", AFTER_ASSESSMENT, CLOSED_WITHOUT),
    Check(
        "2990",
        AFTER_ASSESSMENT,
        ("referrals",),
        f"SELECT child_id, place FROM referrals r WHERE icpc_date IS NOT NULL AND {CLOSED_WITHOUT}",
    ),
    Check(
        "8831", AFTER_NFA, ("referrals",), "SELECT child_id, place FROM referrals WHERE icpc_date IS NOT NULL AND nfa"
    ),
    Check(
        "2884",
        "A conference stands both under the enquiry and under the episode; it counts once.",
        ("referrals", "s47_enquiries"),
        "SELECT r.child_id, max(r.place) AS place FROM referrals r JOIN s47_enquiries s USING (child_id, icpc_date) "
        "GROUP BY ALL",
    ),
    Check(
        "8870Q",
        "The target of a conference is a Saturday or a Sunday.",
        ("s47_enquiries",),
        "SELECT child_id, place FROM s47_enquiries WHERE isodow(target_date) > 5",
    ),
)
