"""Broken threads: which there are, that mending takes them off the list, and what it costs to find them."""

import csv
import io
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.actions import services as actions
from goldenthread.actions.services import Party
from goldenthread.documents import services as documents
from goldenthread.documents.rules import QUADRANTS
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.partnerships import services as partnerships
from goldenthread.partnerships.tests import factories as places
from goldenthread.partnerships.tests.browsing import day
from goldenthread.plans import queries, services
from goldenthread.plans.rules import (
    BREAKS,
    Break,
    Owner,
    closed_without,
    empty_sides,
    owner_break,
    unevidenced,
    unmeasured,
)
from goldenthread.plans.tests.factories import (
    NOW,
    TODAY,
    a_measure,
    a_plan,
    a_priority,
    a_whole_plan,
    an_action,
    an_objective,
    live,
    shown_by,
    with_evidence,
)
from goldenthread.plans.tests.test_views import at, text


class TestRules:
    def test_an_objective_needs_a_measure_and_a_measure_evidence(self):
        """plans.unmeasured, plans.unevidenced"""
        assert unmeasured(0)
        assert not unmeasured(1)
        assert unevidenced(0)
        assert not unevidenced(2)

    @pytest.mark.parametrize(
        ("state", "rated", "pieces", "lacking"),
        [
            ("complete", True, 1, []),
            ("complete", False, 1, [Break.NO_IMPACT]),
            ("complete", True, 0, [Break.NO_PROOF]),
            ("complete", False, 0, [Break.NO_IMPACT, Break.NO_PROOF]),
            ("open", False, 0, []),
            ("closed", False, 0, []),
        ],
    )
    def test_what_is_complete_shows_what_it_changed(self, state, rated, pieces, lacking):
        """plans.closed_without_impact"""
        assert closed_without(state, rated, pieces) == lacking

    def test_sides_without_evidence_are_named_in_their_order(self):
        """plans.empty_sides"""
        assert empty_sides(list(QUADRANTS), ["voice"]) == ["quantitative", "qualitative", "workforce"]
        assert empty_sides(list(QUADRANTS), list(QUADRANTS)) == []

    @pytest.mark.parametrize(
        ("owner", "what"),
        [
            (Owner("person"), None),
            (Owner("person", can_sign_in=False), Break.NO_ACCOUNT),
            (Owner("person", is_tied=False), Break.LEFT),
            (Owner("person", can_sign_in=False, is_tied=False), Break.LEFT),
            (Owner("seat"), None),
            (Owner("seat", answers=False), Break.NO_HOLDER),
            (Owner("group", answers=False), Break.NO_CHAIR),
            (Owner("agency", answers=False), Break.NO_LEAD),
        ],
    )
    def test_an_owner_nobody_can_reach(self, owner, what):
        """plans.owner_without_account"""
        assert owner_break(owner) == what
        assert what is None or what in BREAKS


def breaks(house, who="manager") -> Counter[str]:
    """How many breaks there are of each kind; of a priority, how many sides are without evidence."""
    found: Counter[str] = Counter()
    for one in queries.broken_threads(house.actor(who), TODAY):
        found[str(one.what)] += len(one.sides) or 1
    return found


def closed(house, objective):
    """An action complete with evidence whose impact nobody has rated, led by somebody who can sign in."""
    action = an_action(house, objective, lead=Party("group", house.group.pk))
    with_evidence(house, action, who="manager")
    actions.ask_completion(house.actor("chair"), NOW, TODAY, action.pk, done_on=TODAY)
    actions.accept_completion(house.actor("partnership_chair"), NOW, TODAY, action.pk)
    return action


@pytest.mark.django_db
class TestQueries:
    def test_each_break_is_found_and_gone_once_it_is_mended(self, house):
        plan = a_plan(house.unit)
        priority = a_priority(house.unit, plan)
        objective = an_objective(house.unit, plan, priority)
        live(house, plan)
        assert breaks(house) == {"no_measure": 1, "empty_side": 4}
        measure = a_measure(house.unit, plan, objective_id=objective.pk)
        assert breaks(house) == {"no_evidence": 1, "empty_side": 4}
        shown_by(house, measure, quadrant="voice")
        assert breaks(house) == {"empty_side": 3}
        for side in ("quantitative", "qualitative"):
            shown_by(house, priority, quadrant=side)
        action = closed(house, objective)
        # The evidence of an action counts for the priority it serves.
        assert breaks(house) == {"no_impact": 1}
        actions.rate_impact(
            house.actor("manager"), NOW, TODAY, action.pk, value="emerging", reason="Practitioners use it"
        )
        assert breaks(house) == {}

    def test_owners_nobody_can_reach_are_found_once_with_all_that_waits_for_them(self, house):
        plan = a_plan(house.unit)
        objective = an_objective(house.unit, plan, a_priority(house.unit, plan))
        nobody = places.person_with(house.unit, name="Nobody Yet")
        empty = places.a_seat(house.unit, house.group, "Head of early help")
        bare = places.a_group(house.unit, "Task group")
        school = places.an_agency(house.unit, "Vale College")
        leads = [("person", nobody.pk), ("person", nobody.pk), ("seat", empty.pk), ("group", bare.pk)]
        for kind, key in [*leads, ("agency", school.pk)]:
            an_action(house, objective, lead=Party(kind, key))
        live(house, plan)
        found = {one.what: one for one in queries.broken_threads(house.unit, TODAY) if one.owner}
        assert {what: one.title for what, one in found.items()} == {
            Break.NO_ACCOUNT: "Nobody Yet",
            Break.NO_HOLDER: "Head of early help, Neglect subgroup",
            Break.NO_CHAIR: "Task group",
            Break.NO_LEAD: "Vale College",
        }
        assert found[Break.NO_ACCOUNT].number == 2
        partnerships.hold_seat(house.unit, NOW, empty.pk, person_id=house.users["lead"].pk, starts_on=TODAY)
        assert "no_holder" not in breaks(house)

    def test_somebody_who_left_is_told_apart_from_somebody_who_never_came(self, house):
        plan = a_plan(house.unit)
        objective = an_objective(house.unit, plan, a_priority(house.unit, plan))
        gone = places.person_with(house.unit, name="Gone Away", ends_on=places.LONG_AGO, password=places.PASSWORD)
        an_action(house, objective, lead=Party("person", gone.pk))
        live(house, plan)
        assert breaks(house)["left"] == 1

    def test_drafts_closed_plans_and_restricted_actions_are_left_out(self, house):
        plan = a_plan(house.unit)
        priority = a_priority(house.unit, plan)
        nobody = places.person_with(house.unit, name="Nobody Yet")
        an_action(house, priority, information_class="R", lead=Party("person", nobody.pk))
        assert breaks(house) == {"no_account": 1}
        assert breaks(house, "member") == {}
        live(house, plan)
        assert breaks(house, "member") == {"empty_side": 4}
        services.close_plan(house.unit, NOW, plan.pk, closing_words="Done.")
        assert breaks(house, "member") == {}

    def test_evidence_somebody_else_may_read_counts_and_withdrawn_evidence_does_not(self, house):
        plan = a_plan(house.unit)
        measure = a_measure(house.unit, plan, priority_id=a_priority(house.unit, plan).pk)
        live(house, plan)
        piece = shown_by(house, measure, information_class="R")
        assert "no_evidence" not in breaks(house, "member")
        documents.withdraw_evidence(house.unit, NOW, piece.pk, "Counted wrongly")
        assert breaks(house, "member")["no_evidence"] == 1

    def test_another_partnership_sees_none(self, house):
        a_whole_plan(house, 1)
        assert queries.broken_threads(places.found(), TODAY) == []

    def test_it_takes_eight_queries_however_many(self, house, django_assert_num_queries):
        for size in (1, 3):
            a_whole_plan(house, size, f"Plan of {size}")
            with django_assert_num_queries(8):
                assert queries.broken_threads(house.unit, TODAY)


@pytest.mark.django_db
class TestEvidence:
    def given(self, **more):
        return {
            "claim": "Files were better", "kind": "statement", "statement": "Said in October", "quadrant": "voice",
            "strength": "weak", "dated_on": TODAY, **more,
        }  # fmt: skip

    def test_it_is_kept_tied_and_told(self, house):
        plan = a_plan(house.unit)
        priority = a_priority(house.unit, plan)
        live(house, plan)
        services.add_evidence(house.actor("chair"), NOW, "priority", priority.pk, **self.given())
        assert breaks(house)["empty_side"] == 3
        assert "added evidence" in str(queries.plan_history(house.unit, plan.pk)[0:9])

    def test_it_is_refused_for_others_for_closed_plans_and_for_what_is_no_part(self, house):
        plan = a_plan(house.unit)
        priority = a_priority(house.unit, plan)
        with pytest.raises(NotPermitted):
            services.add_evidence(house.actor("lay"), NOW, "priority", priority.pk, **self.given())
        # A draft is not a group chair's to read.
        with pytest.raises(Refused):
            services.add_evidence(house.actor("chair"), NOW, "priority", priority.pk, **self.given())
        with pytest.raises(Refused):
            services.add_evidence(house.unit, NOW, "section", priority.pk, **self.given())
        with pytest.raises(Refused) as refused:
            services.add_evidence(house.unit, NOW, "priority", priority.pk, **self.given(kind="document"))
        assert refused.value.field == "upload"
        live(house, plan)
        services.close_plan(house.unit, NOW, plan.pk, closing_words="Done.")
        with pytest.raises(Refused):
            services.add_evidence(house.unit, NOW, "priority", priority.pk, **self.given())


@pytest.mark.django_db
class TestPage:
    def test_it_lists_filters_counts_and_downloads(self, house, browse):
        plan = a_plan(house.unit)
        priority = a_priority(house.unit, plan)
        objective = an_objective(house.unit, plan, priority)
        live(house, plan)
        page = browse("manager").get(at("list_broken_threads"))
        words = text(page)
        assert "2 breaks" in words
        assert (
            "Nothing shown yet from numbers, quality of practice, children, adults and families or the workforce"
            in words
        )
        assert at("add_measure", plan_id=plan.pk, query={"objective": str(objective.pk)}) in page.content.decode()
        only = text(browse("manager").get(at("list_broken_threads", query={"what": "no_measure"})))
        assert "1 break as filtered" in only
        assert "0 breaks" not in text(browse("manager").get(at("list_broken_threads", query={"plan": str(plan.pk)})))
        answer = browse("manager").get(at("list_broken_threads", query={"format": "csv"}))
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert len(rows) == 3
        assert "Add a measure" in rows[-1][-1] + rows[1][-1]

    def test_a_reader_is_told_who_can_mend_it(self, house, browse):
        plan = a_plan(house.unit)
        a_priority(house.unit, plan)
        live(house, plan)
        words = text(browse("lay").get(at("list_broken_threads")))
        assert "The business unit can mend it" in words
        assert "Add evidence" not in words

    def test_it_costs_as_much_for_many_as_for_few(self, house, browse):
        client, asked = browse("manager"), []
        for size in (1, 3):
            a_whole_plan(house, size, f"Plan of {size}")
            with CaptureQueriesContext(connection) as caught:
                client.get(at("list_broken_threads"))
            asked.append(len([one for one in caught if "SAVEPOINT" not in one["sql"]]))
        assert asked[0] == asked[1]

    def test_evidence_is_added_to_the_side_that_was_empty(self, house, browse):
        plan = a_plan(house.unit)
        priority = a_priority(house.unit, plan)
        live(house, plan)
        where = at("add_evidence", kind="priority", part_id=priority.pk, query={"side": "voice"})
        client = browse("manager")
        form = client.get(where).content.decode()
        assert 'value="voice" checked' in form
        sent = {
            "claim": "Children say they are heard", "kind": "statement", "statement": "The youth forum",
            "quadrant": "voice", "strength": "moderate", "information_class": "G", **day("dated_on", TODAY),
        }  # fmt: skip
        assert client.post(where, {}).status_code == 422
        assert client.post(where, sent).status_code == 302
        assert breaks(house)["empty_side"] == 3
