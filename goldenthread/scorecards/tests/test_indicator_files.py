"""The files of one indicator: every period with all that its page says, and nothing that its page does not."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from goldenthread.measures.cells import NOT_AVAILABLE
from goldenthread.scorecards import exchange
from goldenthread.scorecards.models import Comparator
from goldenthread.scorecards.tests.asked import asked
from goldenthread.scorecards.tests.boards import GAP, HIDDEN, NONE, NOUGHT, PERIODS, by_groups, filled, texts
from goldenthread.scorecards.tests.factories import target
from tests.visiting import NOT_COUNTED, QUERY_CEILING


@pytest.fixture
def full(here):
    """A place whose CP05 has everything: all four things, two targets one after the other, and what England reports."""
    filled(here)
    target(here, "CP05", "12", starts_on=date(2026, 4, 1))
    made = here.indicators["CP05"]
    for area, value in (("england", 22), ("neighbours", None)):
        Comparator.objects.create(
            partnership_id=made.partnership_id, indicator=made, area=area, period="2024-25", value=value,
            starts_on=date(2024, 4, 1), ends_on=date(2025, 3, 31), received_on=date(2025, 10, 1), source="DfE",
            value_state="number" if value else NOT_AVAILABLE.state.value, counted=8, out_of=10,
        )  # fmt: skip
    return here


def taken(place, client_of, code="CP05", actor=None):
    """Every file of an indicator by its format."""
    client = client_of(actor or place.manager)
    path = f"/{place.slug}/scorecards/indicators/{place.indicators[code].pk}/file"
    answers = {format: client.get(f"{path}/{format}/") for format in exchange.TYPES}
    for format, answer in answers.items():
        assert answer.status_code == 200, format
        assert answer["Content-Type"] == exchange.TYPES[format]
        assert f'-OFFICIAL.{format}"' in answer["Content-Disposition"]
        assert answer["Cache-Control"] == "private, no-store"
    return {format: answer.content for format, answer in answers.items()}


def rows_of(made):
    return list(csv.DictReader(io.StringIO(made["csv"].decode("utf-8-sig"))))


def test_every_period_stands_there_with_all_that_is_known_of_it(full, client_of):
    made = taken(full, client_of)
    rows = rows_of(made)
    assert [row["Period"] for row in rows] == [one.label for one in PERIODS]
    first, last = rows[0], rows[-1]
    assert (first["Numerator"], first["Denominator"], first["Value"]) == ("30", "100", "30")
    assert (first["Status"], first["Target"], last["Target"]) == ("Provisional", "10", "12")
    assert (first["What the chart says"], last["What the chart says"]) == (
        "A real change for the worse", "The usual ups and downs",
    )  # fmt: skip
    assert rows[GAP]["What the chart says"] == ""
    # What was published by the end of a period, and not before it was.
    assert (first["England"], last["England"]) == ("", "22")
    assert last["England: of when, and how many counted"] == "2024-25, 8 of 10 counted"
    assert last["Statistical neighbours, mean"] == "Not available"


def test_the_four_things_are_four_words_in_every_file(full, client_of):
    made = taken(full, client_of)
    rows = rows_of(made)
    assert [rows[at]["Value"] for at in (GAP, HIDDEN, NONE, NOUGHT)] == [
        "Not returned", "Suppressed", "Not applicable", "0",
    ]  # fmt: skip
    assert (rows[HIDDEN]["Numerator"], rows[GAP]["Numerator"]) == ("Suppressed", "")
    sheet = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))["Every figure"]
    values = [row[5].value for row in sheet.iter_rows(min_row=2)]
    assert [values[at] for at in (GAP, HIDDEN, NONE, NOUGHT)] == ["Not returned", "Suppressed", "Not applicable", 0]
    for format, words in texts(made).items():
        for word in ("Suppressed", "Not applicable", "Not returned"):
            assert word in words, (format, word)


def test_the_finding_is_the_title_of_what_is_printed_and_the_table_stands_under_the_chart(full, client_of):
    made = taken(full, client_of)
    reader = PdfReader(io.BytesIO(made["pdf"]))
    assert b"pdfuaid:part" in made["pdf"]
    assert reader.metadata.title.startswith("No real change: 27.5% on average")
    said = texts(made)
    for format in ("pdf", "docx"):
        assert "CP05 Re-referrals" in said[format]
        assert "What the chart says" in said[format]
        assert "target 12%: misses the target" in said[format]
        assert "England: 22% (2024-25, 8 of 10 counted)" in said[format]
        assert "It counts: Referrals with an earlier referral of the same child" in said[format]


def test_what_the_page_does_not_show_is_in_no_file(here, client_of):
    filled(here)
    by_groups(here)
    for format, words in texts(taken(here, client_of, "CP20")).items():
        assert "The figures by sex are not shown" in " ".join(words.split()), format
        assert "87" not in words.split(), format


def test_who_may_read_the_page_may_take_its_files_and_nobody_else(here, there, client_of):
    filled(here)
    taken(here, client_of, actor=here.role("group_chair"))
    path = f"scorecards/indicators/{here.indicators['CP05'].pk}/file/csv/"
    assert client_of(there.manager).get(f"/{there.slug}/{path}").status_code == 404
    assert client_of(there.manager).get(f"/{here.slug}/{path}").status_code == 404
    client = client_of(here.manager)
    assert client.get(f"/{here.slug}/{path.replace('csv', 'exe')}").status_code == 404
    # Where nothing was ever sent there is nothing to take.
    assert client.get(f"/{here.slug}/scorecards/indicators/{here.indicators['CP03'].pk}/file/csv/").status_code == 404


def cost(client, path):
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return sum(1 for one in found.captured_queries if not NOT_COUNTED.search(one["sql"]))


def test_page_and_file_cost_the_same_with_many_figures(here, client_of):
    from goldenthread.scorecards.tests.factories import months, percent, sent

    sent(here, [percent("CP05", one, 20, 100) for one in months((2026, 7), 3)])
    client = client_of(here.manager)
    page = f"/{here.slug}/scorecards/indicators/{here.indicators['CP05'].pk}/"
    few = [cost(client, page), cost(client, f"{page}file/csv/")]
    sent(here, [percent("CP05", one, 20, 100) for one in months((2024, 7), 24)])
    sent(here, [percent("CP05", months((2026, 9), 1)[0], 10, 50, by="sex", of=of) for of in "FM"])
    assert [cost(client, page), cost(client, f"{page}file/csv/")] == few
    assert max(few) <= QUERY_CEILING


def test_who_has_returned_what_is_a_table_to_take_away(here, client_of):
    data = asked(here)
    client = client_of(here.manager)
    path = f"/{here.slug}/scorecards/requests/{data.request.pk}"
    rows = list(csv.DictReader(io.StringIO(client.get(f"{path}/returned/csv/").content.decode("utf-8-sig"))))
    assert [(one["Agency"], one["Period"], one["How it stands"]) for one in rows] == [
        ("Wexcombe Council", "October 2026", "Not returned")
    ]
    assert rows[0]["Due"] == data.owed.due_on.isoformat()
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{path}/returned/xlsx/").content))["Returns"]
    assert sheet["E3"].value == "Not returned"
    assert client.get(f"{path}/returned/pdf/").status_code == 404
    assert "returned/csv/" in client.get(f"{path}/").content.decode()
