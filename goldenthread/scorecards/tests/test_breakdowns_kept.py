"""Breakdowns in an edition and in the files of an indicator: shown where they may be, never a way to what is hidden."""

import csv
import io
import re

import openpyxl
import pytest

from goldenthread.measures.cells import SUPPRESSED, number
from goldenthread.measures.disclosure.audit import ranges
from goldenthread.measures.disclosure.publication import Publication
from goldenthread.measures.disclosure.rule_sets import find_rule_set
from goldenthread.scorecards import exchange, presenters, queries, services
from goldenthread.scorecards.tests.boards import AGES, PERIODS, SEXES, by_groups, files, filled, frozen, texts
from goldenthread.scorecards.tests.factories import NOW, RULE_SET

RULES = find_rule_set(RULE_SET)
TOLD = "The figures by sex are not shown"


@pytest.fixture
def edition(here, settings, tmp_path):
    """An edition of four indicators, three of them with breakdowns."""
    settings.MEDIA_ROOT = tmp_path
    scorecard = filled(here)
    codes = ("CP05", "CP09", "CP15", "CP20")
    services.change_scorecard(
        here.manager, NOW, scorecard.pk, title="Board scorecard",
        indicator_ids=[here.indicators[code].pk for code in codes],
    )  # fmt: skip
    by_groups(here)
    return frozen(here, scorecard)


@pytest.fixture
def made(here, edition):
    """Its files."""
    return files(here, edition)


def page_of(place, edition, client_of):
    return client_of(place.manager).get(f"/{place.slug}/scorecards/editions/{edition.pk}/").content.decode()


def test_breakdowns_stand_in_the_page_and_in_every_file(here, edition, made, client_of):
    said = texts(made) | {"html": page_of(here, edition, client_of)}
    for format, words in said.items():
        for word in ("Girls and women", "10 to 15", "110"):
            assert word in words, (format, word)
        # 20 of 35 against 22 of 25: the ratio that the page of the indicator works out.
        assert "0.65" in words, format


def test_what_cannot_be_held_safely_is_said_in_words_and_is_nowhere(here, edition, made, client_of):
    said = texts(made) | {"html": page_of(here, edition, client_of)}
    for format, words in said.items():
        assert TOLD in " ".join(words.split()), format
    (line,) = [one for one in edition.content["lines"] if one["code"] == "CP20"]
    age, sex = line["breakdowns"]
    assert (len(age["groups"]), sex["groups"], sex["rows"]) == (2, [], [])
    assert "87" not in str(line["breakdowns"])


def rows_of(made):
    """The groups as the CSV file and the workbook have them: (code, breakdown, group) and what stands there."""
    found = list(csv.DictReader(io.StringIO(made["csv"].decode("utf-8-sig"))))
    from_csv = {(one["Code"], one["Breakdown"], one["Group"]): one["Value"] for one in found if one["Breakdown"]}
    sheet = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))["Breakdowns"]
    heads, *rows = ([cell.value for cell in row] for row in sheet.iter_rows())
    told = [dict(zip(heads, row, strict=True)) for row in rows]
    from_sheet = {(one["Code"], one["Breakdown"], one["Group"]): str(one["Value"]) for one in told}
    return from_csv, from_sheet


def test_a_hidden_group_is_a_word_in_both_tables_and_a_number_is_a_number(made):
    for rows in rows_of(made):
        assert rows["CP15", "Age", "Under 1"] == "Suppressed"
        assert rows["CP15", "Age", "10 to 15"] == "110"
        assert rows["CP09", "Sex", "Girls and women"] == "57.1"
    assert len(rows_of(made)[0]) == len(rows_of(made)[1])


def test_an_attacker_subtracts_all_that_is_shown_from_the_total_and_finds_no_hidden_number(made):
    """Every equation there is between the total and the groups, solved by linear programme for each hidden number."""
    for rows in rows_of(made):
        publication, cells = Publication(), {}
        truth = iter((20, 18))
        total = publication.count("all", 300, "All")
        cells["all"] = number(300)
        for name, shown in (("Sex", SEXES), ("Age", AGES)):
            groups = {key: value for key, value in rows.items() if key[:2] == ("CP15", name)}
            assert len(groups) == len(shown)
            for key, value in groups.items():
                hidden = value == "Suppressed"
                publication.count(key, next(truth) if hidden else int(value), str(key))
                cells[key] = SUPPRESSED if hidden else number(value)
            publication.add_up(total, groups)
        found = ranges(publication, RULES, cells)
        hidden = [key for key, cell in cells.items() if not cell.shown]
        assert len(hidden) == 2
        for key in hidden:
            assert not RULES.is_narrow(*found[key])


def test_an_attacker_subtracts_in_every_breakdown_of_everything_that_is_kept(edition):
    """With one hidden group left, a total less the others is its number: there must be no such breakdown."""
    for line in edition.content["lines"]:
        for one in line["breakdowns"]:
            (whole,) = [each for each in line["figures"] if each["period"] == one["period"]]
            for part in ("numerator", "denominator"):
                cells = [group[part] for group in one["groups"] if group[part]]
                hidden = sum(cell["number"] is None for cell in cells)
                left = int(whole[part]["number"] or 0) - sum(int(cell["number"] or 0) for cell in cells) if cells else 0
                assert hidden != 1, (line["code"], one["name"])
                # What several hidden ones share is more than a small number for each.
                assert not hidden or left > RULES.high + hidden


def test_no_drawing_and_no_hidden_part_of_a_file_holds_the_group_that_is_not_shown(made):
    """The number of boys of CP20 would give the girls: it stands in no cell of CP20, in no format."""
    for row in made["csv"].decode("utf-8-sig").splitlines():
        if row.startswith("CP20"):
            assert not re.search(r"(^|,)(87|3)(,|$)", row)
    book = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))
    values = [cell.value for sheet in book for row in sheet.iter_rows() if row[0].value == "CP20" for cell in row]
    assert not {87, 3} & {one for one in values if isinstance(one, int | float)}


def kept(place, code):
    line = queries.show_indicator(place.manager, place.indicators[code])
    (charted,) = presenters.charted([line], None)
    return presenters.kept_line(presenters.row(charted), {})


def test_the_page_and_the_edition_hold_the_same_groups(here, edition):
    for code in ("CP09", "CP15", "CP20"):
        (line,) = [one for one in edition.content["lines"] if one["code"] == code]
        assert line["breakdowns"] == kept(here, code)["breakdowns"]


def test_an_edition_of_the_first_shape_is_still_read(here, edition, client_of):
    less = ("breakdowns", "final", "counts")
    lines = [{key: value for key, value in one.items() if key not in less} for one in edition.content["lines"]]
    for one in lines:
        gone = ("means", "target", "target_said", "others", "overdue_said")
        one["figures"] = [{key: value for key, value in each.items() if key not in gone} for each in one["figures"]]
    edition.content = {**edition.content, "form": 1, "lines": lines}
    for format in exchange.TYPES:
        assert exchange.edition_file(here.manager, edition, format)[1]
    assert presenters.shown_edition(edition.content)["count"] == 4


def test_who_marked_figures_as_final_stands_on_the_page_and_in_the_edition(here, settings, tmp_path, client_of):
    settings.MEDIA_ROOT = tmp_path
    scorecard = filled(here)
    ids = [one.pk for one in here.indicators.values()]
    services.mark_final(here.manager, NOW, ids, PERIODS[-2].ends_on, said=PERIODS[-2].label)
    said = f"Figures to August 2026 were marked as final by {here.manager.name} on 3 November 2026."
    client = client_of(here.manager)
    page = client.get(f"/{here.slug}/scorecards/indicators/{here.indicators['CP05'].pk}/").content.decode()
    assert said in page
    made = frozen(here, scorecard)
    assert said in client.get(f"/{here.slug}/scorecards/editions/{made.pk}/").content.decode()
    words = texts(files(here, made))
    assert all(said in words[format] for format in ("pdf", "docx", "xlsx"))
    services.mark_final(here.manager, NOW, ids, PERIODS[-1].ends_on, said=PERIODS[-1].label)
    page = client.get(f"/{here.slug}/scorecards/{scorecard.pk}/").content.decode()
    assert "Figures to September 2026 were marked as final by" in page
