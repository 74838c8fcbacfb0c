"""The library is whole: every row of the domain guide's annex is there, worded, sourced, and good the right way."""

import re
from datetime import date
from pathlib import Path

import pytest

from goldenthread.measures.indicators import catalogue as loading
from goldenthread.measures.indicators.catalogue import catalogue, chosen, counted, named, valid_in
from goldenthread.measures.indicators.definition import Measure, Placing, Polarity
from goldenthread.measures.problems import Unreadable
from goldenthread.measures.tables import TABLES
from goldenthread.measures.tests.factories import extract, told
from goldenthread.measures.tests.reference import FOLDER

# The rows of the annex by which way is good; several indicators may be made of one row.
LOW = "CP05 CP20 CP21 CP22 CP23 CP28 MX02 LA02 LA04 LA06 LA11 ED01 ED02 HE01 JU01 WF01"
HIGH = (
    "CP06 CP09 CP12 CP13 CP14 CP17 CP18 CP19 CP24 CP25 CP26 CP30 MX03 MX04 MX05 PF02 PF03 LD02 LD03 LA03 LA05 LA08 "
    "LA09 LA10 CD02 BP01 BP02 BP03 BP04 BP06 BP07 BP08 BP11 BP12 BP14 BP15 BP16 AD03 AD04"
)
NONE = (
    "CP01 CP02 CP03 CP04 CP07 CP08 CP10 CP11 CP15 CP16 CP27 MX01 MX06 MX07 PF01 LD01 LD04 LA01 LA07 ED03 DA01 CD01 "
    "BP09 BP13 BP17 AD01 AD02 AD05 AD06 AD07"
)
MIXED = "CP29 LA12 BP05 BP10"
# Made of a row that is good when high, and plainly not good when high themselves.
AGAINST_THEIR_ROW = {"BP06D": Polarity.NONE, "BP07A": Polarity.LOW, "AD04S": Polarity.LOW}
ROWS = {
    **{code: {Polarity.LOW} for code in LOW.split()},
    **{code: {Polarity.HIGH} for code in HIGH.split()},
    **{code: {Polarity.NONE} for code in NONE.split()},
    **{code: set(Polarity) for code in MIXED.split()},
}
EVERY = list(catalogue().values())
TESTS = Path(__file__).parent


def row_of(code: str) -> str:
    found = re.match(r"[A-Z]{2}\d\d", code)
    assert found, code
    return found[0]


def test_every_row_of_the_annex_has_its_code_and_nothing_else_is_there():
    assert set(ROWS) <= set(catalogue())
    assert {row_of(code) for code in catalogue()} == set(ROWS)


def test_each_is_good_the_way_its_row_says():
    for one in EVERY:
        if one.code in AGAINST_THEIR_ROW:
            assert one.polarity is AGAINST_THEIR_ROW[one.code]
        else:
            assert one.polarity in ROWS[row_of(one.code)], one.code


def test_the_rows_are_those_of_the_guide_itself():
    guide = FOLDER and FOLDER.parents[1] / "domain.md"
    if guide is None or not guide.is_file():
        pytest.skip("The domain guide is not beside this checkout.")
    text = guide.read_text(encoding="utf-8")
    annex = text[text.index("## Annex B") : text.index("## Annex C")]
    codes, place = {}, 0
    for line in annex.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        place = cells.index("Pol") if "Pol" in cells else place
        if re.fullmatch(r"[A-Z]{2}\d\d", cells[0]):
            codes[cells[0]] = set(re.findall(r"\b[NHL]\b", cells[place].split("(")[0]))
    letters = {Polarity.HIGH: "H", Polarity.LOW: "L", Polarity.NONE: "N"}
    assert set(codes) == set(ROWS)
    for code, wanted in ROWS.items():
        if code not in MIXED.split():
            assert codes[code] == {letters[one] for one in wanted}, code


def test_no_two_are_called_or_worded_the_same():
    assert len({one.name for one in EVERY}) == len(EVERY)
    assert len({(one.numerator, one.denominator) for one in EVERY}) == len(EVERY)


def test_each_says_all_that_a_reader_needs():
    for one in EVERY:
        for words in (one.name, one.unit, one.numerator, one.placed_by, one.owner, one.basis, one.source, one.subject):
            assert words.strip() == words, one.code
            assert words, one.code
        assert bool(one.denominator) == one.has_denominator, one.code
        assert one.valid_to is None or one.valid_to > one.valid_from, one.code
        assert one.version >= 1, one.code
        assert one.decimals == 0 if one.measure is Measure.COUNT else one.decimals >= 1, one.code
        assert not one.name.endswith("."), one.code


def test_what_the_guide_could_not_verify_says_so():
    unverified = "CP01 CP02 CP11 CP21 CP29 MX02 MX06 PF02 LA08 LA09 LA10 ED03 HE01 JU01 DA01 CD02 AD07"
    for code in unverified.split():
        assert "not verified" in catalogue()[code].source, code


def test_each_that_is_counted_has_an_expression_and_real_tables_and_an_example():
    examples = "\n".join(path.read_text() for path in TESTS.glob("test_*.py"))
    for one in counted():
        assert one.rows is not None
        assert one.needs, one.code
        for needed in one.needs:
            assert set(needed.split(" or ")) <= set(TABLES), one.code
        assert f'told("{one.code}"' in examples or f'figures("{one.code}"' in examples, one.code


def test_each_that_is_sent_says_nothing_about_tables():
    sent = [one for one in EVERY if not one.counted]
    assert len(sent) > 100
    for one in sent:
        assert one.needs == (), one.code
        assert one.overdue is None, one.code


def test_a_snapshot_is_placed_by_a_day_it_stands_at():
    for one in EVERY:
        if one.placing is Placing.STANDS:
            assert re.search(r"day|30 September|birthday", one.placed_by), one.code


def test_early_help_is_counted_by_the_day_it_began():
    made = extract(early_help=[{"start_date": "2024-05-01"}, {"start_date": "2025-04-01", "end_date": "2025-05-01"}])
    assert told("CP29", made) == (1, None)


def test_a_definition_holds_from_its_day():
    adults = catalogue()["AD01"]
    assert not valid_in(adults, date(2014, 4, 1), date(2015, 3, 31))
    assert valid_in(adults, date(2015, 4, 1), date(2016, 3, 31))


def test_what_is_sent_can_be_looked_up_but_not_counted():
    assert [one.code for one in named(["CP12", "CP05", "CP12"])] == ["CP12", "CP05"]
    with pytest.raises(Unreadable, match="There is no indicator CP99"):
        named(["CP99"])
    with pytest.raises(Unreadable, match="CP12 cannot be counted from an extract; it is sent or typed"):
        chosen(["CP12"], {})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[ZZ01]\nmeasure = "count"\nheight = 3', "ZZ01 says something that no indicator has: height"),
        ('[ZZ01]\nmeasure = "count"\n[CP05]\nmeasure = "count"', "Nothing in the library says what these are"),
    ],
)
def test_a_library_that_is_not_whole_is_never_loaded(monkeypatch, tmp_path, text, says):
    words = dict.fromkeys(("name", "unit", "numerator", "placed_by", "owner", "basis", "source", "subject"), "x")
    shared = "\n".join(f'{key} = "{value}"' for key, value in words.items()) + "\nvalid_from = 2020-01-01\n"
    (tmp_path / "library.toml").write_text(shared + text)
    monkeypatch.setattr(loading, "LIBRARY", tmp_path)
    with pytest.raises(ValueError, match=says):
        catalogue.__wrapped__()


def test_a_code_in_two_files_is_found(monkeypatch, tmp_path):
    one = "\n".join(f'{key} = "x"' for key in ("name", "unit", "numerator", "placed_by", "owner", "basis", "source"))
    for name in ("a", "b"):
        text = f'subject = "x"\nvalid_from = 2020-01-01\n[ZZ01]\nmeasure = "count"\n{one}\n'
        (tmp_path / f"{name}.toml").write_text(text)
    monkeypatch.setattr(loading, "LIBRARY", tmp_path)
    with pytest.raises(ValueError, match="ZZ01 stands in the library twice"):
        catalogue.__wrapped__()
