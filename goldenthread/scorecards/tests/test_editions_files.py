"""The files of an edition: four words for four things in each, and no way back to a number that was hidden."""

import io
import re
from fractions import Fraction
from statistics import fmean

import openpyxl
import pytest
from pypdf import PdfReader

from goldenthread.measures.cells import SUPPRESSED, number
from goldenthread.measures.disclosure.audit import ranges
from goldenthread.measures.disclosure.publication import Figure, Publication
from goldenthread.measures.disclosure.rule_sets import find_rule_set
from goldenthread.scorecards.tests.boards import GAP, HIDDEN, NONE, NOUGHT, PERIODS, files, filled, frozen, texts
from goldenthread.scorecards.tests.factories import RULE_SET

RULES = find_rule_set(RULE_SET)


@pytest.fixture
def edition(here, settings, tmp_path):
    """An edition with everything in it."""
    settings.MEDIA_ROOT = tmp_path
    return frozen(here, filled(here))


@pytest.fixture
def made(here, edition):
    """Its files."""
    return files(here, edition)


def line_of(edition, code):
    return next(one for one in edition.content["lines"] if one["code"] == code)


def test_the_four_things_are_four_words_in_every_file(here, edition, made, client_of):
    said = texts(made)
    said["html"] = client_of(here.manager).get(f"/{here.slug}/scorecards/editions/{edition.pk}/").content.decode()
    for format, words in said.items():
        for word in ("Suppressed", "Not applicable", "Not returned"):
            assert word in words, (format, word)


def test_rows_of_the_sheet_hold_the_word_or_the_number(made):
    book = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))
    sheet = book["Every figure"]
    values = [row[5].value for row in sheet.iter_rows(min_row=2) if row[0].value == "CP05"]
    assert (values[GAP], values[HIDDEN], values[NONE], values[NOUGHT]) == (
        "Not returned", "Suppressed", "Not applicable", 0,
    )  # fmt: skip
    assert {type(one) for one in values} == {str, int, float}


def test_the_pdf_is_for_everybody_and_marked(here, made):
    reader = PdfReader(io.BytesIO(made["pdf"]))
    assert b"pdfuaid:part" in made["pdf"] or "pdfuaid" in str(reader.xmp_metadata.__dict__)
    said = "\n".join(page.extract_text() for page in reader.pages)
    assert "What stands out" in said
    assert "of 3 indicators show" in said
    assert "Are children seen?" in said


def marks(svg):
    """Where the drawing has a mark, as (x, y) in the units of the drawing."""
    return [(float(x), float(y)) for x, y in re.findall(r'transform="translate\(([\d.]+),([\d.-]+)\)"', svg)]


def test_the_drawing_has_nothing_where_a_number_is_hidden(edition):
    line = line_of(edition, "CP15")
    svg = line["svg"]
    step = 640 / len(PERIODS)
    at = (HIDDEN + 0.5) * step
    there = [y for x, y in marks(svg) if abs(x - at) < step / 4 and 0 <= y <= 260]
    # The ring that says "no number" stands at the foot of every chart, at the same height.
    assert set(there) <= {254.0, 260.0, 0.0}
    for path in re.findall(r'<path[^>]*\sd="([^"]+)"[^>]*stroke-width="1.8"', svg):
        corners = [float(x) for x, _ in re.findall(r"([\d.]+),([\d.]+)", path)]
        assert not any(abs(x - at) < step / 4 for x in corners)


def test_the_mean_that_is_drawn_is_of_what_is_shown_alone(edition):
    line = line_of(edition, "CP15")
    shown = [float(one["value"]["number"]) for one in line["figures"] if one["value"]["number"]]
    drawn = {one["usual"][0] for one in line["figures"] if one["usual"][0]}
    assert len(shown) == len(PERIODS) - 1
    assert drawn == {f"{fmean(shown):.1f}"}
    for hidden in range(1, 6):
        assert f"{fmean([*shown, hidden]):.1f}" not in drawn


def test_an_attacker_who_knows_the_rule_learns_no_more_from_the_mean(edition):
    """Everything shown as equations, solved for the hidden number: all of 1 to 5 stay possible."""
    line = line_of(edition, "CP15")
    low, high = reach(line, over_all=False)
    assert low <= RULES.low
    assert high is None or high >= RULES.high


def test_a_mean_over_all_would_give_it_away(edition):
    """What the test above would find, were the hidden number in the mean."""
    low, high = reach(line_of(edition, "CP15"), over_all=True)
    assert high - low < RULES.high - RULES.low


def reach(line, *, over_all):
    publication, cells = Publication(), {}
    for place, one in enumerate(line["figures"]):
        hidden = one["value"]["number"] is None
        publication.count(place, 3 if hidden else int(one["value"]["number"]), one["period"])
        cells[place] = SUPPRESSED if hidden else number(one["value"]["number"])
    keys = tuple(key for key in cells if over_all or cells[key].shown)
    exact = Fraction(sum(publication.numbers[key] for key in keys), len(keys))
    mean = Figure(exact, keys, 2, numerator=keys, points=len(keys))
    publication.figures["mean"], publication.words["mean"] = mean, "The mean"
    publication.published["mean"] = None
    cells["mean"] = number(mean.shown)
    return ranges(publication, RULES, cells)[HIDDEN]


def test_no_file_holds_a_number_in_the_place_of_the_hidden_one(edition, made):
    rows = [row.split(",") for row in texts(made)["csv"].splitlines()]
    (hidden,) = [row for row in rows if row[0] == "CP15" and row[2] == PERIODS[HIDDEN].label]
    assert hidden[5:7] == ["Suppressed", "Suppressed"]
    figure = line_of(edition, "CP05")["figures"][HIDDEN]
    assert figure["value"] == {"state": "suppressed", "number": None}
    assert figure["numerator"] == {"state": "suppressed", "number": None}
    # The denominator is shown; with neither numerator nor value beside it, it says nothing of either.
    assert figure["denominator"]["number"] == str(100 + HIDDEN)


def test_a_reader_who_tries_every_small_number_finds_it_in_no_file(here, edition, made, client_of):
    """Each number that may be hidden, as a share of what is shown beside it, is looked for where it would be."""
    figure = line_of(edition, "CP05")["figures"][HIDDEN]
    shares = {f"{k * 100 / int(figure['denominator']['number']):.1f}" for k in range(RULES.low, RULES.high + 1)}
    page = client_of(here.manager).get(f"/{here.slug}/scorecards/editions/{edition.pk}/").content.decode()
    part = page.split('id="indicator-CP05"')[1].split("</article>")[0]
    rows = [re.sub(r"<[^>]+>", " ", row).split() for row in part.split("<tr")]
    (row,) = [row for row in rows if row[:2] == ['class="govuk-table__row">', "Oct"] and "2025" in row]
    assert "Suppressed" in row
    book = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))
    (line,) = [
        [cell.value for cell in one]
        for one in book["Every figure"].iter_rows(min_row=2)
        if one[0].value == "CP05" and one[2].value == PERIODS[HIDDEN].label
    ]
    assert line[5:7] == ["Suppressed", "Suppressed"]
    # What stands in the row beside the words: the denominator, the average and the limits, none of them the share.
    for said in ([word.strip("%") for word in row], [str(one) for one in line]):
        assert not shares & set(said)
