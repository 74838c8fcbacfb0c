"""What lateness leads to where dates were changed, nobody is left, or only a day has passed."""

from datetime import date, timedelta

from goldenthread.challenges.models import Challenge
from goldenthread.notify.models import Message
from goldenthread.partnerships.models import Group, Participation
from goldenthread.partnerships.tests.factories import NOW
from goldenthread.returns import services
from goldenthread.returns.services import Respondent
from goldenthread.returns.tests.factories import House, a_round, of
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import LinkKind

DUE = date(2026, 11, 27)


def test_after_more_time_was_given_they_are_reminded_again(house: House):
    owed = of(a_round(house, due_on=DUE), house.health)
    services.excuse_return(house.unit, NOW, owed.round.returns.get(agency=house.police).pk, reason="No services.")
    services.climb_ladders(house.unit, NOW, date(2026, 11, 30))
    later = date(2026, 12, 11)
    services.extend_return(house.unit, NOW, date(2026, 12, 1), owed.pk, due_on=later, reason="Illness.")
    services.climb_ladders(house.unit, NOW, date(2026, 12, 14))
    told = Message.objects.filter(kind="returns.reminder").order_by("created_at")
    assert ["27 November" in one.body for one in told] == [True, False]
    assert "11 December" in told[1].body


def test_one_day_late_is_one_working_day(house: House):
    a_round(house, due_on=DUE)
    services.climb_ladders(house.unit, NOW, date(2026, 11, 30))
    assert "after 1 working day." in Message.objects.filter(kind="returns.reminder").first().body


def test_the_challenge_leads_back_to_the_return_that_did_not_come(house: House):
    owed = of(a_round(house, due_on=DUE), house.health)
    for day in (date(2026, 11, 30), date(2026, 12, 4), date(2026, 12, 14)):
        services.climb_ladders(house.unit, NOW, day)
    made = Challenge.objects.get(to_agency=house.health)
    assert threads.sources(house.unit, LinkKind.RAISED_BY, "returns.return", [owed.pk]) == {owed.pk: [made.pk]}


def climbed(house: House, owed: object) -> list[str]:
    for day in range(60):
        services.climb_ladders(house.unit, NOW, DUE + timedelta(days=day))
    owed.refresh_from_db()  # type: ignore[attr-defined]
    return [one["rung"] for one in owed.rungs]  # type: ignore[attr-defined]


def test_a_group_or_agency_that_is_gone_is_chased_no_further(house: House):
    made = a_round(
        house, due_on=DUE, respondents=[Respondent("group", house.quality.pk), Respondent("agency", house.health.pk)]
    )
    Group.objects.filter(pk=house.quality.pk).update(ends_on=DUE - timedelta(days=1))
    Participation.objects.filter(agency=house.health).update(ends_on=DUE - timedelta(days=1))
    assert climbed(house, of(made, house.quality)) == []
    assert climbed(house, of(made, house.health)) == []
    assert not Challenge.objects.exists()
