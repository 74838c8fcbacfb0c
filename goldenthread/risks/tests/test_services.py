"""Risks are entered, scored, reviewed, held and changed through the one door, each with one event on the trail."""

from datetime import date, timedelta
from typing import Any

import pytest

from goldenthread.actions.queries import Party
from goldenthread.kernel.outcomes import NotPermitted, Refused, Superseded
from goldenthread.partnerships.permissions import Role
from goldenthread.risks import rules, services
from goldenthread.risks.models import Control, Risk, RiskMove, RiskScale, RiskScore
from goldenthread.risks.tests.factories import NOW, TODAY, Place, on, raised, words
from goldenthread.trail.models import Event

LATER = TODAY + timedelta(days=30)


def events(risk: Risk) -> list[str]:
    names = Event.objects.filter(kind="risks.risk", thing_id=risk.pk).order_by("number").values_list("name", flat=True)
    return [name.removeprefix("risks.risk.") for name in names]


def refused(act: Any, field: str = "") -> str:
    with pytest.raises(Refused) as said:
        act()
    assert said.value.field == field
    return said.value.reason


class TestRaising:
    def test_it_is_numbered_scored_and_due_by_its_level(self, here: Place) -> None:
        first = raised(here.manager, inherent=(5, 4), target=(2, 2))
        second = raised(here.manager, here.groups["quality"], current=(5, 5))
        assert (first.reference, second.reference) == ("R1", "R2")
        scores = {one.kind: (one.score, one.band) for one in RiskScore.objects.filter(risk=first)}
        assert scores == {"inherent": (20, "extreme"), "current": (12, "high"), "target": (4, "moderate")}
        assert first.current.scale.edition == 1
        assert first.next_review_on == rules.next_review(TODAY, 12)
        assert second.next_review_on == rules.next_review(TODAY, 25)
        assert events(first) == ["raised"]

    def test_each_partnership_counts_for_itself(self, here: Place, there: Place) -> None:
        raised(here.manager)
        assert raised(there.manager).reference == "R1"
        assert RiskScale.objects.count() == 2

    @pytest.mark.parametrize("name", ["title", "cause", "event", "effect"])
    def test_it_says_everything_that_is_needed(self, here: Place, name: str) -> None:
        refused(lambda: raised(here.manager, **{name: "  "}), name)
        assert not Risk.objects.exists()

    def test_of_what_it_is_about_and_how_it_stands(self, here: Place) -> None:
        refused(lambda: raised(here.manager, category="weather"), "category")
        refused(lambda: raised(here.manager, current=(6, 1)), "current")
        refused(lambda: raised(here.manager, title="x" * 151), "title")
        refused(lambda: raised(here.manager, next_review_on=LATER), "review_reason")
        assert not Risk.objects.exists()

    def test_another_partnerships_group_is_no_register(self, here: Place, there: Place) -> None:
        refused(lambda: raised(here.manager, there.groups["quality"]), "group_id")
        assert not Risk.objects.exists()

    def test_a_chair_enters_into_the_register_of_their_group_alone(self, here: Place) -> None:
        chair = here.seat("quality", "chair")
        assert raised(chair, here.groups["quality"]).raised_by_name == chair.name
        for register in (None, here.groups["business"]):
            with pytest.raises(NotPermitted):
                raised(chair, register)
        with pytest.raises(NotPermitted):
            raised(here.seat("quality", "member"), here.groups["quality"])
        with pytest.raises(NotPermitted):
            raised(here.role(Role.INDEPENDENT_SCRUTINEER))

    def test_an_owner_is_somebody_who_may_read_it(self, here: Place, there: Place) -> None:
        quality = here.groups["quality"]
        member, attends = here.seat("quality", "member"), here.seat("quality", "in_attendance")
        assert raised(here.manager, quality, owner_id=member.user_id).owner_id == member.user_id
        for nobody in (attends, here.role(Role.AGENCY_LEAD), here.role(Role.LAY_MEMBER), here.seat("board", "member")):
            said = refused(lambda who=nobody: raised(here.manager, quality, owner_id=who.user_id), "owner_id")
            assert "could not read this risk" in said
        stranger = there.manager.user_id
        assert "belongs to" in refused(lambda: raised(here.manager, quality, owner_id=stranger), "owner_id")
        # A member of the group does not read the partnership's own register.
        refused(lambda: raised(here.manager, owner_id=member.user_id), "owner_id")

    def test_what_is_changed_keeps_its_scores_and_says_who_saved_first(self, here: Place) -> None:
        risk = raised(here.manager)
        changed = services.change_risk(here.manager, NOW, TODAY, risk.pk, words(title="Fewer still"), risk.version)
        assert (changed.title, changed.current_id) == ("Fewer still", risk.current_id)
        with pytest.raises(Superseded) as both:
            services.change_risk(here.manager, NOW, TODAY, risk.pk, words(title="Mine"), risk.version)
        assert (both.value.theirs["title"], both.value.yours["title"]) == ("Fewer still", "Mine")
        assert events(risk) == ["raised", "changed"]


class TestScoring:
    def test_a_new_score_leaves_the_old_one_and_says_where_it_goes(self, here: Place) -> None:
        risk = raised(here.manager, current=(3, 4))
        risk = services.score_risk(
            here.manager, on(LATER), LATER, risk.pk, kind="current", likelihood=2, impact=4, why="Posts filled."
        )
        assert [one.score for one in RiskScore.objects.filter(risk=risk)] == [12, 8]
        assert (risk.current.score, risk.before.score, risk.direction) == (8, 12, rules.Direction.DOWN)
        assert (risk.reviewed_on, risk.next_review_on) == (LATER, rules.next_review(LATER, 8))
        assert events(risk) == ["raised", "scored"]

    def test_a_score_of_what_is_wanted_is_no_review(self, here: Place) -> None:
        risk = raised(here.manager)
        told = services.score_risk(
            here.manager, on(LATER), LATER, risk.pk, kind="target", likelihood=1, impact=1, why="Asked for."
        )
        assert (told.target.score, told.reviewed_on, told.current.score) == (1, TODAY, 12)

    def test_it_needs_a_reason_and_a_step(self, here: Place) -> None:
        risk = raised(here.manager)
        kept = {"kind": "current", "impact": 4}
        refused(lambda: services.score_risk(here.manager, NOW, TODAY, risk.pk, likelihood=2, why="", **kept), "why")
        refused(
            lambda: services.score_risk(here.manager, NOW, TODAY, risk.pk, likelihood=9, why="So", **kept), "likelihood"
        )
        assert RiskScore.objects.filter(risk=risk).count() == 1
        assert events(risk) == ["raised"]

    def test_a_review_that_changes_nothing_keeps_one_sentence_and_no_score(self, here: Place) -> None:
        risk = raised(here.manager)
        told = services.review_risk(here.manager, on(LATER), LATER, risk.pk, sentence="Looked at: as before.")
        assert (RiskScore.objects.filter(risk=risk).count(), told.direction) == (1, rules.Direction.SAME)
        (move,) = RiskMove.objects.filter(risk=risk)
        assert (move.kind, move.why, told.next_review_on) == (
            "reviewed", "Looked at: as before.", rules.next_review(LATER, 12),
        )  # fmt: skip
        assert events(risk) == ["raised", "reviewed"]

    def test_a_review_may_say_another_score_and_a_day_of_its_own(self, here: Place) -> None:
        risk, day = raised(here.manager), TODAY + timedelta(days=10)
        told = services.review_risk(
            here.manager, NOW, TODAY, risk.pk, sentence="Worse.", likelihood=5, impact=5, next_review_on=day,
            review_reason="The board meets.",
        )  # fmt: skip
        assert (told.current.why, told.next_review_on, told.review_reason) == ("Worse.", day, "The board meets.")
        refused(lambda: services.review_risk(here.manager, NOW, TODAY, risk.pk, sentence=" "), "sentence")

    def test_the_owner_reviews_and_another_member_does_not(self, here: Place) -> None:
        quality = here.groups["quality"]
        owner, other = here.seat("quality", "member", "keeper"), here.seat("quality", "member", "other")
        risk = raised(here.manager, quality, owner_id=owner.user_id)
        assert services.review_risk(owner, NOW, TODAY, risk.pk, sentence="Looked.").reviewed_on == TODAY
        with pytest.raises(NotPermitted):
            services.review_risk(other, NOW, TODAY, risk.pk, sentence="Looked.")
        with pytest.raises(NotPermitted):
            services.change_risk(owner, NOW, TODAY, risk.pk, words())

    def test_scores_keep_the_scale_of_their_day(self, here: Place) -> None:
        risk = raised(here.manager, current=(2, 4))
        bands = (*rules.DEFAULT.bands[:-1], rules.Band("extreme", "Extreme", 20, 1))
        appetites = {**rules.DEFAULT.appetites, "eager": 20}
        edition = services.set_scale(
            here.manager, NOW, rules.Scale(**{**vars(rules.DEFAULT), "bands": bands, "appetites": appetites})
        )
        told = services.review_risk(here.manager, NOW, TODAY, risk.pk, sentence="Up.", likelihood=4, impact=4)
        assert (edition.edition, told.current.band, told.current.scale.edition) == (2, "high", 2)
        assert told.before.scale.edition == 1
        with pytest.raises(NotPermitted):
            services.set_scale(here.seat("quality", "chair"), NOW, rules.DEFAULT)
        refused(
            lambda: services.set_scale(here.manager, NOW, rules.Scale(**{**vars(rules.DEFAULT), "bands": bands[::-1]}))
        )


class TestControls:
    def test_one_is_added_changed_and_ends_with_a_reason(self, here: Place) -> None:
        risk = raised(here.manager)
        hold = services.Hold("Babies are visited", "partly", "first", "Not in the north")
        control = services.add_control(here.manager, NOW, TODAY, risk.pk, hold)
        changed = services.Hold("Babies are visited", "strong", "second")
        services.change_control(here.manager, NOW, TODAY, control.pk, changed)
        refused(lambda: services.end_control(here.manager, NOW, TODAY, control.pk, " "), "why")
        services.end_control(here.manager, NOW, TODAY, control.pk, "Money ended.")
        kept = Control.objects.get()
        assert (kept.effect, kept.line, kept.ended_on, kept.ended_why) == ("strong", "second", TODAY, "Money ended.")
        assert "has ended" in refused(lambda: services.end_control(here.manager, NOW, TODAY, control.pk, "Again"))
        assert events(risk) == ["raised", "control_added", "control_changed", "control_ended"]

    @pytest.mark.parametrize(
        ("hold", "field"),
        [(("", "strong", "first"), "text"), (("It", "well", "first"), "effect"), (("It", "strong", "fourth"), "line")],
    )
    def test_it_says_what_how_well_and_who_says_so(self, here: Place, hold: tuple[str, str, str], field: str) -> None:
        risk = raised(here.manager)
        refused(lambda: services.add_control(here.manager, NOW, TODAY, risk.pk, services.Hold(*hold)), field)
        assert events(risk) == ["raised"]

    def test_another_partnerships_control_does_not_exist(self, here: Place, there: Place) -> None:
        risk = raised(there.manager)
        control = services.add_control(there.manager, NOW, TODAY, risk.pk, services.Hold("It", "strong", "first"))
        assert "no such risk" in refused(lambda: services.end_control(here.manager, NOW, TODAY, control.pk, "Why"))


class TestActions:
    def test_an_action_knows_the_risk_and_names_only_its_number(self, here: Place) -> None:
        quality = here.groups["quality"]
        risk = raised(here.manager, quality, title="Secret weakness")
        wanted = services.Wanted("Fill the posts", Party("group", quality), [date(2027, 3, 31)])
        action = services.raise_action(here.seat("quality", "chair"), NOW, TODAY, risk.pk, wanted)
        assert (action.provenance_kind, action.provenance_text, action.provenance_page) == (
            "risk", "Risk register", "R1",
        )  # fmt: skip
        told = Event.objects.filter(kind="actions.action", thing_id=action.pk).values_list("title", "after")
        assert "Secret weakness" not in str(list(told))
        assert events(risk) == ["raised", "action_raised"]


def test_the_trail_holds_none_of_the_words_scores_or_reasons_of_a_risk(here: Place) -> None:
    risk = raised(here.manager, here.groups["quality"], title="Kept apart", cause="Kept quiet", duty="Kept back")
    services.review_risk(here.manager, NOW, TODAY, risk.pk, sentence="Kept close", likelihood=5, impact=5)
    services.escalate_risk(here.manager, NOW, TODAY, risk.pk, why="Kept under")
    services.add_control(here.manager, NOW, TODAY, risk.pk, services.Hold("Kept safe", "strong", "first"))
    services.close_risk(here.manager, NOW, TODAY, risk.pk, why="Kept secret")
    told = list(Event.objects.filter(kind__startswith="risks.").values_list("title", "before", "after", "reason"))
    assert len(told) == 6
    assert "Kept" not in str(told)
    assert "extreme" not in str(told)


def test_who_opened_it_is_kept_once_a_day(here: Place) -> None:
    risk = raised(here.manager)
    member = here.seat("quality", "member")
    assert services.note_reading(here.manager, NOW, TODAY, risk.pk)
    assert not services.note_reading(here.manager, NOW, TODAY, risk.pk)
    assert services.note_reading(here.manager, on(LATER), LATER, risk.pk)
    assert not services.note_reading(member, NOW, TODAY, risk.pk)
    assert events(risk) == ["raised", "read", "read"]
