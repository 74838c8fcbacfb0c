"""From what was counted to what may leave: every number that is small, and whatever gives one away."""

from decimal import Decimal

import pytest

from goldenthread.kernel import periods
from goldenthread.measures.calendar_table import span
from goldenthread.measures.cells import State
from goldenthread.measures.counting import Figure, count, counted_again
from goldenthread.measures.indicators.catalogue import chosen
from goldenthread.measures.populations import Population
from goldenthread.measures.results.protecting import protected
from goldenthread.measures.synthetic import synthetic

APRIL = periods.month(2024, 4)
MONTHS = span(periods.month(2024, 4), periods.month(2025, 3), "month").periods
QUARTERS = span(periods.month(2024, 4), periods.month(2025, 3), "quarter").periods


def figure(code: str, top: int, bottom: int | None = None, **more) -> Figure:
    return Figure(code, 1, None, more.pop("period", APRIL), "", "", top, bottom, **more)


def shown(*figures: Figure, rules: str = "children_in_need", population: int | None = None):
    return protected(figures, rules, Population(population))[0]


@pytest.mark.parametrize(
    ("top", "bottom", "hidden"),
    [(0, 20, False), (1, 20, True), (5, 20, True), (6, 20, False), (14, 20, False), (15, 20, True), (20, 20, False)],
)
def test_a_percentage_is_hidden_where_either_side_of_it_is_small(top, bottom, hidden):
    (one,) = shown(figure("CP09", top, bottom, overdue=12))
    assert (one.numerator.state is State.SUPPRESSED) == hidden
    assert (one.value.state is State.SUPPRESSED) == hidden
    assert one.denominator.number == 20
    assert one.overdue.number == 12


def test_what_waits_is_hidden_where_it_is_small():
    assert shown(figure("CP09", 10, 20, overdue=3))[0].overdue.state is State.SUPPRESSED
    assert shown(figure("CP09", 10, 20, overdue=0))[0].overdue.number == 0


def test_a_rate_is_hidden_with_its_count_and_worked_out_from_it():
    assert shown(figure("CP03", 440), population=52_000)[0].rate.number == Decimal("84.6")
    (hidden,) = shown(figure("CP03", 4), population=52_000)
    assert hidden.numerator.state is hidden.rate.state is State.SUPPRESSED
    assert shown(figure("CP03", 440))[0].rate.state is State.NOT_AVAILABLE
    assert shown(figure("CP05", 10, 40), population=52_000)[0].rate is None


def test_under_a_rounding_rule_set_counts_are_rounded_and_the_rate_is_of_the_true_count():
    (one,) = shown(figure("CP03", 442), rules="health", population=10_000)
    assert one.numerator.number == 440
    assert one.rate.number == Decimal("442.0")


def test_nothing_is_hidden_for_the_working_group_and_it_is_said():
    figures, rules, flags = protected([figure("CP09", 3, 20)], "internal")
    assert figures[0].numerator.number == 3
    assert rules == "internal"
    assert "must stay within the working group" in flags[0]


def test_a_release_by_quarter_after_one_by_month_gives_nothing_away_and_is_not_refused():
    made = synthetic(referrals=3000)
    some = chosen(["CP03", "CP05", "CP09", "CP15"], {})
    before, _, _ = protected(count(made, some, MONTHS, by=("sex",)).figures, "children_in_need")
    quarters = count(made, some, QUARTERS, by=("sex",)).figures
    then = counted_again(made, before, "duckdb")
    after, _, _ = protected(quarters, "children_in_need", last=before, then=then)
    assert any(one.numerator.shown for one in after)
    attacked = Attack([*before, *after])
    small = {_key(one): one.numerator for one in [*then, *quarters] if 1 <= one.numerator <= 5}
    assert small
    for key, number in small.items():
        least, greatest = attacked.ranges[key]
        assert least <= number <= greatest
        assert greatest > 5, (key, least, greatest)


def _key(one):
    return one.code, one.period.starts_on, one.period.ends_on, one.by, one.of


class Attack:
    """What anybody can work out from figures: noughts are shown, groups make up the whole, months make up quarters."""

    def __init__(self, figures):
        self.ranges = {
            _key(one): (int(one.numerator.number),) * 2 if one.numerator.shown else (1, 1000) for one in figures
        }
        wholes = [key for key in self.ranges if not key[3]]
        self.sums = [(key, [(*key[:3], "sex", of) for of in "FMU"]) for key in wholes]
        for key in list(self.ranges):
            alike = [one for one in self.ranges if (one[0], *one[3:]) == (key[0], *key[3:])]
            months = [one for one in alike if key[1] <= one[1] and one[2] <= key[2]]
            if len(months) == 4 and key[0] != "CP15":
                self.sums.append((key, [one for one in months if one != key]))
        before = None
        while before != self.ranges:
            before = dict(self.ranges)
            for whole, parts in self.sums:
                self.narrow(whole, parts)

    def narrow(self, whole, parts):
        parts = [one for one in parts if one in self.ranges]
        low, high = (sum(self.ranges[one][end] for one in parts) for end in (0, 1))
        self.meet(whole, low, high)
        for one in parts:
            least, greatest = self.ranges[one]
            self.meet(one, self.ranges[whole][0] - (high - greatest), self.ranges[whole][1] - (low - least))

    def meet(self, key, least, greatest):
        now = self.ranges[key]
        self.ranges[key] = (max(now[0], least), min(now[1], greatest))
