"""Requests for data: what they ask of whom, the returns that come round by themselves, changing and ending them."""

from datetime import date

import pytest

from goldenthread.kernel.outcomes import NotPermitted, Refused, Superseded
from goldenthread.partnerships import services as founding
from goldenthread.returns import services as returns
from goldenthread.returns.models import Obligation, Question, QuestionSet, Return
from goldenthread.scorecards import queries, services
from goldenthread.scorecards.models import DataRequest
from goldenthread.scorecards.tests.asked import OCTOBER, OUT, a_request, asked, return_of, wanted
from goldenthread.scorecards.tests.factories import NOW, month
from goldenthread.trail.models import Event


def keys(made: DataRequest) -> list[str]:
    stands = QuestionSet.objects.get(series=made.question_series, state="published")
    rows = Question.objects.filter(section__question_set=stands).order_by("section__position", "position")
    return list(rows.values_list("key", flat=True))


def test_a_request_writes_its_questions_and_each_agency_owes_its_returns(here):
    made = a_request(here)
    asked_for = QuestionSet.objects.get(series=made.question_series)
    assert (asked_for.kind, asked_for.state, asked_for.title) == ("data_return", "published", made.title)
    assert keys(made) == [
        "results-file", "CP05-numerator", "CP05-denominator", "CP09-numerator", "CP09-denominator", "CP15-numerator",
        "notes",
    ]  # fmt: skip
    assert not Question.objects.filter(section__question_set=asked_for, is_required=True).exists()
    typed = Question.objects.get(section__question_set=asked_for, key="CP09-numerator")
    assert typed.hint == (
        "A whole number; c if it is 1 to 5 and may not be shared, x if you do not have it, z if it does not apply."
    )
    duty = Obligation.objects.get(question_series=made.question_series)
    assert (duty.by_agency_id, duty.needs_sign_off, bool(duty.ladder)) == (here.agency_id, True, True)
    assert [one.due_on for one in duty.dates.order_by("due_on")[:3]] == [
        date(2026, 11, 13), date(2026, 12, 14), date(2027, 1, 15),
    ]  # fmt: skip


def test_each_return_knows_its_period(here):
    data = asked(here)
    assert data.owed.round.title == "Child protection figures, October 2026"
    assert (data.owed.round.period_starts_on, data.owed.round.period_ends_on) == (OCTOBER.starts_on, OCTOBER.ends_on)
    assert data.owed.due_on == date(2026, 11, 13)
    returns.issue_what_is_due(here.manager, NOW, date(2026, 12, 1))
    assert return_of(data.request, month(2026, 11)).round.title == "Child protection figures, November 2026"


@pytest.mark.parametrize(
    ("grain", "starts_on", "due", "label"),
    [
        ("quarter", date(2026, 10, 1), date(2027, 1, 15), "Quarter 3 2026-27"),
        ("year", date(2026, 4, 1), date(2027, 4, 14), "2026-27"),
        ("academic year", date(2026, 9, 1), date(2027, 9, 14), "academic year 2026-27"),
    ],
)
def test_quarters_and_years_fall_due_after_they_have_ended(here, grain, starts_on, due, label):
    for code in ("CP05",):
        services.change_indicator(here.manager, NOW, here.indicators[code].pk, agency_id=here.agency_id, grain=grain)
    made = a_request(here, grain=grain, starts_on=starts_on, indicator_ids=[here.indicators["CP05"].pk])
    duty = Obligation.objects.get(question_series=made.question_series)
    assert duty.dates.order_by("due_on").first().due_on == due
    returns.issue_what_is_due(here.manager, NOW, due)
    assert Return.objects.get(round__question_set__series=made.question_series).round.title.endswith(label)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"title": " "}, "Enter a title"),
        ({"purpose": " "}, "what the figures are for"),
        ({"power": ""}, "power it relies on"),
        ({"rule_set": "internal"}, "how small numbers are hidden"),
        ({"breakdowns": ["shoe size"]}, "Nothing is counted by shoe size"),
        ({"working_days": 30}, "from 1 to 20"),
        ({"grain": "quarter"}, "CP05 is counted for each month, and this asks for each quarter"),
        ({"agency_ids": []}, "Choose which agencies"),
        ({"indicator_ids": []}, "Choose indicators"),
    ],
)
def test_what_does_not_hold_together_is_refused_and_nothing_is_kept(here, fields, says):
    with pytest.raises(Refused, match=says):
        a_request(here, **fields)
    assert not DataRequest.objects.exists()
    assert not QuestionSet.objects.exists()


def test_nobody_of_another_partnership_is_asked(here, there):
    for fields in (
        {"agency_ids": [there.agency_id]},
        {"to_group_id": there.board_id},
        {"indicator_ids": [there.indicators["CP05"].pk]},
    ):
        with pytest.raises(Refused):
            a_request(here, **fields)
    made = a_request(here)
    assert queries.find_request(there.manager, made.pk) is None
    with pytest.raises(Refused, match="no such request"):
        services.end_request(there.manager, NOW, OUT, made.pk, ends_on=OUT, reason="Mine now.")


@pytest.mark.parametrize("role", ["agency_lead", "analyst", "group_chair", "independent_scrutineer"])
def test_only_the_unit_asks(here, role):
    with pytest.raises(NotPermitted):
        services.make_request(here.role(role, here.agency_id), NOW, OUT, wanted(here))


def police(here):
    return founding.add_agency(here.manager, NOW, name="Wexcombe Police", sector="police", basis="statutory_partner")


def test_two_agencies_are_asked_each_for_what_is_theirs(here):
    force = police(here)
    both = [here.agency_id, force.pk]
    with pytest.raises(Refused, match="Wexcombe Police sends none of these indicators"):
        a_request(here, agency_ids=both)
    services.change_indicator(here.manager, NOW, here.indicators["CP15"].pk, agency_id=None, grain="month")
    with pytest.raises(Refused, match="Nobody has said which agency sends CP15"):
        a_request(here, agency_ids=both)
    services.change_indicator(here.manager, NOW, here.indicators["CP15"].pk, agency_id=force.pk, grain="month")
    with pytest.raises(Refused, match="CP15 is sent by Wexcombe Police"):
        a_request(here)
    made = a_request(here, agency_ids=both)
    returns.issue_what_is_due(here.manager, NOW, OUT)
    council, other = (return_of(made, agency_id=one) for one in both)
    assert [one.code for one in queries.held(here.manager, council.pk).asked] == ["CP05", "CP09"]
    assert [one.code for one in queries.held(here.manager, other.pk).asked] == ["CP15"]


def test_other_indicators_are_a_new_version_and_what_is_out_stays(here):
    data = asked(here)
    more = [*wanted(here).indicator_ids, here.indicators["CP20"].pk]
    services.change_request(here.manager, NOW, OUT, data.request.pk, wanted(here, indicator_ids=more))
    assert "CP20-numerator" in keys(data.request)
    assert [one.edition for one in QuestionSet.objects.order_by("edition")] == [1, 2]
    assert "CP20" not in [one.code for one in queries.held(here.manager, data.owed.pk).asked]
    returns.issue_what_is_due(here.manager, NOW, date(2026, 12, 1))
    november = return_of(data.request, month(2026, 11))
    assert "CP20" in [one.code for one in queries.held(here.manager, november.pk).asked]


def test_saving_the_same_again_changes_nothing(here):
    made = a_request(here)
    events = Event.objects.count()
    services.change_request(here.manager, NOW, OUT, made.pk, wanted(here))
    assert Event.objects.count() == events
    assert QuestionSet.objects.count() == 1


def test_due_dates_follow_the_request(here):
    made = a_request(here)
    services.change_request(here.manager, NOW, date(2026, 10, 21), made.pk, wanted(here, working_days=5))
    duty = Obligation.objects.get(question_series=made.question_series)
    assert duty.dates.order_by("due_on").first().due_on == date(2026, 11, 6)
    assert queries.working_days_of(here.manager, made) == 5
    with pytest.raises(Refused, match="cannot change"):
        services.change_request(here.manager, NOW, OUT, made.pk, wanted(here, grain="quarter"))


def test_two_who_change_one_request_both_see_both(here):
    made = a_request(here)
    services.change_request(here.manager, NOW, OUT, made.pk, wanted(here, title="Other figures"), version=1)
    with pytest.raises(Superseded):
        services.change_request(here.manager, NOW, OUT, made.pk, wanted(here, title="Third figures"), version=1)


def test_a_request_ends_with_a_reason_and_asks_for_nothing_more(here):
    data = asked(here)
    with pytest.raises(Refused, match="Say why"):
        services.end_request(here.manager, NOW, OUT, data.request.pk, ends_on=OUT, reason=" ")
    services.end_request(here.manager, NOW, OUT, data.request.pk, ends_on=OUT, reason="Replaced by another.")
    assert not Obligation.objects.get().dates.filter(round__isnull=True).exists()
    returns.issue_what_is_due(here.manager, NOW, date(2026, 12, 1))
    assert Return.objects.count() == 1
    assert list(queries.list_requests(here.manager, today=OUT)) == []
    assert list(queries.list_requests(here.manager, ended=True, today=OUT)) == [data.request]
    for act in (
        lambda: services.end_request(here.manager, NOW, OUT, data.request.pk, ends_on=OUT, reason="Again."),
        lambda: services.change_request(here.manager, NOW, OUT, data.request.pk, wanted(here)),
    ):
        with pytest.raises(Refused, match="ended"):
            act()


def test_an_agency_that_is_no_longer_asked_owes_nothing_more(here):
    force = police(here)
    services.change_indicator(here.manager, NOW, here.indicators["CP15"].pk, agency_id=force.pk, grain="month")
    made = a_request(here, agency_ids=[here.agency_id, force.pk])
    less = [here.indicators[code].pk for code in ("CP05", "CP09")]
    services.change_request(here.manager, NOW, date(2026, 10, 21), made.pk, wanted(here, indicator_ids=less))
    returns.issue_what_is_due(here.manager, NOW, OUT)
    assert [one.agency_id for one in Return.objects.all()] == [here.agency_id]


def test_what_was_due_and_did_not_come_is_told_from_what_came_late_or_was_excused(here):
    data = asked(here)
    look = queries.show_request
    assert look(here.manager, data.request, OUT).cells[here.agency_id, OCTOBER.ends_on].words == "Due"
    late = date(2026, 11, 20)
    assert look(here.manager, data.request, late).cells[here.agency_id, OCTOBER.ends_on].words == "Not returned"
    returns.issue_what_is_due(here.manager, NOW, date(2026, 12, 1))
    returns.excuse_return(here.manager, NOW, return_of(data.request, month(2026, 11)).pk, reason="A new system.")
    shown = look(here.manager, data.request, date(2026, 12, 1))
    assert [one.label for one in shown.periods] == ["November 2026", "October 2026"]
    assert [one.words for one in shown.cells.values()] == ["Excused", "Not returned"]


def test_a_request_costs_the_same_however_many_returns_it_has(here, django_assert_num_queries):
    data = asked(here)
    with django_assert_num_queries(4):
        queries.show_request(here.manager, data.request, OUT)
    for number in (12, 13, 14):
        day = date(2026 + number // 13, (number - 1) % 12 + 1, 1)
        returns.issue_what_is_due(here.manager, NOW, day)
    found = queries.find_request(here.manager, data.request.pk)
    assert Return.objects.count() > 2
    list(found.agencies.all())
    with django_assert_num_queries(2):
        assert len(queries.show_request(here.manager, found, OUT).periods) > 2
