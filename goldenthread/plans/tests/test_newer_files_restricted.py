"""Restricted actions of a plan and somebody in the unit who may not read them: nothing is shown, doubled or lost."""

import html

import pytest

from goldenthread.actions import queries as tracker
from goldenthread.actions import services as actions
from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests.factories import acting, person_with
from goldenthread.plans import queries
from goldenthread.plans.exchange.newer.applying import apply_newer
from goldenthread.plans.exchange.newer.choosing import compare_again, show_compared
from goldenthread.plans.exchange.newer.undoing import undo_import
from goldenthread.plans.tests.factories import NOW, TODAY
from goldenthread.plans.tests.newer_files import a_file, a_unit, beside, brought_in, changed, choose, lines_of
from goldenthread.plans.tests.test_views_newer import at

pytestmark = pytest.mark.django_db
SECRET = "Publish the toolkit"


@pytest.fixture
def unit():
    return a_unit("vale")


@pytest.fixture
def person(unit):
    return person_with(unit, Role.UNIT_OFFICER)


@pytest.fixture
def officer(unit, person):
    return acting(unit, person, TODAY)


@pytest.fixture
def first(unit):
    """A plan brought in, one of whose actions was restricted since."""
    row = brought_in(unit)
    restrict(unit, lines_of(unit, row.plan_id)["1.1"].id)
    return row


def restrict(unit, action_id):
    actions.change_action(unit, NOW, TODAY, action_id, information_class="R")


def words(client, path):
    return html.unescape(client.get(path).content.decode())


def test_a_newer_file_is_brought_in_by_somebody_who_reads_the_whole_plan(unit, officer, first):
    with pytest.raises(Refused, match="actions that are not yours to read"):
        beside(officer, first.plan_id, a_file(changed("2.1", due="April 2028")))
    assert len(lines_of(unit, first.plan_id)) == 4
    row = beside(unit, first.plan_id, a_file(changed("2.1", due="April 2028")))
    assert [one.live_title for one in show_compared(unit, row.pk).comparison.differences] == [
        "Map the places where harm happens"
    ]


def test_what_the_manager_compared_shows_the_officer_no_restricted_line(unit, person, officer, first, client):
    newer = a_file([row for row in changed("2.1", due="April 2028") if row[1] != "1.1"])
    row = beside(unit, first.plan_id, newer)
    assert len(show_compared(unit, row.pk).comparison.differences) == 2
    client.force_login(person)
    for name in ("compare_import", "apply_newer_file"):
        page = words(client, at(name, import_id=row.pk))
        assert "Map the places" in page
        assert SECRET not in page
    told = client.post(at("compare_import", import_id=row.pk), {"then": "again"}, follow=True)
    assert "actions that are not yours to read" in html.unescape(told.content.decode())
    with pytest.raises(Refused, match="not yours to read"):
        compare_again(officer, NOW, TODAY, row.pk)


def test_undoing_names_no_restricted_action_and_leaves_it(unit, person, officer, first, client):
    secret_id = lines_of(unit, first.plan_id)["1.1"].id
    client.force_login(person)
    page = words(client, at("undo_import", import_id=first.pk))
    assert SECRET not in page
    assert "A restricted action" in page
    with pytest.raises(Refused, match="not yours to read"):
        undo_import(officer, NOW, TODAY, first.pk)
    assert queries.show_import(unit, first.pk).state == "applied"
    undo_import(unit, NOW, TODAY, first.pk, nevertheless=[secret_id], reason="Brought in by mistake")
    assert tracker.show_action(unit, secret_id, TODAY).line.state == "withdrawn"


def test_undoing_what_ended_or_changed_a_restricted_action_leaves_it_as_it_is(unit, officer):
    first = brought_in(unit)
    ids = {key: line.id for key, line in lines_of(unit, first.plan_id).items()}
    newer = a_file([row for row in changed("1.2", due="May 2028") if row[1] != "1.1"])
    row = beside(unit, first.plan_id, newer)
    gone = {str(ids["1.1"]): {"do": "close", "reason": "No longer wanted"}}
    choose(unit, row, gone=gone)
    apply_newer(unit, NOW, TODAY, row.pk)
    restrict(unit, ids["1.1"])
    restrict(unit, ids["1.2"])
    with pytest.raises(Refused, match="not yours to read"):
        undo_import(officer, NOW, TODAY, row.pk)
    assert tracker.show_action(unit, ids["1.1"], TODAY).line.state == "closed_without_completion"
