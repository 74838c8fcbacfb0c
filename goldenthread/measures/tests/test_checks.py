"""Each check finds its own fault and leaves a sound extract alone; rule measures.checks."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from goldenthread.kernel.working_days import nth_working_day_after
from goldenthread.measures.checks import CHECKS, check
from goldenthread.measures.readers import read
from goldenthread.measures.tables import TABLES, Extract
from goldenthread.measures.tests.extracts import REFERENCE

MONDAY = date(2023, 6, 5)
COVERS = (date(2023, 4, 1), date(2024, 3, 31))


def day(after):
    return MONDAY + timedelta(days=after)


# One child, in order: referral, assessment, enquiry, conference on a Tuesday, plan, review.
SOUND = {
    "referrals": [
        {"referral_id": "r", "child_id": "1", "referral_date": day(0), "nfa": False, "closure_date": day(250)}
    ],
    "assessments": [
        {"assessment_id": "a", "referral_id": "r", "child_id": "1", "start_date": day(1), "authorised_date": day(30)}
    ],
    "s47_enquiries": [{"s47_id": "s", "referral_id": "r", "child_id": "1", "start_date": day(4), "icpc_date": day(22)}],
    "conferences": [
        {"child_id": "1", "conference_date": day(22), "s47_start_date": day(4)},
        {"child_id": "9", "conference_date": day(225)},
    ],
    "plans": [{"plan_id": "p", "child_id": "1", "start_date": day(22), "end_date": day(200)}],
    "reviews": [{"plan_id": "p", "child_id": "1", "review_date": day(100)}],
}


def found(covers=COVERS, **changed):
    """The codes that are found where these fields replace those of the first sound row; lists of rows are added."""
    rows = SOUND | {
        name: SOUND[name] + more if isinstance(more, list) else [SOUND[name][0] | more, *SOUND[name][1:]]
        for name, more in changed.items()
    }
    tables = {name: pa.Table.from_pylist(listed, TABLES[name].schema) for name, listed in rows.items()}
    return {kind.removeprefix("check_") for kind in check(Extract("Made", tables, covers=covers)).counts}


def more(table, number, **fields):
    """A second row of the table about the same child."""
    first = TABLES[table].columns[0].name
    return SOUND[table][0] | {first: f"{SOUND[table][0].get(first)}{number}"} | fields


def test_a_sound_extract_fails_nothing():
    assert found() == set()


FAULTS = {
    "1103": {"assessments": {"start_date": day(-1)}},
    "1104": {"s47_enquiries": {"start_date": day(0), "icpc_date": day(-1)}},
    "1105": {"referrals": {"referral_date": day(23)}},
    "2889": {"s47_enquiries": {"start_date": day(-3)}},
    "8608": {"assessments": {"authorised_date": day(0)}},
    "8925": {"plans": {"end_date": day(21)}},
    "8615": {"s47_enquiries": {"start_date": day(23)}},
    "8875": {"conferences": [{"child_id": "2", "conference_date": day(5)}]},
    "2885": {"plans": {"start_date": day(23)}},
    "2883": {"plans": [more("plans", 2, start_date=day(210), end_date=None)]},
    "8839": {
        "s47_enquiries": [more("s47_enquiries", n, start_date=day(40 + n), icpc_date=None) for n in (2, 3)],
    },
    "8890": {"s47_enquiries": [more("s47_enquiries", 2, start_date=day(10), icpc_date=day(24))]},
    "8896": {"assessments": [more("assessments", n, start_date=day(40 + n), authorised_date=None) for n in (2, 3)]},
    "8863Q": {"assessments": [more("assessments", 2, start_date=day(20), authorised_date=day(40))]},
    "8820": {"referrals": [more("referrals", 2, referral_date=day(20), closure_date=day(260))]},
    "8815": {"referrals": [more("referrals", n, referral_date=day(260 + n), closure_date=None) for n in (2, 3)]},
    "8816": {
        "referrals": [
            more("referrals", 2, referral_date=day(260), closure_date=None),
            more("referrals", 3, referral_date=day(261), closure_date=day(262)),
        ]
    },
    "8935": {"plans": [more("plans", n, start_date=day(210 + n), end_date=None) for n in (2, 3)]},
    "8940": {"plans": [more("plans", 2, start_date=day(100), end_date=day(210))]},
    "8840": {"plans": {"end_date": day(22)}},
    "8841": {"reviews": {"review_date": day(22)}},
    "8565": {"referrals": {"closure_date": day(0)}},
    "8831": {"referrals": {"nfa": True}},
    "2990": {"referrals": {"closure_reason": "RC8"}},
    "8569Q": {
        "referrals": [
            {"referral_id": "n", "child_id": "3", "referral_date": date(2023, 3, 30), "nfa": True, "closure_date": None}
        ]
    },
    "8670Q": {"assessments": [more("assessments", 2, start_date=day(60), authorised_date=None)]},
    "8675Q": {"s47_enquiries": [more("s47_enquiries", 2, start_date=day(60), icpc_date=None)]},
    "2991Q": {"s47_enquiries": [more("s47_enquiries", 2, referral_id="other", start_date=day(60), icpc_date=day(65))]},
}


@pytest.mark.parametrize("code", sorted({one.code for one in CHECKS}))
def test_each_check_finds_its_own_fault(code):
    assert code in found(**FAULTS[code])


def test_the_codes_are_different_things_to_be_said():
    assert all(one.sentence.endswith(".") and one.sentence[0].isupper() for one in CHECKS)


@pytest.mark.parametrize(
    ("code", "days", "table", "open_field"),
    [("8670Q", 45, "assessments", "authorised_date"), ("8675Q", 15, "s47_enquiries", "icpc_date")],
)
def test_waiting_is_counted_in_working_days_from_day_nought(code, days, table, open_field):
    start = day(60)
    for n, fails in ((days, False), (days + 1, True)):
        covers = (COVERS[0], nth_working_day_after(start, n))
        waiting = [more(table, 2, start_date=start, **{open_field: None})]
        assert (code in found(covers, **{table: waiting})) is fails


def test_the_last_working_day_before_the_year_is_not_too_old():
    referral = {"referral_id": "n", "child_id": "3", "nfa": True, "closure_date": None}
    for on, fails in ((date(2023, 3, 31), False), (date(2023, 3, 30), True)):
        assert ("8569Q" in found(referrals=[referral | {"referral_date": on}])) is fails


def test_a_check_without_its_tables_days_or_columns_finds_nothing():
    assert "8670Q" not in found(None, **FAULTS["8670Q"])
    rows = [row | {"closure_date": None} for row in SOUND["referrals"] + [more("referrals", 2, referral_date=day(9))]]
    only = {"referrals": pa.Table.from_pylist(rows, TABLES["referrals"].schema)}
    assert len(check(Extract("Made", only))) == 0


def test_an_enquiry_for_which_no_conference_was_needed_is_not_waiting():
    waiting = more("s47_enquiries", 2, start_date=day(60), icpc_date=None, icpc_not_required=True)
    assert found(s47_enquiries=[waiting]) == set()


def test_tables_that_lie_at_a_path_are_checked_there(tmp_path):
    rows = [row | {"end_date": day(21)} for row in SOUND["plans"]]
    pq.write_table(pa.Table.from_pylist(rows, TABLES["plans"].schema), tmp_path / "plans.parquet")
    assert dict(check(Extract("Made", {"plans": tmp_path / "plans.parquet"})).counts) == {"check_8925": 1}


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference data are not beside this project")
def test_the_sample_census_has_the_faults_that_were_put_into_it():
    counts = check(read(REFERENCE / "CIN_Census_2024.xml")).counts
    assert {"check_1103", "check_1104", "check_1105", "check_2889", "check_8608"} <= set(counts)
    assert check(read(REFERENCE / "fake_CIN_data.xml")).counts["check_8875"] == 91
