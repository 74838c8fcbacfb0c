"""However a file is damaged, it is read or refused in one sentence: never a traceback, and never half."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.measures.problems import Unreadable
from goldenthread.measures.readers import read
from goldenthread.measures.tables import TABLES
from goldenthread.measures.tests.extracts import EPISODES, annex_a, census, child, element, table


def workbook(folder: Path) -> Path:
    return annex_a(folder / "a.xlsx", {3: [{"Child Unique ID": 1, "Date of referral": "=TODAY()"}]})


def xml(folder: Path) -> Path:
    return census(folder / "a.xml", 2024, child("1", 2024, element("CINdetails", CINreferralDate="2023-06-01")))


def csv(folder: Path) -> Path:
    return table(folder / "a.csv", EPISODES, '1,13/05/2022,S,C2,N1,U4,PR1,20/06/2022,E4A,,"A, B",,1')


def parquet(folder: Path) -> Path:
    row = {"plan_id": "1", "child_id": "1"}
    pq.write_table(pa.Table.from_pylist([row], TABLES["plans"].schema), folder / "a.parquet")
    return folder / "a.parquet"


PART = st.floats(0, 1)


@pytest.mark.parametrize("made", [workbook, xml, csv, parquet])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PART, PART, st.binary(max_size=20))
def test_a_damaged_file_is_read_or_refused_in_one_sentence(tmp_path, made, one, other, put):
    whole = (tmp_path / "whole").read_bytes() if (tmp_path / "whole").exists() else made(tmp_path).read_bytes()
    (tmp_path / "whole").write_bytes(whole)
    start, end = sorted((int(one * len(whole)), int(other * len(whole))))
    (tmp_path / "broken").write_bytes(whole[:start] + put + whole[end:])
    reason = "It was read."
    try:
        assert all(name in TABLES for name in read(tmp_path / "broken").tables)
    except Unreadable as refused:
        reason = refused.reason
    assert reason.endswith(".")
    assert "\n" not in reason
