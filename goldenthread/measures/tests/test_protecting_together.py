"""Figures of different indicators published together: what is hidden in one must not follow from the others."""

from itertools import pairwise

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from goldenthread.kernel import periods
from goldenthread.kernel.periods import Period
from goldenthread.measures.calendar_table import span
from goldenthread.measures.commands import answer
from goldenthread.measures.counting import Figure, count
from goldenthread.measures.indicators.catalogue import catalogue, chosen
from goldenthread.measures.indicators.sharing import FLOWS, SAME, WITHIN
from goldenthread.measures.results.files import read
from goldenthread.measures.results.protecting import protected
from goldenthread.measures.synthetic import synthetic
from goldenthread.measures.tests.extracts import table

APRIL, MAY = periods.month(2024, 4), periods.month(2024, 5)
SPRING = periods.quarter(2024, 1)
MONTHS = span(periods.month(2024, 4), periods.month(2025, 3), "month").periods


def figure(
    code: str, period: Period, top: int, bottom: int | None = None, by: str = "", of: str = "", **more
) -> Figure:
    return Figure(code, 1, catalogue()[code].limit, period, by, of, top, bottom, **more)


def numerators(*figures: Figure) -> list[int | None]:
    shown, _, _ = protected(figures, "children_in_need")
    return [None if one.numerator.number is None else int(one.numerator.number) for one in shown]


def test_plans_begun_do_not_follow_from_those_open_before_and_after_and_those_ended():
    open_then, ended = figure("CP15", APRIL, 100), figure("CP23", MAY, 0, 8)
    begun, open_now = figure("CP16", MAY, 3), figure("CP15", MAY, 95)
    assert numerators(open_then, begun, open_now) == [100, None, 95]
    shown, _, _ = protected([open_then, begun, open_now, ended], "children_in_need")
    assert not shown[1].numerator.shown
    assert not all(one.shown for one in (shown[0].numerator, shown[2].numerator, shown[3].denominator))


FEW = st.one_of(st.integers(0, 8), st.integers(6, 30))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(FEW, FEW, FEW, FEW), min_size=2, max_size=4))
@example([(0, 0, 0, 0), (0, 1, 0, 1)])
def test_whoever_adds_up_plans_open_begun_and_ended_finds_no_small_number(months):
    """Girls and boys begun and ended, month by month; the attacker knows that noughts are shown and nothing else."""
    rows, open_now = [], {"F": 60, "M": 45}
    for period, (*begun, girls_ended, boys_ended) in zip(MONTHS, months, strict=False):
        come, gone = dict(zip("FM", begun, strict=True)), {"F": girls_ended, "M": boys_ended}
        open_now = {of: n + come[of] - gone[of] for of, n in open_now.items()}
        assume(min(open_now.values()) >= 0)
        for by, of, its in [("", "", "FM"), ("sex", "F", "F"), ("sex", "M", "M")]:
            rows.append(figure("CP15", period, sum(open_now[one] for one in its), None, by, of))
            rows.append(figure("CP16", period, sum(come[one] for one in its), None, by, of))
            rows.append(figure("CP23", period, 0, sum(gone[one] for one in its), by, of))
    shown, _, _ = protected(rows, "children_in_need")
    true, known = {}, {}
    for row, safe in zip(rows, shown, strict=True):
        counted, cell = (row.denominator, safe.denominator) if row.code == "CP23" else (row.numerator, safe.numerator)
        true[row.code, row.period, row.of] = counted
        known[row.code, row.period, row.of] = (1, 999) if cell.number is None else (int(cell.number),) * 2
    sums = [
        ([(code, period, "")], [(code, period, "F"), (code, period, "M")])
        for code in ("CP15", "CP16", "CP23")
        for period in MONTHS[: len(months)]
    ]
    sums += [
        ([("CP15", before, of), ("CP16", period, of)], [("CP15", period, of), ("CP23", period, of)])
        for before, period in pairwise(MONTHS[: len(months)])
        for of in ("", "F", "M")
    ]
    for _ in range(8):
        for one, other in sums:
            for key in (*one, *other):
                side, far = (one, other) if key in one else (other, one)
                rest = [name for name in side if name != key]
                least = sum(known[name][0] for name in far) - sum(known[name][1] for name in rest)
                greatest = sum(known[name][1] for name in far) - sum(known[name][0] for name in rest)
                known[key] = max(known[key][0], least), min(known[key][1], greatest)
    for key, number in true.items():
        least, greatest = known[key]
        assert least <= number <= greatest
        if 1 <= number <= 5:
            assert greatest > 5, key
            assert greatest - least >= 5, key


def test_a_band_does_not_follow_from_those_in_time_and_the_band_before():
    bands = [
        figure("CP10", APRIL, n, by="band", of=of) for of, n in (("0 to 10", 40), ("11 to 15", 3), ("16 to 20", 9))
    ]
    assert numerators(*bands) == [40, None, 9]
    assert numerators(*bands, figure("CP09", APRIL, 43, 52)).count(None) >= 2


def test_those_who_could_not_be_timed_are_one_count_with_their_band():
    timed, untimed = (
        figure("CP10", APRIL, 43, by="band", of="0 to 10"),
        figure("CP10", APRIL, 9, by="band", of="Not timed"),
    )
    shown, _, _ = protected(
        [timed, untimed, figure("CP10", APRIL, 52), figure("CP09", APRIL, 43, 52, untimed=9)], "children_in_need"
    )
    assert shown[1].numerator == shown[3].untimed


@pytest.mark.parametrize(
    ("part", "whole"), [(("CP21", 7, 30), ("CP20", 9, 30)), (("MX05E", 20, 40), ("MX04E", 23, 40))]
)
def test_what_one_numerator_leaves_of_another_that_holds_it_is_a_small_number_too(part, whole):
    first, second = (figure(code, APRIL, *numbers) for code, *numbers in (part, whole))
    assert None not in numerators(first)
    assert None not in numerators(second)
    assert None in numerators(first, second)


def test_a_group_cannot_be_had_from_another_indicator_that_lies_within():
    """12 repeat plans, of which so many of girls and boys; eight of the boys' were within two years."""
    repeat = [figure("CP20", APRIL, n, 40, by, of) for by, of, n in (("", "", 12), ("sex", "F", 3), ("sex", "M", 9))]
    recent = figure("CP21", APRIL, 9, 40, "sex", "M")
    # Nine of the boys' at least leaves one to three of the girls'.
    assert numerators(*repeat, recent) != [12, None, None, 9]


def test_children_of_a_month_are_among_those_of_the_quarter():
    """Girls were three of eleven in April and six in the quarter; boys eight of eight: three to six girls in April."""
    rows = [
        figure("MX01C", period, n, None, by, of)
        for period, numbers in ((APRIL, (11, 3, 8)), (SPRING, (14, 6, 8)))
        for (by, of), n in zip((("", ""), ("sex", "F"), ("sex", "M")), numbers, strict=True)
    ]
    assert numerators(*rows) != [11, None, None, 14, 6, 8]


def test_counts_said_to_be_the_same_are_and_those_within_are_no_more():
    made = synthetic(referrals=1200)
    found = count(made, chosen([], {}), MONTHS, by=("sex", "age")).figures
    numbers = {
        (one.code, role, one.period, one.by, one.of): getattr(one, role)
        for one in found
        for role in ("numerator", "denominator", "overdue")
    }

    def all_of(code: str, role: str):
        return {key[2:]: n for key, n in numbers.items() if key[:2] == (code, role) and n is not None}

    for group in SAME:
        first, *others = [{key: n for key, n in all_of(*one).items() if key[1] != "band"} for one in group]
        assert any(first.values()), group
        for other in others:
            assert other == first, group
    for part, whole, _ in WITHIN:
        inner, outer = all_of(*part), all_of(*whole)
        assert inner
        assert all(n <= outer[place] for place, n in inner.items() if place[1] != "band"), (part, whole)
    for stock, come, gone in FLOWS:
        standing = {(place[0].ends_on, *place[1:]): n for place, n in all_of(*stock).items()}
        steps = [
            standing[place[0].ends_on, *place[1:]] - standing[before.ends_on, *place[1:]] - n + all_of(*gone)[place]
            for place, n in all_of(*come).items()
            for before, this in pairwise(MONTHS)
            if place[1] in ("", "sex") and place[0] == this
        ]
        assert steps.count(0) > len(steps) * 0.8, stock


@pytest.fixture
def asked(tmp_path):
    """Three referrals in April, twenty in May, thirty in June, all assessed: nobody may know of the three."""
    rows = [
        (f"{month}{n}", f"2024-{month:02}-{n % 28 + 1:02}", f"2024-{month + 2:02}-{n % 20 + 1:02}")
        for month, many in ((4, 3), (5, 20), (6, 30))
        for n in range(many)
    ]
    table(
        tmp_path / "in" / "referrals.csv",
        "referral_id,child_id,referral_date",
        *(f"r{n},c{n},{on}" for n, on, _ in rows),
    )
    table(
        tmp_path / "in" / "assessments.csv",
        "assessment_id,referral_id,child_id,start_date,authorised_date",
        *(f"a{n},r{n},c{n},{on},{until}" for n, on, until in rows),
    )
    return ["measure", str(tmp_path / "in"), "--from", "2024-04"]


def figures_of(path):
    return read(path.read_bytes(), path.name).figures


def test_another_indicator_of_an_earlier_file_is_not_forgotten(asked, tmp_path):
    """Referrals by month, then re-referrals of the quarter: out of 53, of which 20 in May and 30 in June."""
    months, quarter = tmp_path / "months.json", tmp_path / "quarter.json"
    told = ["--to", "2024-06", "--by", "month", "--indicator", "CP03", "--out", str(months)]
    assert answer([*asked, *told]) == 0
    assert [one.numerator.number for one in figures_of(months)] == [None, 20, 30]
    told = ["--to", "2024-06", "--indicator", "CP05", "--last", str(months), "--out", str(quarter)]
    assert answer([*asked, *told]) == 0
    (one,) = figures_of(quarter)
    assert not one.denominator.shown


def test_an_earlier_file_by_other_rules_is_refused(asked, tmp_path, capsys):
    months, quarter = tmp_path / "months.json", tmp_path / "quarter.json"
    asked = [*asked, "--to", "2024-06", "--indicator", "CP03", "--out"]
    for rules in ("children_in_need", "internal"):
        assert answer([*asked, str(months), "--by", "month", "--suppress", rules]) == 0
        capsys.readouterr()
        assert answer([*asked, str(quarter), "--suppress", "health", "--last", str(months)]) == 1
        told = capsys.readouterr().err
        assert told.startswith(f"{months} was made by the rules “{rules}”, and this would be by “health”")
        assert told.count("\n") == 1
        assert not quarter.exists()


def test_rounded_numbers_of_an_earlier_file_leave_no_small_number_either(tmp_path):
    """April to May 33 is shown as 35; with April to June, 36, shown as 35 too, June would be no more than four."""
    rows = [
        f"r{month}{n},c{month}{n},2024-{month:02}-{n % 28 + 1:02}"
        for month, many in ((4, 13), (5, 20), (6, 3))
        for n in range(many)
    ]
    folder = table(tmp_path / "in" / "referrals.csv", "referral_id,child_id,referral_date", *rows).parent
    asked = ["measure", str(folder), "--indicator", "CP03", "--suppress", "health", "--from"]
    first, second, third = (tmp_path / f"{name}.json" for name in ("first", "second", "third"))
    assert answer([*asked, "2024-04", "--to", "2024-05", "--out", str(first)]) == 0
    assert [one.numerator.number for one in figures_of(first)] == [35]
    assert answer([*asked, "2024-06", "--to", "2024-06", "--last", str(first), "--out", str(second)]) == 0
    assert [one.numerator.number for one in figures_of(second)] == [None]
    asked = [*asked, "2024-04", "--to", "2024-06", "--last", str(first), "--out", str(third)]
    assert answer([*asked, "--last", str(second)]) == 0
    assert [one.numerator.number for one in figures_of(third)] == [None]


def test_a_rate_does_not_tell_the_count_that_an_earlier_file_made_a_secret(asked, tmp_path):
    months, quarter = tmp_path / "months.json", tmp_path / "quarter.json"
    asked = [*asked, "--to", "2024-06", "--indicator", "CP03", "--population", "9000", "--out"]
    assert answer([*asked, str(months), "--by", "month"]) == 0
    assert answer([*asked, str(quarter), "--last", str(months)]) == 0
    (one,) = figures_of(quarter)
    assert not one.numerator.shown
    assert not one.rate.shown


def test_one_clock_by_two_limits_leaves_no_small_number_between_them(asked, tmp_path):
    """How many took 42 working days, and how many 41: what two files tell must not be two or three children."""
    asked = [*asked, "--to", "2024-09", "--indicator", "CP06", "--suppress"]
    times = {}
    for limit in range(38, 50):
        out = tmp_path / f"{limit}.json"
        assert answer([*asked, "internal", "--limit", f"CP06={limit}", "--out", str(out)]) == 0
        times[limit] = int(figures_of(out)[0].numerator.number)
    shorter, longer = next(
        (a, b) for a, b in pairwise(times) if 1 <= times[b] - times[a] <= 5 and times[a] > 5 and times[b] < 48
    )
    first, second = tmp_path / "first.json", tmp_path / "second.csv"
    asked = [*asked, "children_in_need", "--limit"]
    assert answer([*asked, f"CP06={longer}", "--out", str(first)]) == 0
    assert figures_of(first)[0].numerator.number == times[longer]
    assert answer([*asked, f"CP06={shorter}", "--out", str(second)]) == 0
    assert figures_of(second)[0].numerator.number == times[shorter]
    assert answer([*asked, f"CP06={shorter}", "--last", str(first), "--out", str(second)]) == 0
    assert not figures_of(second)[0].numerator.shown
