"""A file goes in, a plan comes out, and the plan is the file again."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings

from goldenthread.actions import services as actions
from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.tests.factories import a_group, found
from goldenthread.plans import queries, services
from goldenthread.plans.exchange import importing
from goldenthread.plans.exchange.applying import apply_document
from goldenthread.plans.exchange.composing import export_plan
from goldenthread.plans.exchange.correcting import stamped
from goldenthread.plans.exchange.deciding import Decisions, propose
from goldenthread.plans.exchange.document import ActionDocument, ObjectiveDocument, PlanDocument, PriorityDocument
from goldenthread.plans.exchange.reading import read_plan
from goldenthread.plans.tests.factories import plan_document

REFERENCE = Path(settings.BASE_DIR).parent / "shared" / "plans"
NAMES = sorted(path.name for path in REFERENCE.glob("*.*x")) if REFERENCE.exists() else []
# One of them is a structure without a plan, so there is nothing of it to export.
PLANS = [name for name in NAMES if "structure" not in name]
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TODAY = date(2026, 11, 22)

pytestmark = pytest.mark.django_db


def bare(document):
    """What a plan says, without what was only said of the file it came in."""
    data = document.to_json()
    return {key: value for key, value in data.items() if key not in {"source", "doubts", "left_over", "counts"}}


def small_plan(**action):
    return PlanDocument(
        title="Business plan 2026 to 2029",
        priorities=[
            PriorityDocument(
                title="Children are heard",
                objectives=[
                    ObjectiveDocument(
                        title="Every group hears from children twice a year",
                        actions=[ActionDocument(**{"description": "Ask the young advisers", **action})],
                    )
                ],
            )
        ],
    )


def applied(unit, document, **decisions):
    made = apply_document(unit, NOW, TODAY, stamped(document), Decisions(**decisions))
    return queries.plan_in_full(unit, made.plan_id, TODAY)


@pytest.mark.parametrize("name", NAMES or [pytest.param("none", marks=pytest.mark.skip("no reference plans here"))])
def test_an_imported_plan_is_its_file_again(name):
    unit = found()
    a_group(unit, "Business management group", kind="business_management")
    document = read_plan(REFERENCE / name)
    made = apply_document(unit, NOW, TODAY, stamped(document), Decisions(groups=_groups(document)))
    if made.plan_id is None:
        assert made.groups == len(document.governance.groups)
        return
    again = plan_document(unit, made.plan_id, TODAY)
    assert bare(again) == bare(document)


@pytest.mark.parametrize("format", ["docx", "xlsx", "json"])
@pytest.mark.parametrize("name", PLANS or [pytest.param("none", marks=pytest.mark.skip("no reference plans here"))])
def test_what_is_exported_reads_as_the_plan(name, format):
    unit = found()
    a_group(unit, "Business management group", kind="business_management")
    made = apply_document(unit, NOW, TODAY, stamped(read_plan(REFERENCE / name)), Decisions())
    file_name, content = export_plan(unit, made.plan_id, TODAY, format)
    wanted = plan_document(unit, made.plan_id, TODAY)
    if format == "json":
        assert json.loads(content) == wanted.to_json()
        return
    again = read_plan(content, file_name)
    assert [one.to_json() for one in again.priorities] == [one.to_json() for one in wanted.priorities]
    assert [one.to_json() for one in again.objectives] == [one.to_json() for one in wanted.objectives]
    assert [one.to_json() for one in again.assurance_areas] == [one.to_json() for one in wanted.assurance_areas]
    assert [one.to_json() for one in again.all_actions()] == [one.to_json() for one in wanted.all_actions()]


def _groups(document):
    return [group.name for group in document.governance.groups] if document.governance else []


def test_a_dry_run_changes_nothing_and_says_what_it_would_do(tmp_path):
    unit = found()
    path = tmp_path / "plan.csv"
    path.write_text("Priority,Action,Lead,By when\nNeglect,Publish the toolkit,Nobody we know,June 2027\n")
    said = importing.import_file(unit, NOW, TODAY, path, apply=False)
    assert "1 priority, 1 action" in said[0]
    assert any("nobody here is called" in line for line in said)
    assert "Nothing was changed" in said[-1]
    assert queries.list_plans(unit) == []
    assert queries.list_imports(unit) == []


def test_a_lead_is_found_by_another_name_and_by_a_close_spelling():
    unit = found()
    group = a_group(unit, "Quality and Performance Subgroup", aliases=["QAP"])
    a_group(unit, "Business management group", kind="business_management")
    data = stamped(small_plan(leads=["QAP", "Quality & performance sub-group", "Quality and Preformance Subgroup"]))
    proposal = propose(unit, TODAY, data, Decisions()).by_uid["a1"]
    assert proposal.lead.id == group.pk
    assert proposal.is_sure
    assert [one.how for one in proposal.matches] == ["other name", "name", "close spelling"]


def test_where_nobody_is_named_the_steering_group_answers_and_it_is_to_be_confirmed():
    unit = found()
    a_group(unit, "Neglect working group", kind="working_group")
    steering = a_group(unit, "Business management group", kind="business_management")
    line = applied(unit, small_plan()).all_actions[0]
    assert line.lead.id == steering.pk
    assert not line.lead_is_confirmed


def test_without_any_group_the_person_is_asked_who_answers():
    unit = found()
    with pytest.raises(Refused, match="Choose who leads"):
        applied(unit, small_plan())
    assert queries.list_plans(unit) == []


def test_a_date_without_its_year_stays_without_one_until_somebody_says_which():
    unit = found()
    a_group(unit, "Business management group", kind="business_management")
    vague = applied(unit, small_plan(due=["Quarter 1-2"])).all_actions[0]
    assert vague.due_on is None
    assert vague.due_words == "Quarter 1-2"
    told = applied(unit, small_plan(due=["Quarter 1-2"]), dates={"a1": date(2027, 9, 30)}).all_actions[0]
    assert told.due_on == date(2027, 9, 30)
    assert told.due_words == "Quarter 1-2"


def test_groups_of_a_structure_document_are_added_once_with_parents_and_seats():
    unit = found()
    a_group(unit, "Business management group", kind="business_management")
    document = small_plan()
    data = document.to_json() | {
        "governance": {
            "groups": [
                {"name": "Safeguarding Executive", "kind": "executive", "chair": "Independent chair"},
                {"name": "Voice group", "kind": "subgroup", "parent": "Safeguarding Executive", "members": ["Police"]},
                {"name": "Business Management Group", "kind": "business group"},
            ]
        }
    }
    document = PlanDocument.from_json(data)
    applied(unit, document, groups=_groups(document))
    groups = {group.name: group for group in partnerships.list_groups(unit, TODAY)}
    assert set(groups) == {"Business management group", "Safeguarding Executive", "Voice group"}
    assert groups["Voice group"].parent_id == groups["Safeguarding Executive"].pk
    assert [seat.title for seat in groups["Voice group"].seats_now] == ["Police"]
    assert [seat.kind for seat in groups["Safeguarding Executive"].seats_now] == ["chair"]


def test_a_group_that_a_line_of_evidence_reports_to_is_remembered():
    unit = found()
    bmg = a_group(unit, "Business management group", aliases=["BMG"], kind="business_management")
    line = applied(unit, small_plan(evidence=["Subgroup report to BMG"], due=["June 2027"])).all_actions[0]
    assert line.reportings == ((bmg.pk, "Business management group", "June 2027"),)


def test_a_live_plan_is_exported_with_progress_and_rating():
    unit = found()
    a_group(unit, "Business management group", kind="business_management")
    tree = applied(unit, small_plan(due=["March 2027"]))
    services.approve_plan(unit, NOW, tree.plan.pk, approved_on=TODAY, on_behalf_of="The executive")
    services.start_plan(unit, NOW, tree.plan.pk)
    line = tree.all_actions[0]
    actions.give_update(unit, NOW, TODAY, line.id, text="Two groups were asked.", delivery="at_risk")
    document = plan_document(unit, tree.plan.pk, TODAY)
    action = document.all_actions()[0]
    assert action.progress == "Two groups were asked."
    assert action.rag == "amber"
    name, content = export_plan(unit, tree.plan.pk, TODAY, "docx")
    assert read_plan(content, name).all_actions()[0].rag == "amber"
