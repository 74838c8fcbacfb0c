"""`goldenthread spc`: what it prints, and one sentence for whatever is wrong with a series or with the file."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.measures.commands import spc
from goldenthread.measures.problems import Unreadable
from goldenthread.measures.spc.reading import read
from goldenthread.measures.spc.records import period_of

MONTHS = [f"{2021 + number // 12}-{number % 12 + 1:02}-01" for number in range(16)]
LEVEL = [49, 51, 48, 52, 50, 49, 51, 47, 53, 50, 49, 51, 48, 52, 50, 51]
GOOD = {
    "id": "good",
    "improvement_direction": "increase",
    "target": 90,
    "points": [list(pair) for pair in zip(MONTHS, LEVEL, strict=True)],
}


def run(path: Path, *options: str) -> int:
    parser = ArgumentParser()
    spc.add_arguments(parser)
    return spc.run(parser.parse_args([str(path), *options]))


@pytest.fixture
def file(tmp_path):
    def write(content) -> Path:
        path = tmp_path / "series.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    return write


def test_a_series_is_one_object_on_one_line_in_the_words_of_the_reference(file, capsys):
    assert run(file([GOOD, GOOD | {"id": "other"}]), "--json") == 0
    out, err = capsys.readouterr()
    first, second = map(json.loads, out.splitlines())
    assert (first["id"], second["id"], err) == ("good", "other", "")
    assert first["variation_type"] == first["variation_icon"] == "common_cause"
    assert (first["assurance_type"], first["assurance_icon"]) == ("consistent_fail", "fail")
    assert first["assurance_words"].startswith("Cross: ")
    assert first["short_series_warning"] is first["refused"] is False
    assert first["last_mean"] == pytest.approx(sum(LEVEL) / 16)
    assert first["sentence"].startswith("No real change: 50.1 on average")
    assert first["points"][0] | {"mean": 0, "lower_limit": 0, "upper_limit": 0} == {
        "date": "2021-01-01",
        "value": 49,
        "rebase_group": 0,
        "mean": 0,
        "lower_limit": 0,
        "upper_limit": 0,
        "outside_limits": False,
        "side_of_mean": -1,
        "near_limit": False,
        "special_cause_type": "Common Cause",
        "special_cause": False,
        "point_type": "common_cause",
        "short_series": False,
    }


def test_what_is_not_a_number_is_null(file, capsys):
    run(file([GOOD | {"points": [["2021-01-01", None], ["2021-02-01", 4]]}]), "--json")
    answer = json.loads(capsys.readouterr().out)
    missing, alone = answer["points"]
    assert (missing["value"], missing["side_of_mean"], missing["outside_limits"], missing["mean"]) == (None,) * 3 + (4,)
    assert (alone["lower_limit"], alone["near_limit"], answer["last_upper_limit"]) == (None, None, None)


def test_a_series_that_cannot_be_charted_is_refused_for_itself_and_the_others_are_drawn(file, capsys):
    path = file([GOOD | {"id": "fixed", "fix_after_n_points": 11}, GOOD])
    assert run(path, "--json") == 0
    out, err = capsys.readouterr()
    refused, drawn = map(json.loads, out.splitlines())
    assert refused == {"id": "fixed", "refused": True, "reason": err.strip()}
    assert "limits can be fixed after 12 points or more" in err
    assert drawn["id"] == "good"
    assert run(file([GOOD | {"fix_after_n_points": 11}])) == 1


def test_the_table_has_a_row_and_a_sentence_for_each_series(file, capsys):
    assert (
        run(
            file(
                [GOOD, GOOD | {"id": "large", "points": [[day, 1000 + 9 * place] for place, day in enumerate(MONTHS)]}]
            )
        )
        == 0
    )
    heading, row, sentence, large, *_ = capsys.readouterr().out.splitlines()
    assert " ".join(heading.split()) == "Series Points Average Lower limit Upper limit Variation Assurance"
    assert row.split()[:3] == ["good", "16", "50.1"]
    assert row.endswith("common cause      fail")
    assert sentence.strip().endswith("Will miss the target of 90 unless something changes.")
    assert large.split()[:3] == ["large", "16", "1,068"]


def test_a_scorecard_says_what_it_chose(file, capsys):
    sparse = GOOD | {"target": 3, "points": [[day, 3 if place == 4 else 0] for place, day in enumerate(MONTHS)]}
    path = file([sparse | {"rebase_dates": ["2021-09-01"]}])
    run(path, "--json")
    theirs = json.loads(capsys.readouterr().out)
    run(path, "--json", "--scorecard")
    ours = json.loads(capsys.readouterr().out)
    assert (theirs["screen_outliers"], theirs["groups"], "notes" in theirs) == (True, 2, False)
    assert (ours["screen_outliers"], ours["groups"]) == (False, 1)
    assert any("fewer than 5 events" in note for note in ours["notes"])
    assert any("asked for without a reason" in note for note in ours["notes"])
    run(path, "--scorecard")
    assert "fewer than 5 events" in capsys.readouterr().out


def test_what_stands_behind_the_figures_is_read(file, capsys):
    behind = [[day, 2] for day in MONTHS]
    decision = {"date": "2021-09-01", "reason": "A new team", "decided_by": "the board", "decided_on": "2021-10-02"}
    states = [["2021-03-01", "suppressed"]]
    points = [[day, None if day == "2021-03-01" else 50.5] for day in MONTHS]
    more = {"unit": "%", "numerators": behind, "denominators": behind, "states": states, "rebases": [decision]}
    run(file([GOOD | more | {"points": points, "decimals": 2}]), "--json", "--scorecard")
    answer = json.loads(capsys.readouterr().out)
    assert answer["groups"] == 2
    assert any("1 suppressed" in note for note in answer["notes"])
    assert any("A new team (decided by the board on 2 October 2021)" in note for note in answer["notes"])
    assert "50.50% in every month" in answer["sentence"]


WRONG = [
    ({"id": None}, "Series number 1 of the file has no id; give it one."),
    ({"improvement_direction": "up"}, "The improvement_direction of the series good is none of increase, decrease"),
    ({"points": [["2021-01-01", float("nan")]]}, "The point 2021-01-01 of the series good is not a number"),
    ({"points": [["2021-01-01", 1e999]]}, "The point 2021-01-01 of the series good is not a number"),
    (
        {"points": [["2021-01-01", 3], ["2021-02-01", "Kim"]]},
        "Point 2 of the series good holds text instead of a number",
    ),
    ({"points": [["2021-01-01", True]]}, "Point 1 of the series good holds true or false instead of a number"),
    ({"points": [["2021-02-30", 3]]}, "Point 1 of the series good has no date"),
    ({"points": [["01/04/2021", 3]]}, "Point 1 of the series good has no date"),
    ({"points": [["2021-04-01"]]}, "Point 1 of the series good is not a date and a value"),
    ({"points": [["2021-04-01", 1], ["2021-04-01", 2]]}, "has two points on 2021-04-01"),
    ({"points": {}}, "The points of the series good are not a list"),
    ({"target": "90"}, "The target of the series good holds text instead of a number"),
    ({"rebase_dates": ["soon"]}, "Rebase date 1 of the series good has no date"),
    ({"fix_after_n_points": 12.5}, "The fix_after_n_points of the series good is not a whole number"),
    ({"fix_after_n_points": 0}, "limits can be fixed after 12 points or more"),
    ({"decimals": 500}, "The decimals of the series good are to be from 0 to 6."),
    ({"screen_outliers": "no"}, "The screen_outliers of the series good holds text; write true or false."),
    ({"states": [["2021-01-01", "secret"]]}, "State 1 of the series good is none of number, suppressed"),
    (
        {"rebases": [{"date": "2021-01-01", "reason": ""}]},
        "Rebase 1 of the series good: its reason holds an empty text",
    ),
    ({"rebases": ["2021-01-01"]}, "Rebase 1 of the series good is not an object"),
]


@pytest.mark.parametrize(("wrong", "reason"), WRONG, ids=lambda one: str(one)[:40])
def test_what_is_wrong_with_a_series_is_one_sentence_that_names_it_and_repeats_no_free_text(file, wrong, reason):
    (found,) = read(file([GOOD | wrong]))
    assert found.figures is None
    assert found.reason.startswith(reason) or reason in found.reason
    assert found.reason.count(". ") == 0
    assert "Kim" not in found.reason


@pytest.mark.parametrize("field", ["points", "improvement_direction"])
def test_a_missing_field_is_named(file, field):
    (found,) = read(file([{key: value for key, value in GOOD.items() if key != field}]))
    assert found.reason == f"The series good has no {field}; add it."


def test_two_series_of_one_name_are_not_mistaken_for_each_other(file):
    first, second = read(file([GOOD, GOOD]))
    assert first.figures
    assert second.reason == "Two series are called good; give each an id of its own."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('[{"id": 1', "is not JSON: expecting ',' delimiter in line 1, column 10."),
        ("", "is not JSON: expecting value in line 1, column 1."),
        ('{"id": "good"}', "is not a JSON array of series"),
        ("[1, 2]", "is not a JSON array of series"),
        ("[" * 100_000, "is not JSON in UTF-8 that can be read"),
        ("[" + "1" * 10_000 + "]", "is not JSON in UTF-8 that can be read"),
    ],
    ids=["cut off", "empty", "object", "numbers", "deep", "long"],
)
def test_a_file_that_is_no_array_of_series_is_refused_as_a_whole(file, content, reason):
    with pytest.raises(Unreadable) as refused:
        run(file(content))
    assert reason in refused.value.reason


def test_a_file_that_is_not_there_or_not_in_utf_8_is_refused(tmp_path):
    with pytest.raises(Unreadable, match="cannot be read: No such file"):
        run(tmp_path / "none.json")
    (tmp_path / "other.json").write_bytes(b'[{"id": "\xe9"}]')
    with pytest.raises(Unreadable, match="is not JSON in UTF-8"):
        run(tmp_path / "other.json")


def test_an_empty_array_is_done_and_a_mark_at_the_head_of_the_file_does_not_matter(tmp_path, capsys):
    (tmp_path / "empty.json").write_bytes(b"\xef\xbb\xbf[]")
    assert run(tmp_path / "empty.json", "--json") == 0
    assert capsys.readouterr().out == ""


anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.sampled_from(MONTHS)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(list(GOOD)), inner)),
    max_leaves=8,
)
fields = [*GOOD, "rebase_dates", "fix_after_n_points", "screen_outliers", "unit", "decimals", "numerators", "rebases"]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(st.sampled_from([*fields, "states", "denominators"]), anything), max_size=4))
def test_whatever_stands_in_the_fields_is_charted_or_refused(file, capsys, found):
    run(file([GOOD | one for one in found]), "--json", "--scorecard")
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(answers) == len(found)
    assert all("reason" in one if one["refused"] else "sentence" in one for one in answers)


@pytest.mark.parametrize(
    ("days", "word"),
    [
        (["2021-01-01", "2021-02-01", "2021-05-01"], "month"),
        (["2021-01-01", "2021-04-01", "2021-10-01"], "quarter"),
        (["2021-04-01", "2022-04-01", "2023-04-01"], "year"),
        (["2021-01-04", "2021-01-11", "2021-01-25"], "week"),
        (["2021-01-04", "2021-01-05", "2021-01-06"], "day"),
        (["2021-01-04", "2021-01-05", "2021-01-09"], "period"),
        (["2021-01-31", "2021-02-28", "2021-03-31"], "month"),
        (["2021-03-31", "2021-06-30", "2021-09-30"], "quarter"),
        (["2021-04-01"], "month"),
        ([], "period"),
    ],
)
def test_the_word_for_a_period_comes_from_how_far_the_dates_lie_apart(days, word):
    assert period_of([date.fromisoformat(day) for day in days]) == word
