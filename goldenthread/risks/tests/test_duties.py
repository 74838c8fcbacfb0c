"""A register is reviewed under a standing duty: its dates, its return, and what that means for each risk in it."""

from datetime import date
from typing import Any

import pytest

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.kernel.rhythm import Beat, Rhythm
from goldenthread.notify.rules import Urgency
from goldenthread.partnerships.permissions import Role
from goldenthread.returns import queries as returns
from goldenthread.returns import services as reporting
from goldenthread.returns.models import Answer, Obligation, ObligationDate, Return
from goldenthread.returns.queries.ahead import ahead
from goldenthread.risks import queries, services
from goldenthread.risks.models import RegisterReview, Risk
from goldenthread.risks.queries.waiting import reviews_waiting
from goldenthread.risks.tests.factories import NOW, TODAY, Place, on, raised
from goldenthread.trail.models import Event

FEBRUARY, JUNE = date(2027, 2, 9), date(2027, 6, 8)
# The review of February is asked for fifteen working days before.
OPENS = date(2027, 1, 19)
YEAR = date(2027, 12, 31)


def reviewed(place: Place, group: str = "quality", to: str = "business", **more: Any) -> Obligation:
    rota = services.Rota(place.groups[to], **more)
    return services.review_register(place.manager, NOW, TODAY, place.groups[group], rota)


def day_of(duty: Obligation, due_on: date) -> ObligationDate:
    return ObligationDate.objects.get(obligation=duty, due_on=due_on)


def again(risk: Risk) -> date:
    return Risk.objects.get(pk=risk.pk).next_review_on


def issued(place: Place, day: date = OPENS) -> Return:
    reporting.issue_what_is_due(place.manager, on(day), day)
    return Return.objects.get(round__due_on=FEBRUARY)


@pytest.fixture
def low(here: Place) -> Risk:
    """A low risk of the quality group."""
    return raised(here.manager, here.groups["quality"], current=(1, 2))


class TestSettingIt:
    def test_a_duty_of_the_group_three_times_a_year_to_its_parent(self, here: Place, low: Risk) -> None:
        duty = reviewed(here)
        assert (duty.by_group_id, list(duty.to_groups.values_list("pk", flat=True))) == (
            here.groups["quality"], [here.groups["business"]],
        )  # fmt: skip
        days = list(duty.dates.order_by("due_on").values_list("due_on", flat=True))
        assert days[:3] == [FEBRUARY, JUNE, date(2027, 10, 12)]
        assert again(low) == FEBRUARY
        assert queries.find_duty(here.manager, here.groups["quality"], TODAY).next_on == FEBRUARY

    def test_a_risk_that_moved_says_so_once_in_its_history(self, here: Place, low: Risk) -> None:
        reviewed(here)
        told = Event.objects.filter(name="risks.risk.redated", thing_id=low.pk).get()
        assert "2027-02-09" in str(told.after)
        assert not str(told.after).count(low.title)

    def test_once_for_each_register_until_it_has_ended(self, here: Place) -> None:
        duty = reviewed(here)
        with pytest.raises(Refused, match="reviewed already"):
            reviewed(here)
        reviewed(here, "business", "board")
        reporting.end_obligation(here.manager, NOW, TODAY, duty.pk, ends_on=TODAY, reason="Merged.")
        with pytest.raises(Refused, match="reviewed already"):
            reviewed(here)
        assert RegisterReview.objects.count() == 2

    def test_both_ask_the_same_questions(self, here: Place) -> None:
        first, second = reviewed(here), reviewed(here, "business", "board")
        assert first.question_series == second.question_series

    @pytest.mark.parametrize("role", [Role.PARTNERSHIP_CHAIR, Role.INDEPENDENT_SCRUTINEER, Role.ANALYST])
    def test_only_the_unit_sets_it(self, here: Place, role: Role) -> None:
        with pytest.raises(NotPermitted):
            services.review_register(
                here.role(role), NOW, TODAY, here.groups["quality"], services.Rota(here.groups["business"])
            )
        assert not Obligation.objects.exists()

    def test_not_of_another_partnership_nor_without_who_reviews(self, here: Place, there: Place) -> None:
        for group, rota in (
            (there.groups["quality"], services.Rota(here.groups["board"])),
            (here.groups["quality"], services.Rota(there.groups["board"])),
            (None, services.Rota(here.groups["board"])),
            (None, services.Rota(here.groups["board"], by_group_id=there.groups["business"])),
            (here.groups["quality"], services.Rota(here.groups["board"], months=())),
        ):
            with pytest.raises(Refused):
                services.review_register(here.manager, NOW, TODAY, group, rota)
        assert not Obligation.objects.exists()
        assert not RegisterReview.objects.exists()


class TestDates:
    def test_a_moved_date_takes_the_risks_with_it(self, here: Place, low: Risk) -> None:
        duty = reviewed(here)
        day, to = day_of(duty, FEBRUARY), date(2027, 2, 23)
        reporting.move_date(here.manager, NOW, TODAY, day.pk, due_on=to, reason="The group meets later.")
        assert again(low) == to

    def test_a_date_left_out_leaves_it_to_the_level(self, here: Place, low: Risk) -> None:
        duty = reviewed(here)
        reporting.leave_out_date(here.manager, NOW, day_of(duty, FEBRUARY).pk, reason="An election.")
        assert again(low) == date(2027, 3, 3)

    def test_another_rhythm_of_the_duty_gives_the_risks_other_dates(self, here: Place, low: Risk) -> None:
        duty = reviewed(here)
        rhythm = Rhythm(Beat.NAMED_MONTHS, months=(1, 5, 9), weekday=1, nth=2)
        reporting.change_obligation(here.manager, NOW, TODAY, duty.pk, rhythm=rhythm)
        assert again(low) == date(2027, 1, 12)

    def test_a_serious_risk_is_due_sooner(self, here: Place) -> None:
        risk = raised(here.manager, here.groups["quality"], current=(5, 5))
        before = risk.next_review_on
        reviewed(here)
        assert again(risk) == before == date(2026, 12, 3)

    def test_a_sooner_day_stays_and_a_later_one_is_refused(self, here: Place, low: Risk) -> None:
        close = raised(
            here.manager, here.groups["quality"], current=(1, 2), next_review_on=date(2027, 1, 12),
            review_reason="The contract ends.",
        )  # fmt: skip
        reviewed(here)
        assert (again(close), again(low)) == (date(2027, 1, 12), FEBRUARY)
        with pytest.raises(Refused, match="9 February 2027") as said:
            services.review_risk(
                here.manager, NOW, TODAY, low.pk, sentence="As before.", next_review_on=date(2027, 2, 10),
                review_reason="Later suits us.",
            )  # fmt: skip
        assert said.value.field == "next_review_on"

    def test_a_look_while_a_review_is_open_counts_for_it(self, here: Place, low: Risk) -> None:
        reviewed(here)
        services.review_risk(here.manager, NOW, date(2027, 1, 18), low.pk, sentence="As before.")
        assert again(low) == FEBRUARY
        services.review_risk(here.manager, NOW, OPENS, low.pk, sentence="As before.")
        assert again(low) == JUNE

    def test_one_that_is_escalated_follows_the_register_it_comes_to(self, here: Place, low: Risk) -> None:
        reviewed(here)
        services.escalate_risk(here.manager, NOW, TODAY, low.pk, why="Beyond the group.")
        assert again(low) == date(2027, 3, 3)

    def test_the_end_of_the_duty_leaves_it_to_the_level(self, here: Place, low: Risk) -> None:
        duty = reviewed(here)
        reporting.end_obligation(here.manager, NOW, TODAY, duty.pk, ends_on=TODAY, reason="Merged.")
        assert again(low) == date(2027, 3, 3)

    def test_a_duty_of_another_kind_moves_no_risk(self, here: Place, low: Risk) -> None:
        assert services.keep_in_step(here.manager, NOW, low.pk) == 0


class TestTheReturn:
    def _lines(self, actor: Actor, owed: Return, day: date) -> dict[str, list[str]]:
        row = returns.show_return(actor, day, owed.pk)
        section = row.parts[0].section.pk
        shown = returns.show_return(actor, day, owed.pk, section)
        return {one.question.fills_from: [line.text for line in one.lines] for one in shown.parts[0].asked}

    def test_it_shows_each_risk_due_with_all_that_is_known(self, here: Place, low: Risk) -> None:
        services.add_control(here.manager, NOW, TODAY, low.pk, services.Hold("Weekly supervision.", "partly", "first"))
        reviewed(here)
        chair = here.seat("quality", "chair")
        owed = issued(here)
        found = returns.show_return(chair, OPENS, owed.pk)
        shown = returns.show_return(chair, OPENS, owed.pk, found.parts[0].section.pk)
        (line,) = shown.parts[0].asked[0].lines
        assert line.text == f"R1 {low.title}"
        assert line.note == (
            "Score 2, low, new. Last reviewed on 3 November 2026. Controls: Weekly supervision (works in part)."
        )
        assert str(low.pk) in line.href

    def test_what_is_reviewed_meanwhile_moves_to_the_other_list(self, here: Place, low: Risk) -> None:
        other = raised(here.manager, here.groups["quality"], current=(2, 2), title="Too few beds")
        reviewed(here)
        chair = here.seat("quality", "chair")
        owed = issued(here)
        services.review_risk(chair, on(OPENS), OPENS, low.pk, sentence="As before.")
        assert self._lines(chair, owed, OPENS) == {
            "risks_due": [f"R2 {other.title}"], "risks_reviewed": [f"R1 {low.title}"],
        }  # fmt: skip

    def test_sent_with_risks_not_reviewed_it_says_which_for_ever(self, here: Place, low: Risk) -> None:
        reviewed(here)
        chair = here.seat("quality", "chair")
        owed = issued(here)
        given = {"whole": reporting.Given("It stands well.")}
        reporting.save_answers(chair, on(OPENS), OPENS, owed.pk, given)
        reporting.submit_return(chair, on(OPENS), OPENS, owed.pk)
        kept = Answer.objects.get(of_return=owed, question__fills_from="risks_due").filled
        assert [one["text"] for one in kept] == [f"R1 {low.title}"]
        services.review_risk(chair, on(OPENS), date(2027, 1, 25), low.pk, sentence="Late, but looked at.")
        assert self._lines(chair, owed, date(2027, 1, 26))["risks_due"] == [f"R1 {low.title}"]

    def test_nothing_of_another_register_is_in_it(self, here: Place, low: Risk) -> None:
        raised(here.manager, here.groups["business"], current=(1, 2))
        raised(here.manager, current=(1, 2))
        reviewed(here)
        chair = here.seat("quality", "chair")
        assert self._lines(chair, issued(here), OPENS)["risks_due"] == [f"R1 {low.title}"]

    def test_the_partnerships_own_register_is_read_by_role_alone(self, here: Place) -> None:
        raised(here.manager, current=(1, 2), title="The budget")
        rota = services.Rota(here.groups["board"], by_group_id=here.groups["business"])
        services.review_register(here.manager, NOW, TODAY, None, rota)
        owed = issued(here)
        chair = here.seat("business", "chair")
        assert self._lines(here.manager, owed, OPENS)["risks_due"] == ["R1 The budget"]
        assert self._lines(chair, owed, OPENS)["risks_due"] == []
        given = {"whole": reporting.Given("It stands well.")}
        reporting.save_answers(chair, on(OPENS), OPENS, owed.pk, given)
        reporting.submit_return(chair, on(OPENS), OPENS, owed.pk)
        # Sent by somebody who may not read it, it is whole for those who may.
        assert self._lines(here.manager, owed, OPENS)["risks_due"] == ["R1 The budget"]
        assert self._lines(chair, owed, OPENS)["risks_due"] == []


class TestAsking:
    def test_the_chair_is_asked_once_for_the_register_and_the_owner_for_their_risk(self, here: Place) -> None:
        chair, owner = here.seat("quality", "chair"), here.seat("quality", "member")
        raised(here.manager, here.groups["quality"], current=(1, 2), owner_id=owner.user_id)
        reviewed(here)
        issued(here)
        asked = returns.return_asks([chair], FEBRUARY)
        assert [(one.title, one.urgency) for _, one in asked] == [
            ("Review of the risk register of Quality group, February 2027", Urgency.NOW)
        ]
        assert queries.review_asks([chair], FEBRUARY) == []
        assert len(queries.review_asks([owner], FEBRUARY)) == 1
        assert not reviews_waiting([chair], FEBRUARY).exists()
        assert reviews_waiting([owner], FEBRUARY).count() == 1

    def test_once_it_is_sent_the_chair_is_asked_for_what_was_not_looked_at(self, here: Place, low: Risk) -> None:
        chair = here.seat("quality", "chair")
        reviewed(here)
        owed = issued(here)
        reporting.save_answers(chair, on(OPENS), OPENS, owed.pk, {"whole": reporting.Given("It stands well.")})
        reporting.submit_return(chair, on(OPENS), OPENS, owed.pk)
        assert len(queries.review_asks([chair], FEBRUARY)) == 1
        assert reviews_waiting([chair], FEBRUARY).count() == 1

    def test_the_plan_shows_the_review_of_the_register_and_a_sooner_one_by_itself(self, here: Place, low: Risk) -> None:
        raised(here.manager, here.groups["quality"], current=(5, 5))
        raised(here.manager, current=(1, 2))
        own = services.Rota(here.groups["board"], by_group_id=here.groups["business"])
        services.review_register(here.manager, NOW, TODAY, None, own)
        reviewed(here)
        alone = queries.reviews_ahead(here.manager, TODAY, date(2027, 5, 31))
        assert [one.title[:2] for one in alone] == ["R2"]
        titles = [one.title for one in ahead(here.manager, TODAY, date(2027, 5, 31))]
        assert sorted(titles) == [
            "Review of the risk register of Quality group", "Review of the risk register of the partnership",
        ]  # fmt: skip


class TestRegisters:
    def test_each_reader_sees_their_own(self, here: Place, low: Risk) -> None:
        duty = reviewed(here)
        every = queries.registers(here.manager, TODAY)
        assert [one.key for one in every] == ["partnership", *(str(here.groups[key]) for key in here.groups)]
        assert [(one.count, one.duty.id if one.duty else None) for one in every][3] == (1, duty.pk)
        (mine,) = queries.registers(here.seat("business", "member"), TODAY)
        assert (mine.group.pk, mine.count, mine.duty) == (here.groups["business"], 0, None)
        assert queries.registers(here.lay("quality", "member"), TODAY) == []
