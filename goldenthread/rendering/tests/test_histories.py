"""A value over time: the line, its sentence and its table say the same."""

from datetime import date

from goldenthread.rendering.histories import history_line

SPRING, SUMMER, AUTUMN = date(2026, 3, 2), date(2026, 6, 1), date(2026, 9, 7)


def test_it_says_where_it_stands_since_when_and_from_where_it_came() -> None:
    chart = history_line([(SPRING, 16), (SUMMER, 12)], "Score of R7", "Score", top=25, limit=("we accept up to", 9))
    said = "Score 12 since 1 June 2026, down from 16 on 2 March 2026; we accept up to 9, so it is above that."
    assert chart.alt == said
    assert f"<title>Score of R7</title><desc>{said}</desc>" in chart.svg
    assert "we accept up to 9" in chart.svg.rpartition("</desc>")[2]
    assert [[cell.text for cell in row] for row in chart.table.rows] == [["2 March 2026", "16"], ["1 June 2026", "12"]]


def test_each_value_is_written_beside_its_step_and_nothing_can_run() -> None:
    svg = history_line([(SPRING, 6), (SUMMER, 9), (AUTUMN, 20)], "Score", "Score", top=25).svg.rpartition("</desc>")[2]
    assert all(f">{value}</text>" in svg for value in (6, 9, 20))
    assert "<script" not in svg
    assert "style=" not in svg


def test_it_goes_on_to_the_last_day_of_which_something_is_known() -> None:
    one, on = ([(SPRING, 6)], AUTUMN)
    assert history_line(one, "Score", "Score", top=25, until=on).svg != history_line(one, "Score", "Score", top=25).svg
    assert history_line(one, "Score", "Score", top=25, until=on).alt == "Score 6 since 2 March 2026."


def test_of_nothing_it_says_so() -> None:
    assert history_line([], "Score", "Score", top=25).alt == "Score: nothing said yet."
    steady = history_line([(SPRING, 6), (SUMMER, 6)], "Score", "Score", top=25, limit=("limit", 6))
    assert steady.alt == "Score 6 since 1 June 2026, the same as 6 on 2 March 2026; limit 6, so it is within that."


def test_it_does_not_keep_quiet_about_a_peak_in_between() -> None:
    chart = history_line([(SPRING, 12), (SUMMER, 16), (AUTUMN, 12)], "Score", "Score", top=25)
    said = "Score 12 since 7 September 2026, the same as 12 on 2 March 2026, after 16 at its highest."
    assert chart.alt == said
