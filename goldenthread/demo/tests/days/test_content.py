"""What the demonstration shows on any day: every state, every rating, every role, and a past."""

from collections import Counter
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import check_password

from goldenthread.actions import queries as actions
from goldenthread.actions.rules import Impact, State, Strength
from goldenthread.demo import services as demo
from goldenthread.demo.tests.days.conftest import Demo
from goldenthread.documents import queries as documents
from goldenthread.documents.rules import DOCUMENT_CLASSES, QUADRANTS, RESTS_ON
from goldenthread.kernel.rag import Delivery
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.permissions import Role
from goldenthread.people.queries import people_by_id
from goldenthread.plans import queries as plans
from goldenthread.trail import queries as trail

pytestmark = pytest.mark.django_db


def test_every_rating_and_every_state_occurs(loaded: Demo) -> None:
    assert {line.rating for line in loaded.lines} == set(Delivery)
    assert {line.impact for line in loaded.lines} == set(Impact)
    assert {line.strength for line in loaded.lines} == set(Strength)
    assert {line.state for line in loaded.lines} == set(State) - {State.WITHDRAWN}


def test_most_of_the_plan_is_under_way_and_enough_of_it_needs_somebody(loaded: Demo) -> None:
    rated = Counter(line.rating for line in loaded.lines if line.counts)
    assert rated[Delivery.ON_TRACK] == max(rated.values())
    assert all(rated[rating] >= 3 for rating in Delivery)
    assert sum(line.is_overdue for line in loaded.lines) >= 6
    assert sum(line.is_silent for line in loaded.lines) >= 6
    assert sum(bool(line.busy_but_green) for line in loaded.lines) >= 5
    assert sum(line.slip_count for line in loaded.lines) >= 5
    assert max(line.slip_count for line in loaded.lines) >= 2


def test_leads_dates_and_origins_are_of_every_kind(loaded: Demo) -> None:
    lines = loaded.lines
    assert {line.lead.kind for line in lines} == {"person", "seat", "group", "agency"}
    kinds = {due.kind for line in lines for due in line.due}
    assert kinds >= {"date", "month", "quarter", "financial_year", "recurrence", "ongoing", "unknown"}
    words = {due.words for line in lines for due in line.due}
    assert words >= {"Quarter 2-3", "Ongoing", "TBC"}
    origins = {line.provenance_kind for line in lines}
    assert origins >= {"plan", "inspection", "meeting_decision", "case_audit", "practice_review", "challenge", "risk"}
    assert all(line.provenance_page for line in lines if line.provenance_kind == "inspection")
    assert {line.information_class for line in lines} == {"G", "R"}
    assert any(line.cohorts for line in lines)
    assert any(line.contributors for line in lines)
    assert any(line.reports_to for line in lines)
    met = {bool(one.met_on) for line in lines for one in line.milestones}
    assert met == {True, False}


def test_chairs_differ_and_say_why(loaded: Demo) -> None:
    differing = [line for line in loaded.lines if line.chair_rating and line.chair_rating.value != line.computed.rating]
    assert len(differing) >= 2
    assert all(line.chair_rating and line.chair_rating.reason for line in differing)


def test_the_chair_of_the_partnership_rates_a_priority_otherwise_than_it_works_out(loaded: Demo) -> None:
    strategic = next(line.plan for line in plans.list_plans(loaded.manager) if line.plan.kind == "strategic")
    tree = plans.plan_tree(loaded.manager, strategic.pk, loaded.today)
    assert tree is not None
    differing = {node.priority.reference: node.standing for node in tree.priorities if node.standing.voice == "chair"}
    differing = {key: stands for key, stands in differing.items() if stands.rating != stands.computed}
    assert "3" in differing
    assert differing["3"].said_by == "Gwen Abara"


def test_one_action_serves_two_aims(loaded: Demo) -> None:
    found = plans.list_plans(loaded.manager)
    strategic = next(line.plan for line in found if line.plan.kind == "strategic")
    tree = plans.plan_tree(loaded.manager, strategic.pk, loaded.today)
    assert tree is not None
    beneath = [line.id for priority in tree.priorities for node in priority.objectives for line in node.actions]
    assert len(beneath) > len(set(beneath))
    assert (len(tree.priorities), sum(len(priority.objectives) for priority in tree.priorities)) == (5, 14)
    assert 45 <= len(tree.all_actions) <= 65
    assert len({priority.standing.rating for priority in tree.priorities}) >= 3
    assert tree.focus_groups
    assert tree.assurance_areas
    assert tree.sections
    assert len(tree.approvals) == 7


def test_plans_are_in_every_state_and_the_strategic_one_is_in_mid_life(loaded: Demo) -> None:
    found = [line.plan for line in plans.list_plans(loaded.manager)]
    assert Counter(plan.state for plan in found) == {"live": 3, "draft": 1, "approved": 1, "closed": 1}
    strategic = next(plan for plan in found if plan.kind == "strategic")
    assert strategic.starts_on is not None
    assert strategic.ends_on is not None
    first = plans.list_versions(loaded.manager, strategic.pk)[-1]
    assert first.starts_on is not None
    gone, left = (loaded.today - first.starts_on).days, (strategic.ends_on - loaded.today).days
    assert 360 <= gone <= 740
    assert left >= 365
    assert next(plan for plan in found if plan.state == "closed").closing_words


def test_evidence_is_of_every_side_kind_and_strength(loaded: Demo) -> None:
    pieces = documents.list_evidence(loaded.manager, [one.id for line in loaded.lines for one in line.evidence])
    assert {piece.quadrant for piece in pieces} == set(QUADRANTS)
    assert {piece.kind for piece in pieces} == set(RESTS_ON)
    assert {piece.strength for piece in pieces} == {"weak", "moderate", "strong"}
    assert all(piece.dated_on < loaded.today for piece in pieces)


def test_the_library_holds_every_class_one_replaced_and_one_withdrawn(loaded: Demo) -> None:
    papers = list(documents.list_documents(loaded.manager, states=["current", "replaced", "withdrawn"]))
    assert {paper.information_class for paper in papers} == set(DOCUMENT_CLASSES)
    assert any(paper.withdrawn_at for paper in papers)
    assert any(paper.edition > 1 for paper in papers)
    assert any(paper.is_held for paper in papers)
    assert {paper.original_name.rpartition(".")[2] for paper in papers} == {"pdf", "csv", "txt"}


def test_everything_happened_before_now_and_over_years(loaded: Demo) -> None:
    events, since = trail.list_events(loaded.manager), loaded.now - timedelta(days=3 * 365)
    moments = [event.at for event in events]
    assert max(moments) <= loaded.now
    assert min(moments) < since
    assert len(moments) > 600


def test_restricted_actions_stay_with_those_who_may_read_them(loaded: Demo) -> None:
    restricted = {line.id for line in loaded.lines if line.information_class == "R"}
    assert len(restricted) >= 3
    lay = loaded.actor("harold@ambershire.example")
    assert not actions.actions_by_id(lay, restricted, loaded.today)


def test_the_structure_is_that_of_a_real_partnership(loaded: Demo) -> None:
    groups = partnerships.list_groups(loaded.manager, loaded.today, ended=True)
    assert len(groups) >= 15
    assert any(group.starts_on and group.starts_on > loaded.today for group in groups)
    assert any(group.ends_on and group.ends_on < loaded.today for group in groups)
    assert any(group.ends_on and group.ends_on > loaded.today for group in groups)
    assert {"OMG", "DSL Network"} <= {alias.name for group in groups for alias in group.aliases.all()}
    agencies = partnerships.list_agencies(loaded.manager, loaded.today)
    assert len(agencies) >= 12
    assert sum(bool(line.former_names) for line in agencies) == 4
    assert any(line.is_former for line in partnerships.list_agencies(loaded.manager, loaded.today, former=True))
    assert len(partnerships.statement_versions(loaded.manager, "vision")) == 2


def test_every_role_has_somebody_to_sign_in_as(loaded: Demo) -> None:
    held = [loaded.actor(one.email) for one in demo.sign_ins() if "saltmarsh" not in one.email]
    assert {role for actor in held for role in actor.roles} == set(Role)


def test_roles_that_only_read_are_held_alone(loaded: Demo) -> None:
    alone = {"colin": "independent_scrutineer", "harold": "lay_member", "fiona": "information_governance"}
    alone |= {"victor": "system_auditor", "margaret": "lead_safeguarding_partner"}
    for name, role in alone.items():
        assert loaded.actor(f"{name}@ambershire.example").roles == {role}


def test_everybody_shown_signs_in_with_the_same_password(loaded: Demo) -> None:
    people = people_by_id(list(loaded.ids_of_people().values())).values()
    assert len(people) == len(demo.sign_ins())
    assert all(check_password(demo.PASSWORD, person.password) for person in people)


def test_everybody_is_marked_as_of_the_demonstration_and_has_an_address_that_cannot_exist(loaded: Demo) -> None:
    people = partnerships.known_people(loaded.manager)
    people += partnerships.known_people(loaded.actor("lorna@saltmarsh.example", "saltmarsh"))
    assert all(person.is_demonstration for person in people)
    assert all(person.email.endswith((".example", "@example.org")) for person in people)


def test_two_agencies_and_two_people_belong_to_both_partnerships(loaded: Demo) -> None:
    other = loaded.actor("lorna@saltmarsh.example", "saltmarsh")
    here = {line.id: line for line in partnerships.list_agencies(loaded.manager, loaded.today)}
    there = {line.id: line for line in partnerships.list_agencies(other, loaded.today)}
    assert sorted(here[key].sector_key for key in here.keys() & there.keys()) == ["health_provider", "police"]
    people = {person.pk: person for person in partnerships.list_people(loaded.manager, loaded.today)}
    both = people.keys() & {person.pk for person in partnerships.list_people(other, loaded.today)}
    assert {people[key].email for key in both} == {"farah@police.example", "tom@hospital.example"}
    assert all(len(partnerships.partnerships_of(key, loaded.today)) == 2 for key in both)


def test_the_strategic_plan_has_its_versions_a_past_year_and_an_approval_that_waits(loaded: Demo) -> None:
    strategic = next(line.plan for line in plans.list_plans(loaded.manager) if line.plan.kind == "strategic")
    versions = plans.list_versions(loaded.manager, strategic.pk)
    assert [(one.name, one.state) for one in versions if one.issued_on] == [("1.1", "issued"), ("1.0", "superseded")]
    assert [one.occasion for one in versions] == ["refresh", "year_end", "demand", "approval"]
    waiting = [row.seat_name for row in versions[0].seat_approvals.all() if row.answer == "asked"]
    assert waiting == ["Director of children's services, Safeguarding Executive"]
    joanna = loaded.actor("joanna@ambershire.example")
    assert [one.version.pk for one in plans.approvals_asked(joanna)] == [versions[0].pk]


def test_actions_were_carried_with_their_reason_and_one_was_replaced(loaded: Demo) -> None:
    told = plans.lineages(loaded.manager, [line.id for line in loaded.lines])
    assert sum("Carried once." in one.since for one in told.values()) > 10
    assert any("Replaced by another" in step for one in told.values() for step in one.steps)


def test_a_refresh_is_under_way(loaded: Demo) -> None:
    found = [plans.refresh_in_progress(loaded.manager, line.plan.pk) for line in plans.list_plans(loaded.manager)]
    rows = [row for row in found if row]
    assert [row.touched_by_name for row in rows] == ["Tess Okonjo-Vale"]
    draft = plans.refresh_draft(loaded.manager, rows[0], loaded.today)
    assert any(doubt.blocks for doubt in draft.doubts)
    assert draft.decisions
