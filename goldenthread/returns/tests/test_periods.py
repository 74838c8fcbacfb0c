"""Of which days a report tells: nothing between two reports is lost, and nothing is said of days still to come."""

from datetime import date, timedelta

from goldenthread.actions import services as actions
from goldenthread.partnerships.tests.factories import NOW, TODAY
from goldenthread.returns import queries, services
from goldenthread.returns.models import Return
from goldenthread.returns.services import Respondent
from goldenthread.returns.tests.factories import House, a_round, a_set, answered, of

FILLED = (
    {"key": "done", "text": "What was done?", "asks": "long_text", "fills_from": "actions_done"},
    {"key": "off", "text": "What is off track?", "asks": "long_text", "is_required": False,
     "fills_from": "actions_off_track"},
)  # fmt: skip
FIRST, SECOND = TODAY + timedelta(days=10), TODAY + timedelta(days=40)


def a_report(house: House, asked: object, due_on: date, since: date, today: date = TODAY) -> Return:
    made = a_round(
        house, asked, due_on=due_on, period=(since, due_on), respondents=[Respondent("group", house.quality.pk)]
    )  # type: ignore[arg-type]
    return of(made, house.quality)


def an_action(house: House, due_on: date, words: str = "Audit the case files") -> object:
    new = actions.NewAction(
        description=words, lead=actions.Party("group", house.quality.pk), due=[due_on], provenance_kind="plan",
        provenance_text="Plan",
    )  # fmt: skip
    return actions.raise_action(house.unit, NOW, TODAY - timedelta(days=40), new)


def lines(house: House, owed: Return, today: date, key: str) -> list[str]:
    section = owed.round.question_set.sections.get()
    shown = queries.show_return(house.quality_chair, today, owed.pk, section.pk)
    assert shown is not None
    return [line.text for part in shown.parts for one in part.asked if one.question.key == key for line in one.lines]


def sent(house: House, owed: Return, today: date) -> None:
    answered(house, owed, house.quality_chair, done="Much.")
    services.submit_return(house.quality_chair, NOW, today, owed.pk)


def test_an_action_that_falls_due_before_the_report_does_is_not_overdue_while_it_is_written(house: House):
    owed = a_report(house, a_set(house, *FILLED, kind="highlight_report"), FIRST, TODAY - timedelta(days=30))
    an_action(house, TODAY + timedelta(days=5))
    assert lines(house, owed, TODAY, "off") == []
    assert lines(house, owed, TODAY + timedelta(days=6), "off") == ["Audit the case files"]


def test_what_is_done_after_a_report_was_sent_early_stands_in_the_next_one(house: House):
    asked = a_set(house, *FILLED, kind="highlight_report")
    sent(house, a_report(house, asked, FIRST, TODAY - timedelta(days=30)), TODAY)
    made = an_action(house, FIRST)
    between = TODAY + timedelta(days=3)
    Return.objects.filter(round__due_on=SECOND).delete()
    second = a_report(house, asked, SECOND, FIRST + timedelta(days=1))
    complete(house, made, between)
    assert lines(house, second, between + timedelta(days=20), "done") == ["Audit the case files"]
    shown = queries.show_return(house.quality_chair, SECOND, second.pk)
    assert shown is not None
    assert shown.period == (TODAY, SECOND)


def complete(house: House, made: object, on: date) -> None:
    from goldenthread.actions.models import Action

    Action.objects.filter(pk=made.pk).update(state="complete", closed_on=on)  # type: ignore[attr-defined]


def test_a_report_sent_after_the_next_was_asked_for_is_last_time_to_it(house: House):
    asked = a_set(house, *FILLED, kind="highlight_report")
    first, second = (a_report(house, asked, due, TODAY - timedelta(days=30)) for due in (FIRST, SECOND))
    assert second.previous_id is None
    sent(house, first, FIRST)
    second.refresh_from_db()
    assert second.previous_id == first.pk
    # What is asked once more of an earlier time does not become last time to a later one's author's surprise.
    sent(house, second, FIRST)
    first.refresh_from_db()
    assert first.previous_id is None
