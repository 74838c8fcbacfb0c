"""A part of a plan shows the line of each indicator that measures it, and no other partnership's."""

import pytest

from goldenthread.plans import services as plans
from goldenthread.scorecards import queries
from goldenthread.scorecards.presenters.measured import draw_measuring
from goldenthread.scorecards.tests.factories import NOW, TODAY, months, percent, sent
from goldenthread.threads import services as threads
from goldenthread.threads.rules import LinkKind, Ref


@pytest.fixture
def measured(here):
    plan = plans.draft_plan(here.manager, NOW, title="Strategic plan", kind="strategic")
    priority = plans.add_priority(here.manager, NOW, plan.pk, title="Help lasts")
    measure = plans.add_measure(
        here.manager, NOW, plan.pk, kind="success", text="Fewer families come back.", priority_id=priority.pk
    )
    sent(
        here,
        [percent("CP05", period, top, 100) for period, top in zip(months((2025, 1), 20), [20, 24] * 10, strict=True)],
    )
    source = Ref("scorecards.indicator", here.indicators["CP05"].pk)
    threads.tie(here.manager, NOW, LinkKind.MEASURES, source, Ref("plans.measure", measure.pk))
    return priority, measure


def panel(place, kind, thing):
    told = list(queries.measuring(place.manager, kind, thing.pk, TODAY).values_list("told", flat=True))
    return draw_measuring(place.manager, kind, thing.pk, told)


def test_the_measure_and_its_priority_show_the_line(here, measured):
    priority, measure = measured
    for kind, thing in (("plans.measure", measure), ("plans.priority", priority)):
        drawn = panel(here, kind, thing)
        (line,) = drawn.lines
        assert line.text == "Re-referrals within 12 months"
        assert line.tag == "24%, August 2026"
        assert line.note.startswith("No real change: 22.0% on average")
        assert "<svg" in line.picture.svg


def test_nothing_is_said_where_nothing_measures_it(here, there, measured):
    priority, measure = measured
    other = plans.add_measure(
        here.manager, NOW, measure.plan_id, kind="success", text="Another.", priority_id=priority.pk
    )
    assert panel(here, "plans.measure", other) is None
    assert panel(there, "plans.measure", measure) is None
    assert panel(there, "plans.priority", priority) is None


def test_one_query_however_many_figures(here, measured, django_assert_num_queries):
    with django_assert_num_queries(1):
        panel(here, "plans.priority", measured[0])
