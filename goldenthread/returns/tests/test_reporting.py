"""Duties to report and their dates, what reports ask of the groups above, and what lateness leads to."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from goldenthread.actions.models import Action
from goldenthread.challenges.models import Challenge
from goldenthread.kernel import forward_plan
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.kernel.rhythm import Beat, Rhythm
from goldenthread.notify.models import Message
from goldenthread.partnerships.models import Group
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests import factories
from goldenthread.partnerships.tests.factories import NOW, TODAY
from goldenthread.returns import queries, rules, services
from goldenthread.returns.models import Obligation, Request, Return
from goldenthread.returns.permissions import may_answer_request
from goldenthread.returns.queries.ahead import ahead
from goldenthread.returns.services import Direct, Respondent
from goldenthread.returns.tests.factories import (
    EXCEPTION,
    EXCEPTIONS,
    House,
    a_report,
    a_round,
    a_set,
    an_obligation,
    answered,
    of,
)
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import LinkKind

MONTHLY = Rhythm(Beat.MONTHS, weekday=2, nth=2)
FIRST = date(2026, 12, 1)


def dates(owed: Obligation) -> list[date]:
    return list(owed.dates.filter(is_left_out=False).values_list("due_on", flat=True))


def monthly(house: House, asked: object = None, **fields: object) -> Obligation:
    return an_obligation(house, asked, rhythm=MONTHLY, starts_on=FIRST, **fields)  # type: ignore[arg-type]


def test_a_duty_to_report_has_its_dates_at_once_for_a_year_and_a_half(house: House):
    owed = monthly(house)
    found = dates(owed)
    assert found[:3] == [date(2026, 12, 9), date(2027, 1, 13), date(2027, 2, 10)]
    assert found[-1] > TODAY + timedelta(days=500)


def test_moving_one_date_or_leaving_one_out_disturbs_no_other_even_when_the_rhythm_changes(house: House):
    owed = monthly(house)
    before = dates(owed)
    moved, left_out = owed.dates.all()[1], owed.dates.all()[2]
    services.move_date(house.unit, NOW, TODAY, moved.pk, due_on=date(2027, 1, 20), reason="The chair is away.")
    services.leave_out_date(house.unit, NOW, left_out.pk, reason="Inspection week.")
    assert dates(owed) == [before[0], date(2027, 1, 20), *before[3:]]
    services.change_obligation(
        house.unit, NOW, TODAY, owed.pk, rhythm=Rhythm(Beat.NAMED_MONTHS, months=(6, 10), weekday=2, nth=2)
    )
    assert dates(owed)[:3] == [date(2027, 1, 20), date(2027, 6, 9), date(2027, 10, 13)]
    assert owed.dates.get(pk=left_out.pk).is_left_out


def test_one_date_needs_a_reason_and_a_day_that_is_not_past(house: House):
    day = monthly(house).dates.all()[0]
    with pytest.raises(Refused, match="Say why"):
        services.move_date(house.unit, NOW, TODAY, day.pk, due_on=date(2026, 12, 16), reason="")
    with pytest.raises(Refused, match="today or later"):
        services.move_date(house.unit, NOW, TODAY, day.pk, due_on=TODAY - timedelta(days=1), reason="Earlier.")


def test_dates_before_meetings_follow_the_meetings(house: House, monkeypatch):
    met = [date(2027, 1, 27), date(2027, 3, 24)]
    monkeypatch.setattr(
        rules.obligations, "_MEETING_DAYS",
        [lambda actor, group, since, until: met if group == house.executive.pk else []],
    )  # fmt: skip
    owed = monthly(house, days_before_meeting=5)
    assert dates(owed) == [date(2027, 1, 20), date(2027, 3, 17)]
    met[1] = date(2027, 3, 31)
    services.issue_what_is_due(house.unit, NOW, TODAY)
    # Easter 2027: Good Friday is 26 March, Easter Monday 29 March.
    assert dates(owed) == [date(2027, 1, 20), date(2027, 3, 22)]


def test_returns_are_sent_out_when_their_day_comes_and_once(house: House):
    asked = a_set(house, *EXCEPTIONS, kind="highlight_report")
    owed = monthly(house, asked, opens_before=10)
    assert services.issue_what_is_due(house.unit, NOW, TODAY) == 0
    day = date(2026, 11, 25)
    assert services.issue_what_is_due(house.unit, NOW, day) == 1
    assert services.issue_what_is_due(house.unit, NOW, day) == 0
    made = Return.objects.get()
    assert (made.group, made.due_on, made.round.title) == (
        house.quality, date(2026, 12, 9), "Report of the quality group, December 2026",
    )  # fmt: skip
    with pytest.raises(Refused, match="asked for already"):
        services.leave_out_date(house.unit, NOW, owed.dates.all()[0].pk, reason="No.")


def test_an_end_takes_away_the_dates_after_it_and_keeps_the_rest(house: House):
    owed = monthly(house)
    with pytest.raises(Refused, match="Say why it ends"):
        services.end_obligation(house.unit, NOW, TODAY, owed.pk, ends_on=date(2027, 1, 31), reason=" ")
    services.end_obligation(house.unit, NOW, TODAY, owed.pk, ends_on=date(2027, 1, 31), reason="The group closes.")
    assert dates(owed) == [date(2026, 12, 9), date(2027, 1, 13)]
    services.issue_what_is_due(house.unit, NOW, TODAY)
    assert len(dates(owed)) == 2


@pytest.mark.parametrize("role", [Role.AGENCY_LEAD, Role.ANALYST, Role.PARTNERSHIP_CHAIR])
def test_only_the_unit_sets_who_reports(house: House, role: str):
    owed = monthly(house)
    with pytest.raises(NotPermitted):
        services.change_obligation(factories.actor_with(house.unit, role), NOW, TODAY, owed.pk, title="Other")


def test_the_forward_plan_shows_what_is_out_and_what_is_to_come(house: House):
    asked = a_set(house, *EXCEPTIONS, kind="highlight_report")
    monthly(house, asked, opens_before=10)
    services.issue_what_is_due(house.unit, NOW, date(2026, 11, 25))
    found = forward_plan.entries(house.observer, TODAY, date(2027, 2, 28))
    assert [(one.on, one.page, one.who, one.to) for one in found] == [
        (date(2026, 12, 9), "returns:show_return", "Quality group", "Executive"),
        (date(2027, 1, 13), "returns:show_obligation", "Quality group", "Executive"),
        (date(2027, 2, 10), "returns:show_obligation", "Quality group", "Executive"),
    ]
    assert forward_plan.entries(factories.found(), TODAY, date(2027, 2, 28)) == []


def test_the_forward_plan_tells_each_date_of_every_duty_and_asks_no_more_for_many(
    house: House, django_assert_num_queries
):
    last = date(2027, 2, 28)
    for number in (1, 2, 3):
        to = [house.executive.pk, house.quality.pk]
        owed = monthly(house, title=f"Report {number}", by=("agency", house.health.pk), to_group_ids=to)
        with django_assert_num_queries(2):
            found = ahead(house.observer, TODAY, last)
        assert len(found) == 3 * number
    assert {(one.who, one.to) for one in found} == {("Vale NHS Trust", "Executive, Quality group")}
    assert {one.agency_ids for one in found} == {frozenset([house.health.pk])}
    assert {one.group_ids for one in found} == {frozenset([house.executive.pk, house.quality.pk])}
    first = owed.dates.all()[0]
    services.leave_out_date(house.unit, NOW, first.pk, reason="Inspection week.")
    (left,) = [one for one in ahead(house.observer, TODAY, last) if one.state]
    assert (left.thing_id, left.on, left.state) == (first.pk, first.due_on, "left out")
    assert left.parts == {"obligation_id": owed.pk}


def test_many_returns_of_one_day_stand_as_one_line_that_leads_to_their_round(house: House):
    asked = [Respondent(kind, one.pk) for kind, one in (
        ("agency", house.health), ("agency", house.police), ("group", house.quality), ("person", house.people["worker"])
    )]  # fmt: skip
    made = a_round(house, respondents=asked)
    owed = of(made, house.health)
    answered(house, owed, house.health_lead)
    services.submit_return(house.health_lead, NOW, TODAY, owed.pk)
    (line,) = ahead(house.observer, TODAY, made.due_on)
    assert (line.who, line.state, line.to) == ("4 asked", "1 of 4 sent", "Executive")
    assert (line.page, line.parts) == ("returns:show_round", {"round_id": made.pk})
    assert line.agency_ids == {house.health.pk, house.police.pk}
    assert line.person_ids == {house.people["worker"].pk}


def test_an_exception_goes_up_a_direction_comes_down_and_both_ends_show_it(house: House):
    report = a_report(house, EXCEPTION)
    asked = report.requests.get()
    assert (asked.to_group, asked.from_group, asked.wanted, asked.wanted_by) == (
        house.executive, house.quality, Request.Wanted.DIRECTION, date(2026, 12, 18),
    )  # fmt: skip
    direct = Direct("Audit with those that came, and write to the others.", date(2027, 1, 29))
    request, action = services.answer_request(
        house.executive_chair, NOW, TODAY, asked.pk, answer="Go on without them.", direct=direct
    )
    assert action is not None
    assert (request.state, request.answered_by) == ("answered", "Executive (Ede Parrish)")
    assert (action.lead_group, action.due_on) == (house.quality, date(2027, 1, 29))
    tied = threads.sources(house.unit, LinkKind.RAISED_BY, "returns.request", [asked.pk])
    assert tied == {asked.pk: [action.pk]}
    from goldenthread.returns.queries.filling import answered as told

    lines = told(house.quality_chair, house.quality.pk, TODAY - timedelta(days=30), TODAY, {})
    assert "Go on without them." in lines[0].note


def test_an_answer_is_given_once_by_the_group_that_was_asked(house: House):
    asked = a_report(house, EXCEPTION).requests.get()
    with pytest.raises(NotPermitted):
        services.answer_request(house.quality_chair, NOW, TODAY, asked.pk, answer="We agree with ourselves.")
    with pytest.raises(Refused, match="what was decided"):
        services.answer_request(house.executive_chair, NOW, TODAY, asked.pk, answer=" ")
    services.answer_request(house.executive_chair, NOW, TODAY, asked.pk, answer="Noted.")
    with pytest.raises(Refused, match="answered or withdrawn"):
        services.answer_request(house.executive_chair, NOW, TODAY, asked.pk, answer="Again.")


def test_a_direction_that_cannot_be_an_action_leaves_the_request_open(house: House):
    asked = a_report(house, EXCEPTION).requests.get()
    with pytest.raises(Refused, match="today or later"):
        services.answer_request(
            house.executive_chair, NOW, TODAY, asked.pk, answer="Do it.",
            direct=Direct("Do it.", TODAY - timedelta(days=1)),
        )  # fmt: skip
    asked.refresh_from_db()
    assert (asked.state, Action.objects.count()) == ("open", 0)


def test_a_report_sent_again_keeps_its_answered_exceptions_and_withdraws_what_it_no_longer_says(house: House):
    other = {**EXCEPTION, "exception": "The data officer has left."}
    report = a_report(house, EXCEPTION, other)
    first = report.requests.order_by("position")[0]
    services.answer_request(house.executive_chair, NOW, TODAY, first.pk, answer="Noted.")
    services.return_for_more(house.executive_chair, NOW, report.pk, reason="More.", due_on=TODAY + timedelta(days=9))
    third = {**EXCEPTION, "exception": "A school has not replied."}
    answered(house, report, house.quality_chair, exceptions=[EXCEPTION, third])
    services.submit_return(house.quality_chair, NOW, TODAY, report.pk)
    assert list(report.requests.order_by("position").values_list("exception", "state")) == [
        (EXCEPTION["exception"], "answered"), (other["exception"], "withdrawn"), (third["exception"], "open"),
    ]  # fmt: skip


def test_what_the_records_say_is_frozen_with_the_report(house: House):
    from goldenthread.actions import services as actions

    new = actions.NewAction(
        description="Audit the case files", lead=actions.Party("group", house.quality.pk), due=[TODAY],
        provenance_kind="plan", provenance_text="Plan",
    )  # fmt: skip
    made = actions.raise_action(house.unit, NOW, TODAY - timedelta(days=40), new)
    later = TODAY + timedelta(days=10)
    asked = a_set(house, *EXCEPTIONS, kind="highlight_report")
    owed = of(a_round(house, asked, respondents=[services.Respondent("group", house.quality.pk)]), house.quality)
    answered(house, owed, house.quality_chair, summary="Late.")
    services.submit_return(house.quality_chair, NOW, later, owed.pk)
    actions.change_action(house.unit, NOW, later, made.pk, description="Audit other files", version=None)
    shown = queries.show_return(house.executive_chair, later, owed.pk)
    assert shown is not None
    lines = [line for part in shown.parts for one in part.asked for line in one.lines]
    assert [line.text for line in lines] == ["Audit the case files"]


def test_lateness_climbs_its_ladder_a_rung_at_a_time_and_each_once(house: House):
    made = a_round(house, due_on=TODAY + timedelta(days=5))
    owed = of(made, house.health)
    services.excuse_return(house.unit, NOW, of(made, house.police).pk, reason="No services.")
    due = date(2026, 11, 27)
    assert services.climb_ladders(house.unit, NOW, due) == 0
    assert services.climb_ladders(house.unit, NOW, due + timedelta(days=3)) == 1
    assert services.climb_ladders(house.unit, NOW, due + timedelta(days=3)) == 0
    assert services.climb_ladders(house.unit, NOW, due + timedelta(days=7)) == 1
    owed.refresh_from_db()
    assert [one["rung"] for one in owed.rungs] == ["reminder", "chairs_letter"]
    told = Message.objects.filter(kind__startswith="returns.").order_by("kind", "person__name")
    assert [(one.kind, one.person.name) for one in told] == [
        ("returns.chairs_letter", "Ede Parrish"), ("returns.chairs_letter", "Hana Lowe"),
        ("returns.reminder", "Hana Lowe"),
    ]  # fmt: skip
    assert "5 working days" in told[0].body


def test_a_return_that_stays_away_is_put_into_the_challenge_log_once_with_a_date_for_its_answer(house: House):
    made = a_round(house, due_on=TODAY + timedelta(days=5))
    late = date(2026, 12, 14)
    # Found late, it is still reminded first, and the chair's letter has its days.
    for day in (date(2026, 11, 30), date(2026, 12, 4), date(2026, 12, 4), late, late):
        services.climb_ladders(house.unit, NOW, day)
    found = {str(one.to_agency_id): one for one in Challenge.objects.all()}
    assert set(found) == {str(house.health.pk), str(house.police.pk)}
    one = found[str(house.health.pk)]
    assert made.title in one.text
    # Ten working days after 14 December, Christmas and Boxing Day (kept on Monday 28) apart.
    assert one.due_on == date(2026, 12, 30)


def test_what_the_records_say_comes_from_every_app_that_keeps_them():
    assert set(rules.fillers()) == {
        "actions_done", "actions_off_track", "actions_silent", "answers", "attendance", "challenges", "figures",
        "risks", "risks_due", "risks_reviewed",
    }  # fmt: skip


def test_one_duty_that_cannot_be_asked_for_keeps_back_none_of_the_others(house: House):
    asked = a_set(house)
    ending = factories.a_group(house.unit, "Task group", parent_id=house.executive.pk)
    for by in (ending, house.quality):
        services.add_obligation(
            house.unit, NOW, TODAY, title="Report " * 27, by=("group", by.pk), to_group_ids=[house.executive.pk],
            rhythm=Rhythm(Beat.MONTHS, every=1), starts_on=TODAY + timedelta(days=5), question_series=asked.series,
        )  # fmt: skip
    Group.objects.filter(pk=ending.pk).update(ends_on=TODAY - timedelta(days=1))
    assert services.issue_what_is_due(house.unit, NOW, TODAY) == 1
    assert Return.objects.get().group == house.quality


def test_a_return_the_timer_missed_is_sent_out_due_today(house: House):
    asked = a_set(house)
    services.add_obligation(
        house.unit, NOW, TODAY, title="Report", by=("group", house.quality.pk), to_group_ids=[house.executive.pk],
        rhythm=Rhythm(Beat.ONCE), starts_on=TODAY + timedelta(days=30), question_series=asked.series, opens_before=1,
    )  # fmt: skip
    late = TODAY + timedelta(days=33)
    assert services.issue_what_is_due(house.unit, NOW, late) == 1
    assert Return.objects.get().due_on == late


def test_a_corrected_exception_is_passed_on_until_it_is_answered(house: House):
    report = a_report(house, {**EXCEPTION, "wanted": "To note"})
    services.return_for_more(house.executive_chair, NOW, report.pk, reason="Say what you ask.", due_on=TODAY)
    answered(house, report, house.quality_chair, exceptions=[{**EXCEPTION, "wanted": "A decision"}])
    services.submit_return(house.quality_chair, NOW, TODAY, report.pk)
    assert [one.wanted for one in Request.objects.all()] == [Request.Wanted.DECISION]


def test_nobody_answers_what_the_group_they_chair_asks(house: House):
    report = a_report(house, EXCEPTION)
    request = Request.objects.get(of_return=report)
    sits = house.quality_chair.sitting_group_ids | {house.executive.pk}
    both = replace(
        house.quality_chair, sitting_group_ids=sits, roles=house.quality_chair.roles | {Role.PARTNERSHIP_CHAIR}
    )
    assert not may_answer_request(both, request.to_group_id, request.from_group_id)
    assert may_answer_request(house.executive_chair, request.to_group_id, request.from_group_id)


@pytest.mark.parametrize("lacking", ["exception", "wanted"])
def test_an_exception_that_does_not_say_what_is_asked_is_not_sent(house: House, lacking: str):
    half = {key: value for key, value in EXCEPTION.items() if key != lacking}
    with pytest.raises(Refused, match="Which exceptions need a decision"):
        a_report(house, EXCEPTION, half)
    assert not Request.objects.exists()
    owed = Return.objects.get()
    shown = queries.show_return(house.quality_chair, TODAY, owed.pk)
    assert shown is not None
    assert (shown.missing, shown.is_ready) == (1, False)


def test_what_is_said_of_answering_what_is_over(house: House):
    owed = of(a_round(house), house.health)
    with pytest.raises(Refused, match="Nothing has been answered yet"):
        services.submit_return(house.health_lead, NOW, TODAY, owed.pk)
    services.close_round(house.unit, NOW, TODAY, owed.round_id, reason="The audit was called off.")
    with pytest.raises(Refused, match="its round is closed"):
        answered(house, owed, house.health_lead)


def test_nothing_is_sent_out_for_a_day_after_the_end_of_its_duty(house: House):
    owed = monthly(house, a_set(house), opens_before=1)
    due = date(2026, 12, 9)
    services.end_obligation(house.unit, NOW, due, owed.pk, ends_on=date(2026, 12, 1), reason="The group closes.")
    assert services.issue_what_is_due(house.unit, NOW, due) == 0
    assert not Return.objects.exists()
