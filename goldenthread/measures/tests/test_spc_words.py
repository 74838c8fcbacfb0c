"""What a chart says to a board: measures.spc_words."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.measures.spc import Chart, Direction, Icon, Series, chart
from goldenthread.measures.spc.choices import for_scorecard
from goldenthread.measures.spc.figures import Figures
from goldenthread.measures.spc.words import ICONS, Wording, words

JARGON = re.compile(
    r"special|common cause|sigma|UCL|LCL|process|outlier|variation|moving range|None|nan", re.IGNORECASE
)
PERCENT = Wording(label=lambda day: f"{day:%B %Y}", unit="%")
LEVEL = [18, 20, 17.5, 19, 18.5, 20.5, 17, 19.5, 18, 20, 17.5, 19, 18.5, 20.5, 19.5, 17]


def drawn(values, direction="decrease", target=None, **options) -> Chart:
    days = [date(2024 + number // 12, number % 12 + 1, 1) for number in range(len(values))]
    points = tuple(zip(days, values, strict=True))
    return chart(Series("repeat plans", points, Direction(direction), target, **options))


def said(*arguments, **options) -> str:
    return str(words(drawn(*arguments, **options), PERCENT))


def test_a_run_is_told_with_its_first_month_its_length_and_the_average():
    text = said([*LEVEL, *[19.8] * 7], "decrease")
    assert text == (
        "Higher than usual since May 2025: seven months in a row above the average of 19.1%. "
        "This is a real change for the worse."
    )
    assert "for the better" in said([*LEVEL, *[19.8] * 7], "increase")


def test_a_run_longer_than_seven_is_told_whole_and_one_below_as_lower():
    assert "since April 2025: ten months in a row below" in said([*LEVEL, *[18.0] * 9])


def test_a_trend_is_told_by_its_steps():
    text = said([*LEVEL, 16.9, 17.6, 18.2, 18.8, 19.4, 20.0, 20.6])
    assert text.startswith("Rising since May 2025: six months in a row higher than the month before.")
    assert said([*LEVEL, 20.6, 20, 19.4, 18.8, 18.2, 17.6, 16.9], "increase").startswith("Falling since May 2025")


def test_a_figure_far_out_is_told_with_the_figure_and_how_far_the_usual_reaches():
    text = said([*LEVEL, 40])
    assert text.startswith("Far higher than usual in May 2025: 40%, above ")
    assert "the most that the usual ups and downs reach. This is a real change for the worse." in text
    assert said([*LEVEL, 2]).startswith("Far lower than usual in May 2025: 2%, below ")
    assert "since May 2025: two months in a row above" in said([*LEVEL, 40, 41])


def test_a_figure_far_out_at_the_end_of_a_run_is_told_with_the_run():
    text = said([*LEVEL, *[21] * 7, 26, 26.5])
    assert text.startswith("Higher than usual since May 2025: nine months in a row above the average of ")
    assert ", the last two far above. This" in text


def test_two_of_three_are_told_by_the_last_three_months():
    text = said([*LEVEL * 2, 23.5, 20, 23.4])
    assert text.startswith("Higher than usual in November 2026: two of the last three months close to ")


def test_the_usual_ups_and_downs_are_told_with_the_average_and_what_is_usual():
    assert said(LEVEL) == (
        "No real change: 18.8% on average, usually between 13.8% and 23.7%. "
        "These are no more than the usual ups and downs."
    )
    assert "on average, usually between 14.4% and 23.4% (trial limits)." in said(LEVEL[:6])


def test_a_limit_below_nothing_or_above_all_is_not_said():
    assert "on average, usually 9.3% or less." in said([1, 4, 2, 5, 1, 3, 2, 5, 1, 4, 2, 3, 1])
    assert "% or more" in said([99, 96, 98, 95, 99, 97, 98, 95, 99, 96, 98, 97, 99])


@pytest.mark.parametrize(
    ("direction", "target", "meant"),
    [
        ("decrease", 10, "Will miss the target of 10% unless something changes."),
        ("increase", 10, "Will meet the target of 10% unless something changes."),
        ("decrease", 30, "Will meet the target of 30% unless something changes."),
        ("decrease", 18.25, "May meet or miss the target of 18.25% in any month, by the usual ups and downs alone."),
        ("neutral", 10, ""),
    ],
)
def test_what_the_assurance_means(direction, target, meant):
    assert words(drawn(LEVEL, direction, target), PERCENT).assurance == meant


def test_a_change_for_the_worse_overtakes_limits_that_would_have_met_the_target():
    assert said([*LEVEL, *[29.5] * 2], target=35).endswith("Was sure to meet the target of 35% until this change.")
    assert said([*LEVEL, *[8.5] * 2], target=5).endswith("Was sure to miss the target of 5% until this change.")
    assert said([*LEVEL, *[29.5] * 2], target=5).endswith("Will miss the target of 5% unless something changes.")


def test_a_neutral_indicator_is_higher_or_lower_than_expected():
    assert said([*LEVEL, 40], "neutral").endswith("This is a real change: higher than expected.")
    assert said([*LEVEL, 2], "neutral").endswith("This is a real change: lower than expected.")


def test_too_little_to_go_by_is_said():
    assert said([]) == "No figures yet."
    assert said([None, None]) == "No figures yet."
    assert said([12]) == "Too early to say what is usual: 12% in January 2024."
    assert said([7] * 15, target=9, screen_outliers=False).startswith("Always the same: 7% in every month.")
    assert said([7] * 15) == "Always the same: 7% in every month."
    assert said([7, None, 9, None, 8]).startswith("Too few neighbouring figures to say what is usual: 8.0% on average")


def test_a_last_month_without_a_figure_is_said():
    assert said([*LEVEL, 40, None]).split(". ")[0].endswith("(no figure since May 2025)")


def test_numbers_read_as_people_write_them():
    days = Wording(unit="days", decimals=0)
    assert (days.number(1204.5), days.given(14), PERCENT.given(18.25)) == ("1,205 days", "14 days", "18.25%")
    assert (PERCENT.number(0.05), PERCENT.number(1e40), Wording().given(1e40)) == ("0.1%", "1e+40%", "1e+40")
    assert (PERCENT.figure(100 / 3), PERCENT.figure(31.0), days.figure(1204.0)) == ("33.3%", "31%", "1,204 days")
    assert PERCENT.figure(1e40) == "1e+40%"
    assert days.periods(1) == "one month"
    assert Wording("week").periods(13) == "13 weeks"
    assert Wording().at(date(2025, 5, 5)) == "on 5 May 2025"


def test_every_icon_has_a_shape_and_words_of_its_own():
    assert set(ICONS) == set(Icon)
    assert all(re.fullmatch(r"[A-Z][a-z ]+: [a-z ,]+", text) for text in ICONS.values())
    assert len(set(ICONS.values())) == len(Icon)
    assert not any(re.search("better|worse", ICONS[icon]) for icon in (Icon.NEUTRAL_HIGH, Icon.NEUTRAL_LOW))


figures = st.lists(st.one_of(st.none(), st.sampled_from([0, 0.5, 3, 50, 100]), st.floats(-1e3, 1e3)), max_size=40)


@settings(max_examples=400, deadline=None)
@given(figures, st.sampled_from(Direction), st.sampled_from([None, 0, 12.5]), st.booleans(), st.booleans())
def test_no_chart_is_without_words_nor_with_jargon_nor_judges_the_neutral(values, direction, target, screened, safe):
    one = drawn(values, direction, target, screen_outliers=screened)
    notes = ()
    if safe:
        safer = for_scorecard([Figures(one.series)])[0]
        one, notes = safer.chart, safer.notes
    text = words(one, PERCENT)
    assert text.finding.endswith(".")
    assert text.finding.count(". ") == 0
    assert not JARGON.search(str(text))
    if direction is Direction.NEUTRAL:
        assert not re.search("better|worse|target", str(text))
    assert all(note.endswith(".") for note in notes)
