"""SSDA903 folders of one or more years, made one; rules measures.stitching and measures.continuity."""

from __future__ import annotations

from datetime import date

import pytest

from goldenthread.measures.problems import Unreadable
from goldenthread.measures.readers import read
from goldenthread.measures.tests.extracts import EPISODES, HEADER, REFERENCE, kinds, table


def episode(child, start, end="", ended="", started="S", status="C2"):
    return f"{child},{start},{started},{status},N1,U4,PR1,{end},{ended},,AB1 2CD,AB1 3CD,1234567"


def episodes(extract):
    rows = extract.tables["looked_after"].to_pylist()
    return [(row["child_id"], row["start_date"], row["end_date"], row["reason_ended"]) for row in rows]


def test_an_episode_that_spans_the_year_s_end_is_one_and_the_later_file_says_how_it_ended(tmp_path):
    table(
        tmp_path / "b" / "last.csv", EPISODES, episode(1, "13/05/2022"), episode(2, "14/06/2022", "20/06/2022", "E4A")
    )
    table(tmp_path / "a" / "this.csv", EPISODES, episode(1, "13/05/2022", "09/09/2023", "E4B"))
    extract = read(tmp_path)
    assert episodes(extract) == [
        ("1", date(2022, 5, 13), date(2023, 9, 9), "E4B"),
        ("2", date(2022, 6, 14), date(2022, 6, 20), "E4A"),
    ]
    assert kinds(extract) == {}


def test_an_open_episode_which_the_next_year_does_not_go_on_with_is_kept_and_told(tmp_path):
    table(tmp_path / "2023-episodes.csv", EPISODES, episode(1, "13/05/2022"))
    table(tmp_path / "2024-episodes.csv", EPISODES, episode(2, "14/06/2023"))
    extract = read(tmp_path)
    assert len(episodes(extract)) == 2
    assert kinds(extract) == {"episode_left_open": 1}


def test_an_end_that_a_later_file_moves_is_told(tmp_path):
    table(tmp_path / "a.csv", EPISODES, episode(1, "13/05/2022", "20/05/2022", "E4A"))
    table(tmp_path / "b.csv", EPISODES, episode(1, "13/05/2022", "21/05/2022", "E4A"))
    extract = read(tmp_path)
    assert episodes(extract)[0][2] == date(2022, 5, 21)
    assert kinds(extract) == {"conflict": 1}


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([episode(1, "13/05/2022", "20/06/2022", "X1"), episode(1, "20/06/2022", started="P")], None),
        ([episode(1, "13/05/2022", "20/06/2022", "X1"), episode(1, "25/06/2022", started="P")], "episode_gap"),
        ([episode(1, "13/05/2022", "20/06/2022", "X1")], "episode_gap"),
        ([episode(1, "13/05/2022", "20/06/2022", "E4A"), episode(1, "10/06/2022")], "episode_overlap"),
        ([episode(1, "13/05/2022"), episode(1, "20/06/2022")], "episode_overlap"),
        ([episode(1, "13/05/2022", ended="E4A")], "reason_without_end"),
        ([episode(1, "13/05/2022", "20/06/2022", "E4A"), episode(1, "01/08/2022")], None),
    ],
)
def test_episodes_follow_each_other_as_their_codes_say(tmp_path, rows, kind):
    extract = read(table(tmp_path / "x.csv", EPISODES, *rows))
    assert kinds(extract) == ({kind: 1} if kind else {})
    assert len(episodes(extract)) == len(rows)


def test_short_breaks_are_kept(tmp_path):
    rows = [episode(1, "13/05/2022", status="V3"), episode(2, "13/05/2022", status="V4")]
    extract = read(table(tmp_path / "x.csv", EPISODES, *rows))
    assert extract.tables["looked_after"]["legal_status"].to_pylist() == ["V3", "V4"]


def test_every_file_is_known_by_its_headings_and_the_rest_are_named(tmp_path):
    table(tmp_path / "1.csv", EPISODES, episode(1, "13/05/2022"))
    table(tmp_path / "2.csv", HEADER, "1,2,04/03/2010,WBRI,A123,,")
    table(tmp_path / "3.csv", "CHILD,DOB,REVIEW,REVIEW_CODE", "1,04/03/2010,13/07/2022,PN1")
    table(tmp_path / "4.csv", "CHILD,DOB,MISSING,MIS_START,MIS_END", "1,04/03/2010,M,13/06/2022,14/06/2022")
    table(tmp_path / "5.csv", "CHILD,SEX,DOB,DUC", "1,2,04/03/2010,")
    table(tmp_path / "6.csv", "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM", "1,04/03/2010,YES,F1,B1")
    table(tmp_path / "7.csv", "CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM", "1,04/03/2010,Z1,,")
    extract = read(tmp_path)
    rows = {name: rows.to_pylist() for name, rows in extract.tables.items()}
    assert rows["children"][0]["date_of_birth"] == date(2010, 3, 4)
    assert rows["children"][0]["sex"] == "F"
    assert rows["looked_after_reviews"] == [{"child_id": "1", "review_date": date(2022, 7, 13), "participation": "PN1"}]
    assert rows["looked_after_missing"][0]["end_date"] == date(2022, 6, 14)
    assert kinds(extract) == {"not_counted": 3}


def test_the_later_header_counts_and_a_contradiction_is_told(tmp_path):
    table(tmp_path / "2022-header.csv", HEADER, "1,1,04/03/2010,WBRI,A,,", "2,2,04/03/2011,AIND,B,,")
    table(tmp_path / "2023-header.csv", HEADER, "1,1,13/03/2010,WBRI,A,,")
    extract = read(tmp_path)
    days = dict(
        zip(*(extract.tables["children"][name].to_pylist() for name in ("child_id", "date_of_birth")), strict=True)
    )
    assert days == {"1": date(2010, 3, 13), "2": date(2011, 3, 4)}
    assert kinds(extract) == {"conflict": 1}


def test_reviews_that_every_year_repeats_count_once(tmp_path):
    for year in (2022, 2023):
        table(tmp_path / f"{year}.csv", "CHILD,DOB,REVIEW,REVIEW_CODE", "1,,13/07/2021,PN1", f"1,,14/07/{year},PN1")
    extract = read(tmp_path)
    assert len(extract.tables["looked_after_reviews"]) == 3
    assert kinds(extract) == {"repeated_row": 1}


def test_sex_as_letters_and_codes_of_the_newest_year(tmp_path):
    table(tmp_path / "header.csv", HEADER, "1,M,13/03/2010,WBRI,A,,", "2,U,13/03/2010,WBRI,A,,")
    table(tmp_path / "episodes.csv", EPISODES, episode(1, "13/05/2025").replace("U4", "Z14"))
    extract = read(tmp_path)
    assert extract.tables["children"]["sex"].to_pylist() == ["M", "U"]
    assert extract.tables["looked_after"]["placement"].to_pylist() == ["Z14"]


def test_the_return_as_xml_says_the_same_as_its_files(tmp_path):
    (tmp_path / "x.xml").write_text(
        "<EXPSSDA903><CHILD><HEADER><CHILDID>7</CHILDID><SEX>1</SEX><DOB>13/03/2010</DOB><ETHNIC>WBRI</ETHNIC></HEADER>"
        "<EPISODE><DECOM>13/05/2022</DECOM><RNE>S</RNE><LS>C2</LS><CIN>N1</CIN><PL>U4</PL><PLACE_PROVIDER>PR1"
        "</PLACE_PROVIDER><DEC>20/06/2022</DEC><REC>E4A</REC></EPISODE>"
        "<REVIEWS><AREVIEW><REVIEW>01/06/2022</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW></REVIEWS></CHILD></EXPSSDA903>"
    )
    extract = read(tmp_path / "x.xml")
    assert episodes(extract) == [("7", date(2022, 5, 13), date(2022, 6, 20), "E4A")]
    assert extract.tables["looked_after"]["placement"].to_pylist() == ["U4"]
    assert extract.tables["looked_after_reviews"]["review_date"].to_pylist() == [date(2022, 6, 1)]
    assert extract.tables["children"]["sex"].to_pylist() == ["M"]
    (tmp_path / "x.xml").write_text((tmp_path / "x.xml").read_text()[:-40])
    with pytest.raises(Unreadable, match="from line 1 on"):
        read(tmp_path / "x.xml")


def test_an_ambiguous_date_is_day_first_as_the_return_s_guide_says(tmp_path):
    extract = read(table(tmp_path / "x.csv", EPISODES, episode(1, "03/04/2022")))
    assert episodes(extract)[0][1] == date(2022, 4, 3)


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference data are not beside this project")
def test_the_sample_of_five_years_is_stitched():
    extract = read(REFERENCE / "ssda903_2017_2021")
    assert {name: len(rows) for name, rows in extract.tables.items()} == {
        "children": 820,
        # Of 3,737 rows 910 go on from the year before.
        "looked_after": 2827,
        "looked_after_missing": 7,
        "looked_after_reviews": 3477,
    }
    assert extract.problems.refused == 0
    still_open = extract.tables["looked_after"]["end_date"].null_count
    assert still_open == 86
