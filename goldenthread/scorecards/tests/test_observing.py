"""Figures that come in: new, the same, revised; nothing half kept, nothing of another partnership."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.measures.cells import NOT_AVAILABLE, SUPPRESSED, State
from goldenthread.scorecards import queries, services
from goldenthread.scorecards.models import Observation
from goldenthread.scorecards.tests.factories import (
    NOW,
    RULE_SET,
    TODAY,
    counted,
    month,
    months,
    percent,
    sent,
)
from goldenthread.trail.models import Event


def standing(place, code):
    return queries.show_indicator(place.manager, place.indicators[code])


def test_figures_come_in_with_everything_they_said(here):
    figure = percent("CP09", month(2026, 9), 18, 24, overdue=SUPPRESSED, untimed=NOT_AVAILABLE, too_recent=True)
    assert sent(here, [figure]) == services.Brought(1, 0, 0)
    (stands,) = standing(here, "CP09").figures
    assert (stands.numerator.number, stands.denominator.number, stands.value.number) == (18, 24, Decimal(75))
    assert stands.overdue.state is State.SUPPRESSED
    assert stands.untimed.state is State.NOT_AVAILABLE
    assert stands.rate is None
    assert (stands.too_recent, stands.edition, stands.revision, stands.status) == (True, 1, 1, "provisional")
    assert (stands.period, stands.starts_on, stands.ends_on) == (
        "September 2026",
        month(2026, 9).starts_on,
        month(2026, 9).ends_on,
    )


def test_a_hidden_number_is_not_kept_anywhere(here):
    sent(here, [percent("CP09", month(2026, 9), SUPPRESSED, 24)])
    row = Observation.objects.get()
    assert row.numerator is None
    assert row.value is None
    assert (row.numerator_state, row.value_state) == ("suppressed", "suppressed")


def test_nought_hidden_and_not_applicable_stay_three_different_things(here):
    sent(
        here,
        [
            percent("CP09", month(2026, 7), 0, 20),
            percent("CP09", month(2026, 8), SUPPRESSED, 20),
            percent("CP09", month(2026, 9), 0, 0),
        ],
    )
    values = [one.value for one in standing(here, "CP09").figures]
    assert [one.state for one in values] == [State.NUMBER, State.SUPPRESSED, State.NOT_APPLICABLE]
    assert values[0].number == 0


def test_the_same_figures_again_change_nothing(here):
    figures = [percent("CP05", period, 20, 100) for period in months((2026, 1), 6)]
    sent(here, figures)
    events = Event.objects.count()
    assert sent(here, figures) == services.Brought(0, 0, 6)
    assert Event.objects.count() == events


def test_a_figure_that_differs_takes_the_place_of_the_first_with_its_reason(here):
    sent(here, [percent("CP05", month(2026, 9), 20, 100)])
    with pytest.raises(Refused, match="1 figure differs"):
        sent(here, [percent("CP05", month(2026, 9), 21, 100)])
    assert sent(here, [percent("CP05", month(2026, 9), 21, 100)], reason="Two were entered late.") == services.Brought(
        0, 1, 0
    )
    (stands,) = standing(here, "CP05").figures
    assert (stands.value.number, stands.revision, stands.status, stands.reason) == (
        Decimal(21),
        2,
        "revised",
        "Two were entered late.",
    )
    assert Observation.objects.count() == 2


def test_all_are_kept_or_none(here):
    with pytest.raises(Refused, match="CP99, version 1, is not in this partnership"):
        sent(here, [percent("CP05", month(2026, 9), 20, 100), percent("CP99", month(2026, 9), 1, 2)])
    assert not Observation.objects.exists()


def test_an_unknown_version_is_refused(here):
    figure = percent("CP05", month(2026, 9), 20, 100)
    from dataclasses import replace

    with pytest.raises(Refused, match="CP05, version 7"):
        sent(here, [replace(figure, version=7)])


def test_groups_of_a_breakdown_stand_beside_the_whole(here):
    sent(
        here,
        [
            counted("CP15", month(2026, 9), 120),
            counted("CP15", month(2026, 9), 70, by="sex", of="F"),
            counted("CP15", month(2026, 9), 50, by="sex", of="M"),
        ],
    )
    line = standing(here, "CP15")
    assert [one.value.number for one in line.figures] == [120]
    assert [(one.breakdown, one.group, one.value.number) for one in line.groups] == [("sex", "F", 70), ("sex", "M", 50)]


def test_another_partnership_sees_none_of_it(here, there):
    sent(here, [percent("CP05", month(2026, 9), 20, 100)])
    services.make_scorecard(
        here.manager, NOW, title="Board", group_id=here.board_id, indicator_ids=[here.indicators["CP05"].pk]
    )
    assert queries.show_indicator(there.manager, here.indicators["CP05"]).figures == ()
    assert queries.find_indicator(there.manager, here.indicators["CP05"].pk) is None
    assert queries.boards_of(there.manager, here.board_id) == []


@pytest.mark.parametrize("role", ["agency_lead", "group_member", "independent_scrutineer", "partnership_chair"])
def test_who_does_not_keep_the_scorecard_brings_no_figures_in(here, role):
    actor = here.role(role)
    with pytest.raises(NotPermitted):
        services.bring_in(actor, NOW, TODAY, [percent("CP05", month(2026, 9), 20, 100)], rule_set=RULE_SET)
    assert not Observation.objects.exists()


def test_an_observation_is_never_rewritten(here):
    sent(here, [percent("CP05", month(2026, 9), 20, 100)])
    row = Observation.objects.get()
    row.numerator = Decimal(19)
    with pytest.raises(IntegrityError, match="An observation stays as it was sent"), transaction.atomic():
        row.save()
    Observation.objects.update(status=Observation.Status.FINAL)


def test_what_came_is_on_the_trail_without_a_single_figure(here):
    sent(here, [percent("CP05", month(2026, 9), 2017, 9013)])
    event = Event.objects.get(name="scorecards.indicator.figures_brought")
    assert "2017" not in str(event.after)
    assert event.after["new"] == 1


def test_queries_do_not_grow_with_figures(here, django_assert_max_num_queries):
    sent(here, [percent("CP05", period, 20, 100) for period in months((2022, 4), 48)])
    with django_assert_max_num_queries(6):
        queries.show_indicator(here.manager, here.indicators["CP05"])
    with django_assert_max_num_queries(8):
        sent(here, [percent("CP05", period, 20, 100) for period in months((2022, 4), 48)])
