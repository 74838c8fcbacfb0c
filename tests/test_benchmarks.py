"""What the benchmark measures is what it says: as many rows as asked for, and the time most visits did not exceed."""

import pytest

from benchmarks import measures
from benchmarks.packs import PAGES, PAPERS, files, pack_of
from benchmarks.pages import VISITS, percentile
from benchmarks.tasks import plan_of
from goldenthread.plans.exchange.reading import read_plan
from goldenthread.plans.exchange.writing import write_plan
from goldenthread.rendering.packs.making import made_here
from tests.pages import SCREENS


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_the_plan_to_import_is_read_with_all_its_rows(format: str):
    read = read_plan(write_plan(plan_of(100), format), f"plan.{format}")
    assert len(list(read.all_actions())) == 100


def test_the_pack_has_forty_papers_and_about_three_hundred_pages():
    sent = files()
    made = made_here(pack_of(sent))
    assert len(sent) == PAPERS == len(made.places.said) + sum(not name.endswith(".pdf") for name, _, _ in sent)
    assert 0.9 * PAGES < made.pages < 1.1 * PAGES


def test_a_percentile_is_what_so_many_do_not_exceed():
    visits = [float(number) for number in range(1, 21)]
    assert (percentile(visits, 0.95), percentile(visits, 0.5), percentile([3.0], 0.95)) == (19.0, 10.0, 3.0)


def test_every_page_that_is_measured_is_a_screen_of_the_product():
    assert {visit.screen.name for visit in VISITS if visit.screen} <= {screen.name for screen in SCREENS}


@pytest.mark.parametrize(
    ("figure", "budget", "says"),
    [
        (2.754, 3.0, "duckdb, s | 2.75 | 3 | within | "),
        (412.4, 400.0, "duckdb, s | 412 | 400 | above | "),
        (5.0, None, "duckdb, s | 5.00 |  |  | "),
        (None, None, "duckdb, s |  |  |  | "),
    ],
)
def test_what_counting_cost_stands_beside_what_it_may_cost(figure: float | None, budget: float | None, says: str):
    assert measures.row(measures.Measured("duckdb, s", figure, budget)) == says


def test_each_budget_is_one_of_something_that_is_measured(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("benchmarks.counting.run", lambda: [("duckdb", 2.5, 300.0, "ab12 144 1.90")])
    (seconds, megabytes) = measures.parts()["counting"]()
    assert (seconds.figure, seconds.budget, megabytes.budget) == (2.5, 3.0, 400.0)
    assert "1.90 s of it counting; the same figures on every engine" in seconds.note
    monkeypatch.setattr("benchmarks.extracts.run", dict)
    (absent,) = measures.parts()["extracts"]()
    assert (absent.figure, absent.note) == (None, measures.ABSENT)
