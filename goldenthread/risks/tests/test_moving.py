"""Risks go up and down between registers, are accepted, happen, are resolved, closed and reopened."""

from datetime import timedelta
from typing import Any

import pytest

from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.partnerships.models import Group
from goldenthread.partnerships.permissions import Role
from goldenthread.risks import rules, services
from goldenthread.risks.models import Issue, Risk, RiskMove
from goldenthread.risks.tests.factories import NOW, TODAY, Place, on, raised

LATER = TODAY + timedelta(days=40)


def refused(act: Any, field: str = "") -> str:
    with pytest.raises(Refused) as said:
        act()
    assert said.value.field == field
    return said.value.reason


class TestUpAndDown:
    def test_it_goes_up_step_by_step_into_the_partnerships_own_and_no_further(self, here: Place) -> None:
        chair = here.seat("quality", "chair")
        risk = raised(chair, here.groups["quality"])
        for register in ("business", "board", None):
            risk = services.escalate_risk(here.manager, NOW, TODAY, risk.pk, why="Money", decided_by="The group")
            assert risk.group_id == (here.groups[register] if register else None)
        assert (risk.raised_in_id, risk.is_escalated) == (here.groups["quality"], True)
        refused(lambda: services.escalate_risk(here.manager, NOW, TODAY, risk.pk, why="Money"), "why")
        newest = RiskMove.objects.filter(risk=risk).first()
        assert newest is not None
        assert (newest.from_group_id, newest.to_group_id, newest.decided_by_name, newest.made_by_name) == (
            here.groups["board"], None, "The group", here.manager.name,
        )  # fmt: skip

    def test_those_who_sent_it_up_go_on_reading_it_and_those_above_send_it_back(self, here: Place) -> None:
        chair, above = here.seat("quality", "chair"), here.seat("business", "chair")
        risk = services.escalate_risk(chair, NOW, TODAY, raised(chair, here.groups["quality"]).pk, why="Money")
        assert Risk.objects.readable(chair).filter(pk=risk.pk).exists()
        assert Risk.objects.readable(above).filter(pk=risk.pk).exists()
        quality = here.groups["quality"]
        with pytest.raises(NotPermitted):
            services.bring_down_risk(chair, NOW, TODAY, risk.pk, group_id=quality, why="Ours")
        told = services.bring_down_risk(above, NOW, TODAY, risk.pk, group_id=quality, why="Settled")
        assert (told.group_id, told.is_escalated) == (quality, False)
        assert not Risk.objects.readable(above).filter(pk=risk.pk).exists()

    def test_it_goes_down_only_beneath_where_it_stands(self, here: Place, there: Place) -> None:
        risk = raised(here.manager, here.groups["business"])
        for elsewhere in (here.groups["board"], there.groups["quality"]):
            act = {"group_id": elsewhere, "why": "There"}
            refused(lambda act=act: services.bring_down_risk(here.manager, NOW, TODAY, risk.pk, **act), "group_id")
        down = {"group_id": here.groups["quality"]}
        refused(lambda: services.bring_down_risk(here.manager, NOW, TODAY, risk.pk, why="", **down), "why")
        assert Risk.objects.get(pk=risk.pk).group_id == here.groups["business"]

    def test_a_group_that_has_ended_is_passed_over(self, here: Place) -> None:
        risk = raised(here.manager, here.groups["quality"])
        Group.objects.filter(pk=here.groups["business"]).update(ends_on=TODAY - timedelta(days=1))
        told = services.escalate_risk(here.manager, NOW, TODAY, risk.pk, why="Money")
        assert told.group_id == here.groups["board"]

    def test_from_the_partnerships_own_it_goes_to_any_group(self, here: Place) -> None:
        risk = raised(here.manager)
        told = services.bring_down_risk(
            here.manager, NOW, TODAY, risk.pk, group_id=here.groups["quality"], why="Closer to it"
        )
        assert (told.group_id, told.raised_in_id) == (here.groups["quality"], None)


class TestAcceptance:
    def test_it_has_an_end_and_somebody_who_may(self, here: Place) -> None:
        chair, until = here.role(Role.PARTNERSHIP_CHAIR), TODAY + timedelta(days=100)
        risk = raised(here.manager)
        act = {"until": until, "why": "Decided elsewhere"}
        told = services.accept_risk(here.manager, NOW, TODAY, risk.pk, approver_id=chair.user_id, **act)
        move = RiskMove.objects.get(risk=risk)
        assert (told.accepted_until, move.until_on, move.decided_by_name) == (until, until, chair.name)
        for nobody in (here.role(Role.LAY_MEMBER), here.seat("quality", "member"), here.seat("quality", "chair")):
            key = nobody.user_id
            refused(
                lambda key=key: services.accept_risk(here.manager, NOW, TODAY, risk.pk, approver_id=key, **act),
                "approver_id",
            )

    def test_nobody_accepts_their_own_and_a_groups_chair_accepts_for_the_group(self, here: Place) -> None:
        chair, quality = here.seat("quality", "chair"), here.groups["quality"]
        own = raised(here.manager, quality, owner_id=chair.user_id)
        act = {"until": TODAY + timedelta(days=100), "why": "So", "approver_id": chair.user_id}
        assert "they own" in refused(
            lambda: services.accept_risk(here.manager, NOW, TODAY, own.pk, **act), "approver_id"
        )
        other = raised(here.manager, quality)
        assert services.accept_risk(chair, NOW, TODAY, other.pk, **act).accepted_until
        refused(lambda: services.accept_risk(chair, NOW, TODAY, other.pk, **{**act, "until": None}), "until")


class TestIssues:
    def test_a_risk_that_happened_is_an_issue_until_it_is_resolved(self, here: Place) -> None:
        risk = raised(here.manager, owner_id=here.manager.user_id)
        issue = services.become_issue(
            here.manager, NOW, TODAY, risk.pk, what="Down for three days", happened_on=TODAY, response="By telephone"
        )
        risk.refresh_from_db()
        assert (risk.state, issue.owner_id) == ("issue", here.manager.user_id)
        assert "Resolve the issue first" in refused(
            lambda: services.close_risk(here.manager, NOW, TODAY, risk.pk, why="Done"), "why"
        )
        told = services.resolve_issue(here.manager, on(LATER), LATER, risk.pk, how="Restored")
        assert (told.state, told.next_review_on) == ("open", rules.next_review(LATER, 12))
        kept = Issue.objects.get()
        assert (kept.resolved_on, kept.resolution) == (LATER, "Restored")
        services.become_issue(here.manager, on(LATER), LATER, risk.pk, what="Again", happened_on=LATER)
        assert Issue.objects.filter(resolved_on__isnull=True).count() == 1

    def test_it_happened_on_a_day_that_has_come(self, here: Place) -> None:
        risk = raised(here.manager)
        for day in (None, TODAY + timedelta(days=1)):
            act = {"what": "It", "happened_on": day}
            refused(lambda act=act: services.become_issue(here.manager, NOW, TODAY, risk.pk, **act), "happened_on")
        refused(lambda: services.become_issue(here.manager, NOW, TODAY, risk.pk, what=" ", happened_on=TODAY), "what")
        assert not Issue.objects.exists()


class TestClosing:
    def test_it_closes_with_a_reason_is_left_alone_and_opens_again(self, here: Place) -> None:
        risk = raised(here.manager)
        refused(lambda: services.close_risk(here.manager, NOW, TODAY, risk.pk, why=" "), "why")
        closed = services.close_risk(here.manager, NOW, TODAY, risk.pk, why="It cannot happen any more.")
        assert (closed.state, closed.closed_on) == ("closed", TODAY)
        assert "is closed" in refused(
            lambda: services.review_risk(here.manager, NOW, TODAY, risk.pk, sentence="Looked"), "sentence"
        )
        refused(lambda: services.add_control(here.manager, NOW, TODAY, risk.pk, services.Hold("It", "strong", "first")))
        opened = services.reopen_risk(here.manager, on(LATER), LATER, risk.pk, why="It can after all.")
        assert (opened.state, opened.closed_on, opened.reviewed_on) == ("open", None, LATER)

    def test_it_is_not_for_members_nor_for_other_partnerships(self, here: Place, there: Place) -> None:
        risk = raised(here.manager, here.groups["quality"])
        with pytest.raises(NotPermitted):
            services.close_risk(here.seat("quality", "member"), NOW, TODAY, risk.pk, why="Done")
        assert "no such risk" in refused(lambda: services.close_risk(there.manager, NOW, TODAY, risk.pk, why="Done"))
        assert "no such risk" in refused(
            lambda: services.close_risk(here.seat("board", "chair"), NOW, TODAY, risk.pk, why="Done")
        )


def test_two_who_escalate_at_once_put_it_up_one_step_and_not_two(here: Place) -> None:
    risk = raised(here.manager, here.groups["quality"])
    up = {"why": "The group cannot hold it.", "stands_in": risk.group_id}
    services.escalate_risk(here.manager, NOW, TODAY, risk.pk, **up)
    with pytest.raises(Refused, match="moved meanwhile and stands in the register of"):
        services.escalate_risk(here.manager, NOW, TODAY, risk.pk, **up)
    risk.refresh_from_db()
    assert (risk.group_id, RiskMove.objects.filter(kind="escalated").count()) == (here.groups["business"], 1)
