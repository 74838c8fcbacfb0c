"""Out of the house and in again: an exported plan, edited by a partner, shows exactly what the partner did."""

import pytest

from goldenthread.actions import services as actions
from goldenthread.partnerships.tests.factories import a_group, found
from goldenthread.plans import queries
from goldenthread.plans.exchange import importing
from goldenthread.plans.exchange.applying import apply_import
from goldenthread.plans.exchange.composing import export_plan
from goldenthread.plans.exchange.newer.choosing import compare_again
from goldenthread.plans.tests.editing_exports import ADDED, edit, last_lines, more
from goldenthread.plans.tests.factories import plan_document
from goldenthread.plans.tests.newer_files import a_unit, beside, brought_in, told
from goldenthread.plans.tests.test_exchange_applying import NOW, PLANS, REFERENCE, TODAY

pytestmark = pytest.mark.django_db
FORMATS = ("docx", "xlsx", "csv")
NONE = [pytest.param("none", marks=pytest.mark.skip("The reference plans are not beside this checkout."))]


def brought(unit, name):
    a_group(unit, "Business management group", kind="business_management")
    row = importing.receive_file(unit, NOW, (REFERENCE / name).read_bytes(), name)
    return apply_import(unit, NOW, TODAY, row.pk).plan_id


def again(unit, plan_id, content, name):
    row = importing.receive_file(unit, NOW, content, name, onto_id=plan_id)
    return told(compare_again(unit, NOW, TODAY, row.pk))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", PLANS or NONE)
def test_an_edited_export_shows_exactly_the_edit(name, format):
    unit = found()
    plan_id = brought(unit, name)
    file_name, content = export_plan(unit, plan_id, TODAY, format)
    document = plan_document(unit, plan_id, TODAY)
    if not document.all_actions():
        if format == "csv":
            pytest.skip("A CSV holds actions, and this plan has none.")
        assert again(unit, plan_id, content, file_name) == []
        _edit_its_areas(unit, plan_id, content, file_name, document)
        return
    assert again(unit, plan_id, content, file_name) == []
    lines = [one.description for one in last_lines(document)]
    words, made = edit(content, file_name, lines, "change")
    assert again(unit, plan_id, made, file_name) == [("changed", more(words), ["description"])]
    _, made = edit(content, file_name, lines, "add")
    assert again(unit, plan_id, made, file_name) == [("added", ADDED, [])]
    words, made = edit(content, file_name, lines, "remove")
    assert again(unit, plan_id, made, file_name) == [("gone", words, [])]


def _edit_its_areas(unit, plan_id, content, file_name, document):
    """A plan without actions is edited in an area of focus of a priority."""
    of = {one.areas_of_focus[-1]: one.title for one in document.priorities if len(one.areas_of_focus) > 1}
    for how in ("change", "add", "remove"):
        words, made = edit(content, file_name, list(of), how)
        assert again(unit, plan_id, made, file_name) == [("changed", of[words], ["areas_of_focus"])]


@pytest.mark.parametrize("format", FORMATS)
def test_a_running_plan_comes_back_unchanged_with_its_updates_and_ratings(format):
    unit = a_unit()
    row = brought_in(unit)
    for number, line in enumerate(queries.plan_tree(unit, row.plan_id, TODAY).all_actions):
        rating = ("on_track", "at_risk", "off_track", "")[number]
        actions.give_update(unit, NOW, TODAY, line.id, text=f"Step {number} is done.", delivery=rating)
    file_name, content = export_plan(unit, row.plan_id, TODAY, format)
    assert told(beside(unit, row.plan_id, content, file_name)) == []
