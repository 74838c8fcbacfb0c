"""An indicator with a rate shows it everywhere, and what others report beside it is one."""

import csv
import io
from datetime import date

import pytest

from goldenthread.measures.cells import NOT_AVAILABLE, NOT_RETURNED, SUPPRESSED, number, share
from goldenthread.scorecards import exchange, presenters, queries
from goldenthread.scorecards.models import Comparator
from goldenthread.scorecards.tests.boards import texts
from goldenthread.scorecards.tests.factories import counted, month, sent

pytestmark = pytest.mark.django_db
PEOPLE = number(20_000)
MONTHS = [month(2025 + (place > 12), (place - 1) % 12 + 1) for place in range(9, 22)]


def rate(count):
    return share(count, PEOPLE, per=10_000, decimals=1)


def referrals(place, counts, **more):
    cells = [one if hasattr(one, "state") else number(one) for one in counts]
    months = MONTHS[-len(cells) :]
    sent(place, [counted("CP03", each, one, rate=rate(one), **more) for each, one in zip(months, cells, strict=True)])
    return place.indicators["CP03"]


def england(made):
    Comparator.objects.create(
        partnership_id=made.partnership_id, indicator=made, area="england", period="2024-25", value="543.2",
        starts_on=date(2024, 4, 1), ends_on=date(2025, 3, 31), received_on=date(2025, 10, 1), source="DfE",
        value_state="number", counted=None, out_of=None,
    )  # fmt: skip


def row_of(place, made):
    line = queries.show_indicator(place.manager, made)
    return presenters.rows([line], None)[0]


def test_the_newest_rate_and_that_of_twelve_months_stand_there(here):
    made = referrals(here, [80] * 13)
    row = row_of(here, made)
    assert (row.shown, row.rate) == ("80", "40 per 10,000")
    assert row.rate_of_year == f"480 per 10,000, twelve months to {MONTHS[-1].label}"


def test_a_hidden_count_has_a_hidden_rate_and_leaves_none_of_twelve_months(here):
    row = row_of(here, referrals(here, [80] * 12 + [SUPPRESSED]))
    assert (row.shown, row.rate, row.rate_of_year) == ("Suppressed", "Suppressed", "")


@pytest.mark.parametrize("none", [NOT_AVAILABLE, NOT_RETURNED, None])
def test_without_a_population_nothing_is_said_of_rates(here, none):
    sent(here, [counted("CP03", MONTHS[-1], 80, rate=none)])
    row = row_of(here, here.indicators["CP03"])
    assert (row.rate, row.rate_of_year) == ("", "")


def test_what_others_report_is_said_as_a_rate_and_an_indicator_without_one_has_none(here):
    made = referrals(here, [80])
    england(made)
    assert row_of(here, made).comparators == (("England", "543.2 per 10,000", "2024-25"),)
    sent(here, [counted("CP20", MONTHS[-1], 80, rate=rate(number(80)))])
    assert row_of(here, here.indicators["CP20"]).rate == ""


def test_its_page_and_its_files_have_every_rate(here, client_of):
    made = referrals(here, [80, 90, SUPPRESSED, 100])
    england(made)
    client = client_of(here.manager)
    page = client.get(f"/{here.slug}/scorecards/indicators/{made.pk}/").content.decode()
    assert "Per 10,000" in page
    assert "50 per 10,000" in page
    files = {
        one: client.get(f"/{here.slug}/scorecards/indicators/{made.pk}/file/{one}/").content for one in exchange.TYPES
    }
    rows = list(csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig"))))
    assert [(row["Rate"], row["Per so many people"]) for row in rows] == [
        ("40", "10000"), ("45", "10000"), ("Suppressed", "10000"), ("50", "10000"),
    ]  # fmt: skip
    for format, text in texts(files).items():
        assert "Per 10,000" in text or format in {"csv", "xlsx"}, format
        assert "543.2" in text, format


def test_a_file_without_rates_has_no_columns_of_them(here, client_of):
    sent(here, [counted("CP20", MONTHS[-1], 80)])
    path = f"/{here.slug}/scorecards/indicators/{here.indicators['CP20'].pk}/file/csv/"
    assert "Rate" not in client_of(here.manager).get(path).content.decode()
