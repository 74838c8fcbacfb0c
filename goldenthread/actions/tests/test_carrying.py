"""An action is carried into a new year, or another takes its place; and lists read it in one query."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.actions import queries, services
from goldenthread.actions.models import Action
from goldenthread.actions.services import Party
from goldenthread.actions.tests.factories import NOW, TODAY, a_house, completed, days, new, raised
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import LinkKind
from goldenthread.trail import queries as trail

pytestmark = pytest.mark.django_db
REASON = "The mapping took longer than the year."


@pytest.fixture
def house():
    return a_house("vale")


def carry(house, action, actor=None, **fields):
    given = {"into": "2027 to 2028", "reason": REASON, **fields}
    return services.carry_action(actor or house.unit, NOW, TODAY, action.pk, **given)


def test_an_action_is_carried_with_its_reason_and_its_first_date_stays(house):
    action = raised(house)
    carried = carry(house, action, due="30 June 2027")
    assert carried.due_on.isoformat() == "2027-06-30"
    assert carried.first_due_on == days(30)
    assert carried.slip_count == 1
    told = trail.history(house.unit, "actions.action", action.pk)
    assert told[0].sentence.endswith("carried this action into 2027 to 2028.")
    assert told[0].reason == REASON
    carry(house, action)
    assert Action.objects.get(pk=action.pk).slip_count == 1


def test_nothing_finished_is_carried_and_nothing_without_a_reason(house):
    with pytest.raises(Refused, match="why it was not finished"):
        carry(house, raised(house), reason=" ")
    with pytest.raises(Refused, match="closed"):
        carry(house, completed(house, raised(house)))
    with pytest.raises(NotPermitted):
        carry(house, raised(house), house.actor("lead"))


def test_another_takes_its_place_and_each_leads_to_the_other(house):
    old = raised(house, information_class="R")
    fresh = services.replace_action(
        house.unit, NOW, TODAY, old.pk, new(house, description="Map every locality"), reason="Replaced by a new one."
    )
    old = Action.objects.get(pk=old.pk)
    assert (old.state, fresh.state, fresh.information_class) == ("closed_without_completion", "open", "R")
    found = threads.targets(house.unit, LinkKind.SUPERSEDES, "actions.action", [fresh.pk])
    assert found == {fresh.pk: [old.pk]}


def test_nothing_is_raised_where_the_old_one_cannot_be_closed(house):
    old = completed(house, raised(house))
    with pytest.raises(Refused):
        services.replace_action(house.unit, NOW, TODAY, old.pk, new(house), reason="Replaced.")
    assert Action.objects.count() == 1


@pytest.mark.parametrize("many", [1, 12])
def test_actions_in_brief_take_one_query_and_show_only_what_may_be_seen(house, many):
    rows = [raised(house, reference=str(n), lead=Party("agency", house.health.pk)) for n in range(many)]
    rows.append(raised(house, information_class="R"))
    police = house.actor("police_lead")
    with CaptureQueriesContext(connection) as caught:
        found = queries.actions_in_brief(police, [row.pk for row in rows], TODAY)
    assert len(caught) == 1
    assert [one.lead_name for one in found.values()] == ["Marlbrook Hospital Trust"] * many
    assert list(found) == [row.pk for row in rows[:-1]]
    assert all(one.is_worked_on and one.due_words for one in found.values())
    assert len(queries.actions_in_brief(house.unit, [row.pk for row in rows], TODAY)) == many + 1
