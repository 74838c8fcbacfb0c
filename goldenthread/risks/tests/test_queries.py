"""Who reads which risks: in lists, counts, search, threads, the forward plan and what is asked. Nobody else does."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.actions.queries import Party
from goldenthread.kernel import forward_plan
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.partnerships import services as founding
from goldenthread.partnerships.permissions import READS_RESTRICTED, Role
from goldenthread.returns.rules import fillers
from goldenthread.risks import queries, rules, services
from goldenthread.risks.models import Risk
from goldenthread.risks.queries.waiting import reviews_waiting
from goldenthread.risks.tests.factories import NOW, TODAY, Place, on, raised, words
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import Ref, understood
from goldenthread.trail.rules import may_read

SOON, LATE = TODAY + timedelta(days=20), TODAY + timedelta(days=200)


def numbers(actor: Actor, **filters: Any) -> list[int]:
    found = queries.list_risks(actor, TODAY, rules.DEFAULT, **filters)
    return sorted(risk.number for risk in found)


def hits(actor: Actor, typed: str) -> set[Ref]:
    return {hit.ref for hit in threads.search(actor, understood(typed)).hits}


def count_queries(act: Any) -> int:
    with CaptureQueriesContext(connection) as asked:
        act()
    return len([one for one in asked if "SAVEPOINT" not in one["sql"]])


class TestWhoReads:
    @pytest.fixture
    def readers(self, here: Place) -> dict[str, Actor]:
        """One of each sort of person; R1 is the partnership's own, R2 of the subgroup, R3 of the board."""
        raised(here.manager, title="Secret of the partnership")
        raised(here.manager, here.groups["quality"], title="Secret of the subgroup")
        raised(here.manager, here.groups["board"], title="Secret of the board")
        kinds = ("chair", "vice_chair", "member", "in_attendance")
        lay = {f"lay_{kind}": here.lay("quality", kind) for kind in ("chair", "member")}
        return (
            {kind: here.seat("quality", kind) for kind in kinds} | lay | {str(role): here.role(role) for role in Role}
        )

    EXPECTED = (
        {str(role): [1, 2, 3] for role in READS_RESTRICTED | {Role.UNIT_OFFICER}}
        | {kind: [2] for kind in ("chair", "vice_chair", "member")}
        | {"in_attendance": [], "lay_chair": [], "lay_member": []}
        | {
            str(role): []
            for role in (
                Role.ANALYST, Role.GROUP_CHAIR, Role.GROUP_MEMBER, Role.AGENCY_LEAD, Role.LAY_MEMBER,
                Role.INFORMATION_GOVERNANCE, Role.SYSTEM_AUDITOR,
            )
        }
    )  # fmt: skip

    def test_a_list_a_count_and_a_filter_hold_only_what_is_theirs(self, readers: dict[str, Actor]) -> None:
        assert set(self.EXPECTED) == set(readers)
        for who, expected in self.EXPECTED.items():
            actor = readers[who]
            assert numbers(actor) == expected, who
            assert numbers(actor, words="secret") == expected, who
            assert queries.show_matrix(actor, rules.DEFAULT).total == len(expected), who
            assert len(queries.list_registers(actor)) == len(expected), who
            assert len(queries.moved_since(actor, date(2026, 1, 1), TODAY, rules.DEFAULT)) == len(expected), who

    def test_search_thread_history_and_forward_plan_hold_only_what_is_theirs(self, readers: dict[str, Actor]) -> None:
        every = {risk.number: risk for risk in Risk.objects.all()}
        for who, expected in self.EXPECTED.items():
            actor = readers[who]
            mine = {Ref("risks.risk", every[number].pk) for number in expected}
            assert hits(actor, "secret") == mine, who
            ahead = queries.reviews_ahead(actor, TODAY, LATE)
            assert {entry.thing_id for entry in ahead} == {ref.id for ref in mine}, who
            for risk in every.values():
                ref = Ref("risks.risk", risk.pk)
                assert (threads.walk(actor, ref).here is not None) == (ref in mine), who
                assert may_read(actor, "risks.risk", risk.pk) == (ref in mine), who
                assert (queries.show_risk(actor, risk.pk, TODAY) is not None) == (ref in mine), who

    def test_what_hangs_on_a_risk_does_not_name_it_to_others(self, here: Place, readers: dict[str, Actor]) -> None:
        risk = Risk.objects.get(number=2)
        wanted = services.Wanted("Fill the posts", Party("group", here.groups["board"]))
        action = services.raise_action(here.manager, NOW, TODAY, risk.pk, wanted)
        around = threads.walk(readers["member"], Ref("actions.action", action.pk))
        assert [step.ref.id for step in around.up] == [risk.pk]
        around = threads.walk(readers[Role.LAY_MEMBER], Ref("actions.action", action.pk))
        assert "Secret" not in str(around)
        assert str(risk.pk) not in str(around)

    def test_another_partnership_reads_nothing(self, here: Place, there: Place) -> None:
        risk = raised(here.manager, title="Secret of the partnership")
        assert numbers(there.manager) == []
        assert hits(there.manager, "secret") == set()
        assert queries.show_risk(there.manager, risk.pk, TODAY) is None
        assert queries.reviews_ahead(there.manager, TODAY, LATE) == []

    def test_a_seat_that_ended_gives_nothing(self, here: Place) -> None:
        from goldenthread.partnerships import services as partnerships
        from goldenthread.partnerships.models import SeatHolder

        raised(here.manager, here.groups["quality"])
        member = here.seat("quality", "member")
        assert numbers(member) == [1]
        holder = SeatHolder.objects.get(person_id=member.user_id)
        partnerships.leave_seat(here.manager, NOW, holder.pk, ends_on=date(2026, 11, 2))
        assert numbers(here.role(Role.AGENCY_LEAD)) == []
        from goldenthread.partnerships.queries import actors_of

        assert actors_of(member.user_id, TODAY) == []  # type: ignore[arg-type]


class TestFilters:
    @pytest.fixture
    def register(self, here: Place) -> dict[str, Risk]:
        manager, quality = here.manager, here.groups["quality"]
        made = {
            "extreme": raised(manager, quality, current=(4, 5), category="practice", title="Vacancies everywhere"),
            "high": raised(manager, current=(3, 3), category="change", owner_id=manager.user_id),
            "low": raised(manager, current=(1, 2), cause="Ninety per cent_sure"),
            "closed": raised(manager, current=(2, 2)),
        }
        services.close_risk(manager, NOW, TODAY, made["closed"].pk, why="Over")
        return made

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ({}, [1, 2, 3]),
            ({"states": ["closed"]}, [4]),
            ({"words": "vacancies everywhere"}, [1]),
            ({"words": "R2"}, [2]),
            ({"words": "per cent_sure"}, [3]),
            ({"register": "partnership"}, [2, 3]),
            ({"category": "change"}, [2]),
            ({"bands": ["extreme", "low"]}, [1, 3]),
            ({"bands": ["high"]}, [2]),
            ({"appetite": "above"}, [1]),
            ({"appetite": "within"}, [2, 3]),
            ({"moved": "new"}, [1, 2, 3]),
            ({"moved": "up"}, []),
            ({"likelihood": "3", "impact": "3"}, [2]),
            ({"review": "late"}, []),
        ],
    )
    def test_each_filter(
        self, here: Place, register: dict[str, Risk], filters: dict[str, Any], expected: list[int]
    ) -> None:
        assert numbers(here.manager, **filters) == expected

    def test_by_group_owner_and_day(self, here: Place, register: dict[str, Risk]) -> None:
        manager = here.manager
        assert numbers(manager, register=str(here.groups["quality"])) == [1]
        assert numbers(manager, owner_id=str(manager.user_id)) == [2]
        due = register["extreme"].next_review_on
        late = queries.list_risks(manager, due + timedelta(days=1), rules.DEFAULT, review="late")
        assert [risk.number for risk in late] == [1]
        soon = queries.list_risks(manager, due - timedelta(days=5), rules.DEFAULT, review="soon")
        assert [risk.number for risk in soon] == [1]

    def test_direction_is_as_the_risk_itself_says(self, here: Place, register: dict[str, Risk]) -> None:
        manager = here.manager
        for key, levels in (("extreme", (5, 5)), ("high", (2, 3)), ("low", (1, 2))):
            services.review_risk(
                manager, on(SOON), SOON, register[key].pk, sentence="Looked.", likelihood=levels[0], impact=levels[1]
            )
        for moved, expected in (("up", [1]), ("down", [2]), ("same", [3]), ("new", [])):
            assert numbers(manager, moved=moved) == expected
            assert [one.number for one in Risk.objects.order_by("number") if one.direction == moved and
                    one.state == "open"] == expected  # fmt: skip
        services.review_risk(manager, on(LATE), LATE, register["extreme"].pk, sentence="As before.")
        assert numbers(manager, moved="up") == []
        assert numbers(manager, moved="same") == [1, 3]

    def test_the_matrix_counts_what_is_not_closed(self, here: Place, register: dict[str, Risk]) -> None:
        found = queries.show_matrix(here.manager, rules.DEFAULT)
        assert found.counts == {(4, 5): 1, (3, 3): 1, (1, 2): 1}
        assert (found.total, found.above) == (3, 1)
        assert queries.show_matrix(here.manager, rules.DEFAULT, str(here.groups["quality"])).total == 1


class TestMovement:
    def test_it_tells_then_now_and_what_was_decided_since(self, here: Place) -> None:
        manager, start = here.manager, date(2026, 6, 1)
        old = raised(manager, here.groups["quality"], day=start, current=(2, 4))
        steady = raised(manager, day=start, current=(3, 3))
        services.review_risk(manager, on(date(2026, 10, 1)), date(2026, 10, 1), old.pk, sentence="Worse.", likelihood=4)
        services.escalate_risk(manager, NOW, TODAY, old.pk, why="Money")
        gone = raised(manager, day=start, current=(1, 1))
        services.close_risk(manager, on(date(2026, 7, 1)), date(2026, 7, 1), gone.pk, why="Over")
        new = raised(manager, current=(1, 4))
        found = {one.risk.number: one for one in queries.moved_since(manager, date(2026, 9, 1), TODAY, rules.DEFAULT)}
        assert set(found) == {old.number, steady.number, new.number}
        up = found[old.number]
        assert (up.then, up.now, up.direction, up.has_moved) == (8, 16, rules.Direction.UP, True)
        assert [move.kind for move in up.moves] == ["escalated", "reviewed"]
        assert (found[steady.number].has_moved, found[new.number].direction) == (False, rules.Direction.NEW)
        earlier = {one.risk.number for one in queries.moved_since(manager, date(2026, 6, 15), TODAY, rules.DEFAULT)}
        assert gone.number in earlier
        quality = here.groups["quality"]
        of_group = queries.moved_since(manager, date(2026, 9, 1), TODAY, rules.DEFAULT, group_id=quality)
        assert [one.risk.number for one in of_group] == [old.number]

    def test_a_groups_report_says_what_is_new_how_scores_went_and_what_was_decided(self, here: Place) -> None:
        manager, start, quality = here.manager, date(2026, 6, 1), here.groups["quality"]
        up = raised(manager, quality, day=start, current=(2, 4))
        services.escalate_risk(manager, NOW, TODAY, up.pk, why="Money")
        raised(manager, quality, day=start, current=(3, 3))
        new = raised(manager, quality, current=(1, 4))
        told = fillers()["risks"].find(manager, quality, date(2026, 9, 1), TODAY, {})
        assert {line.thing_id: line.note for line in told} == {
            str(up.pk): "Score 8. Escalated from Quality group to Business group.",
            str(new.pk): "New. Score 4.",
        }  # fmt: skip
        assert all(line.is_restricted for line in told)


class TestAsking:
    def test_the_owner_and_the_groups_chair_are_asked_without_a_title(self, here: Place) -> None:
        owner, chair = here.seat("quality", "member"), here.seat("quality", "chair")
        others = [here.seat("quality", "vice_chair"), here.seat("quality", "in_attendance"), here.manager]
        risk = raised(here.manager, here.groups["quality"], owner_id=owner.user_id, title="Secret weakness")
        actors = [owner, chair, *others]
        due = risk.next_review_on
        assert queries.review_asks(actors, due - timedelta(days=1)) == []
        asked = queries.review_asks(actors, due + timedelta(days=3))
        assert {actor.name for actor, _ in asked} == {owner.name, chair.name, others[0].name}
        for _, ask in asked:
            assert (ask.title, ask.why, ask.due_on) == ("", "review of risk R1, 3 days late", due)
            assert "Secret" not in str(ask)
            assert ask.path == f"/wexcombe/risks/{risk.pk}/review/"

    def test_an_owner_who_no_longer_reads_it_is_not_asked(self, here: Place) -> None:
        owner = here.seat("quality", "member")
        risk = raised(here.manager, here.groups["quality"], owner_id=owner.user_id)
        Risk.objects.filter(pk=risk.pk).update(group=None, raised_in=None)
        assert queries.review_asks([owner], LATE) == []

    def test_while_an_owner_is_away_whom_they_named_reviews_it_where_they_read_it(self, here: Place) -> None:
        owner, beside, other = (here.seat("quality", "member", key) for key in ("owner", "beside", "elsewhere"))
        reads, blind = here.seat("quality", "member", "reads"), here.seat("board", "member", "blind")
        group = here.groups["quality"]
        risk = raised(here.manager, group, owner_id=owner.user_id)
        days = {"starts_on": TODAY, "ends_on": LATE}
        away = founding.say_away(here.manager, NOW, TODAY, owner.user_id, covered_by_id=blind.user_id, **days)
        every = [here.acting(key) for key in ("owner", "beside", "reads", "blind")]
        # Whoever may not read it is never asked for it, and then its owner is asked still.
        assert [(one.name, ask.relieved) for one, ask in queries.review_asks(every, LATE)] == [(owner.name, False)]
        founding.change_absence(here.manager, NOW, TODAY, away.pk, covered_by_id=reads.user_id, **days)
        every = [here.acting(key) for key in ("owner", "beside", "reads", "blind")]
        asked = {one.name: ask.relieved for one, ask in queries.review_asks(every, LATE)}
        assert asked == {owner.name: True, reads.name: False}
        for one in every:
            waiting = reviews_waiting([one], LATE)
            assert waiting.count() == len(queries.review_asks([one], LATE))
        services.review_risk(here.acting("reads"), NOW, TODAY, risk.pk, sentence="Nothing new.")
        for who in (beside, other):
            with pytest.raises(NotPermitted):
                services.review_risk(who, NOW, TODAY, risk.pk, sentence="Not mine.")

    @pytest.mark.parametrize("kind", ["chair", "member"])
    def test_the_seat_of_a_lay_member_neither_owns_keeps_nor_is_asked(self, here: Place, kind: str) -> None:
        lay = here.lay("quality", kind)
        risk = raised(here.manager, here.groups["quality"])
        Risk.objects.filter(pk=risk.pk).update(owner_id=lay.user_id)
        assert queries.review_asks([lay], LATE) == []
        assert not reviews_waiting([lay], LATE).exists()
        assert not queries.reads_register(lay, {here.groups["quality"]})
        assert lay.user_id not in dict(queries.owner_choices(here.manager, TODAY))
        assert lay.user_id not in dict(queries.approver_choices(here.manager, TODAY, here.groups["quality"]))
        with pytest.raises(Refused):
            services.change_risk(here.manager, NOW, TODAY, raised(here.manager, here.groups["quality"]).pk,
                                 words(owner_id=lay.user_id), [])  # fmt: skip
        with pytest.raises((Refused, NotPermitted)):
            raised(lay, here.groups["quality"])

    def test_nobody_of_another_partnership_is_asked_and_it_costs_one_query(self, here: Place, there: Place) -> None:
        for _ in range(4):
            raised(here.manager, owner_id=here.manager.user_id)
        raised(there.manager, owner_id=there.manager.user_id)
        asked = queries.review_asks([here.manager, there.manager], LATE)
        assert [actor.partnership_slug for actor, _ in asked].count("wexcombe") == 4
        assert count_queries(lambda: queries.review_asks([here.manager, there.manager], LATE)) == 1

    def test_reviews_stand_in_the_forward_plan_of_those_who_read_them(self, here: Place) -> None:
        risk = raised(here.manager, here.groups["quality"], owner_id=here.manager.user_id)
        (entry,) = [one for one in forward_plan.entries(here.manager, TODAY, LATE) if one.thing_id == risk.pk]
        assert (entry.on, entry.is_restricted, entry.page) == (risk.next_review_on, True, "risks:show_risk")
        assert entry.person_ids == {here.manager.user_id}
        assert entry.group_ids == {here.groups["quality"]}
        until, chair = TODAY + timedelta(days=150), here.role(Role.PARTNERSHIP_CHAIR).user_id
        services.accept_risk(here.manager, NOW, TODAY, risk.pk, approver_id=chair, until=until, why="So")
        both = {one.on: one.title for one in queries.reviews_ahead(here.manager, TODAY, LATE)}
        name = f"R1 {risk.title}"
        assert both == {risk.next_review_on: name, until: f"Acceptance ends: {name}"}
        assert list({one.on for one in queries.reviews_ahead(here.manager, until, LATE)}) == [until]
        services.close_risk(here.manager, NOW, TODAY, risk.pk, why="Over")
        assert queries.reviews_ahead(here.manager, TODAY, LATE) == []


def test_one_risk_costs_the_same_however_much_was_said_of_it(here: Place) -> None:
    risk = raised(here.manager, inherent=(5, 5))

    def grow() -> None:
        for step in (1, 2, 3):
            services.review_risk(here.manager, NOW, TODAY, risk.pk, sentence="Looked.", likelihood=step)
            services.add_control(here.manager, NOW, TODAY, risk.pk, services.Hold("It", "strong", "first"))

    grow()
    few = count_queries(lambda: queries.show_risk(here.manager, risk.pk, TODAY))
    grow()
    grow()
    assert count_queries(lambda: queries.show_risk(here.manager, risk.pk, TODAY)) == few <= 7
