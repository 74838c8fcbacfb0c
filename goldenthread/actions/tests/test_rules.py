"""How an action stands, when it is due, what completion needs: decided over plain values."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.actions import rules
from goldenthread.actions.rules import Acceptor, Impact, Progress, Standing, State, Strength, Voice
from goldenthread.kernel.due_dates import due_date, read_due_dates
from goldenthread.kernel.rag import Delivery
from goldenthread.kernel.rules import catalogue

TODAY = date(2026, 11, 22)
LONG_AGO = date(2025, 1, 6)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def standing(**facts: object) -> Standing:
    return Standing(**{"state": State.OPEN, "raised_on": ago(10), **facts})  # type: ignore[arg-type]


DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))
MAYBE = st.none() | DAYS
WORDS = st.none() | st.sampled_from([one for one in Delivery if one not in (Delivery.COMPLETE, Delivery.NO_UPDATE)])
STANDINGS = st.builds(
    Standing,
    state=st.sampled_from([State.OPEN, State.AWAITING_ACCEPTANCE, State.COMPLETE]),
    raised_on=DAYS,
    due_on=MAYBE,
    first_on=MAYBE,
    last_said_on=MAYBE,
    owner_says=WORDS,
    owner_said_on=MAYBE,
    chair_says=WORDS,
    chair_said_on=MAYBE,
    asked_on=MAYBE,
    cycle_days=st.integers(7, 200),
)


class TestComputedDelivery:
    """actions.computed_delivery, actions.needs_update."""

    def test_is_complete_once_accepted(self) -> None:
        rated = rules.computed_delivery(standing(state=State.COMPLETE, closed_on=ago(3)), TODAY)
        assert rated.rating == Delivery.COMPLETE
        assert rated.why == "It was done on 19 November 2026, and that is accepted."

    def test_is_not_started_before_its_first_date(self) -> None:
        rated = rules.computed_delivery(standing(raised_on=LONG_AGO, first_on=ago(-1)), TODAY)
        assert (rated.rating, rated.why) == (Delivery.NOT_STARTED, "Its first date is 23 November 2026.")

    def test_is_not_started_when_newly_raised_and_says_by_when_a_word_is_expected(self) -> None:
        rated = rules.computed_delivery(standing(), TODAY)
        assert rated.rating == Delivery.NOT_STARTED
        assert "a first update is expected by 12 February 2027" in rated.why

    def test_is_no_update_after_a_cycle_of_silence_and_never_red(self) -> None:
        rated = rules.computed_delivery(standing(raised_on=LONG_AGO), TODAY)
        assert rated.rating == Delivery.NO_UPDATE
        assert rated.why == "Nobody has said anything since it was raised on 6 January 2025."

    def test_counts_silence_from_the_latest_word(self) -> None:
        heard = standing(raised_on=LONG_AGO, last_said_on=ago(92), owner_says=Delivery.ON_TRACK, owner_said_on=ago(92))
        assert rules.computed_delivery(heard, TODAY).rating == Delivery.ON_TRACK
        assert rules.computed_delivery(heard, TODAY + timedelta(days=1)).rating == Delivery.NO_UPDATE

    def test_is_off_track_from_the_day_after_its_date_and_says_if_it_is_silent_too(self) -> None:
        late = standing(raised_on=LONG_AGO, due_on=ago(1), last_said_on=ago(200))
        rated = rules.computed_delivery(late, TODAY)
        assert rated.rating == Delivery.OFF_TRACK
        assert rated.why == "It was due on 21 November 2026, and nobody has said anything since 6 May 2026."
        assert rules.computed_delivery(late, ago(1)).rating != Delivery.OFF_TRACK

    def test_waits_quietly_for_acceptance_when_asked_in_time(self) -> None:
        in_time = standing(state=State.AWAITING_ACCEPTANCE, due_on=ago(5), asked_on=ago(6))
        assert rules.computed_delivery(in_time, TODAY).rating == Delivery.ON_TRACK
        late = standing(state=State.AWAITING_ACCEPTANCE, due_on=ago(5), asked_on=ago(4))
        assert rules.computed_delivery(late, TODAY).rating == Delivery.OFF_TRACK

    def test_follows_the_owner_where_dates_and_silence_say_nothing(self) -> None:
        said = standing(last_said_on=ago(2), owner_says=Delivery.AT_RISK, owner_said_on=ago(2))
        assert rules.computed_delivery(said, TODAY).rating == Delivery.AT_RISK

    def test_an_update_without_a_rating_is_on_track_while_the_date_has_not_passed(self) -> None:
        rated = rules.computed_delivery(standing(last_said_on=ago(2)), TODAY)
        assert rated.rating == Delivery.ON_TRACK
        assert "without a rating" in rated.why

    def test_closing_and_withdrawing_say_so(self) -> None:
        closed = rules.computed_delivery(standing(state=State.CLOSED_WITHOUT_COMPLETION, closed_on=ago(1)), TODAY)
        assert closed.why == "It was closed on 21 November 2026 without being completed."
        assert "withdrawn" in rules.computed_delivery(standing(state=State.WITHDRAWN), TODAY).why

    @given(STANDINGS, DAYS)
    def test_always_answers_with_a_sentence(self, facts: Standing, today: date) -> None:
        rated = rules.computed_delivery(facts, today)
        assert rated.why.endswith(".")
        assert rated.why[0].isupper()
        assert (rated.rating == Delivery.COMPLETE) == (facts.state == State.COMPLETE)

    @given(STANDINGS, DAYS)
    def test_no_update_means_silence_for_longer_than_a_cycle(self, facts: Standing, today: date) -> None:
        if rules.computed_delivery(facts, today).rating == Delivery.NO_UPDATE:
            heard = facts.last_said_on or facts.raised_on
            assert (today - heard).days > facts.cycle_days

    @given(STANDINGS, DAYS)
    def test_nothing_without_a_final_date_is_overdue(self, facts: Standing, today: date) -> None:
        rated = rules.computed_delivery(Standing(**{**vars(facts), "due_on": None, "owner_says": None}), today)
        assert rated.rating != Delivery.OFF_TRACK


class TestVoiceShown:
    """actions.voice_shown."""

    def test_the_chair_beats_the_owner_and_says_what_it_would_be(self) -> None:
        shown = rules.shown_delivery(
            standing(
                last_said_on=ago(1), owner_says=Delivery.ON_TRACK, owner_said_on=ago(1), chair_says=Delivery.AT_RISK,
                chair_said_on=ago(0),
            ),
            TODAY,
        )  # fmt: skip
        assert (shown.rating, shown.voice) == (Delivery.AT_RISK, Voice.CHAIR)
        assert shown.why == (
            "The chair had the last word on 22 November 2026. Worked out, it would be on track: the lead said on track "
            "on 21 November 2026."
        )

    def test_the_owner_beats_the_computed_one(self) -> None:
        late = standing(due_on=ago(9), last_said_on=ago(1), owner_says=Delivery.AT_RISK, owner_said_on=ago(1))
        shown = rules.shown_delivery(late, TODAY)
        assert (shown.rating, shown.voice) == (Delivery.AT_RISK, Voice.OWNER)
        assert "Worked out, it would be off track" in shown.why

    def test_an_owner_who_spoke_before_the_date_passed_does_not_hide_that_it_passed(self) -> None:
        late = standing(due_on=ago(9), last_said_on=ago(20), owner_says=Delivery.ON_TRACK, owner_said_on=ago(20))
        shown = rules.shown_delivery(late, TODAY)
        assert (shown.rating, shown.voice) == (Delivery.OFF_TRACK, Voice.COMPUTED)

    def test_the_owners_word_holds_for_one_cycle(self) -> None:
        old = standing(raised_on=LONG_AGO, last_said_on=ago(93), owner_says=Delivery.ON_TRACK, owner_said_on=ago(93))
        assert rules.shown_delivery(old, TODAY).rating == Delivery.NO_UPDATE

    def test_acceptance_beats_everybody(self) -> None:
        done = standing(state=State.COMPLETE, chair_says=Delivery.AT_RISK, chair_said_on=ago(1))
        assert rules.shown_delivery(done, TODAY).rating == Delivery.COMPLETE

    @given(STANDINGS, DAYS)
    def test_one_voice_is_shown_in_this_order(self, facts: Standing, today: date) -> None:
        shown = rules.shown_delivery(facts, today)
        assert shown.why.endswith(".")
        if facts.state == State.COMPLETE:
            assert shown.rating == Delivery.COMPLETE
        elif facts.chair_says:
            assert (shown.rating, shown.voice) == (facts.chair_says, Voice.CHAIR)
        elif shown.voice == Voice.OWNER:
            assert shown.rating == facts.owner_says
        else:
            assert shown.rating == rules.computed_delivery(facts, today).rating

    @given(STANDINGS, DAYS)
    def test_only_a_chair_calls_an_overdue_action_on_track(self, facts: Standing, today: date) -> None:
        shown = rules.shown_delivery(facts, today)
        is_late = facts.state == State.OPEN and facts.due_on is not None and facts.due_on < today
        if is_late and shown.rating == Delivery.ON_TRACK:
            assert shown.voice == Voice.CHAIR


class TestWords:
    """actions.owner_word, actions.chair_word, actions.impact_word."""

    @pytest.mark.parametrize("word", ["complete", "no_update", "", "splendid"])
    def test_the_owner_cannot_say_complete_or_nothing(self, word: str) -> None:
        assert not rules.owner_word(word, None, TODAY)

    def test_the_owner_cannot_say_on_track_after_the_date(self) -> None:
        verdict = rules.owner_word("on_track", ago(1), TODAY)
        assert not verdict
        assert "move the date first" in verdict.reason
        assert rules.owner_word("at_risk", ago(1), TODAY)
        assert rules.owner_word("on_track", TODAY, TODAY)

    def test_the_chair_gives_a_reason_where_the_word_differs(self) -> None:
        verdict = rules.chair_word("off_track", Delivery.ON_TRACK, " ")
        assert not verdict
        assert verdict.reason == "Say why: without your word it would be shown as on track."
        assert rules.chair_word("off_track", Delivery.ON_TRACK, "Two agencies have not signed.")
        assert rules.chair_word("on_track", Delivery.ON_TRACK, "")

    @pytest.mark.parametrize("word", ["complete", "no_update", "", "blue"])
    def test_the_chair_cannot_rate_complete_or_no_update(self, word: str) -> None:
        assert not rules.chair_word(word, Delivery.ON_TRACK, "Because.")

    def test_impact_is_evidenced_only_by_evidence_and_every_claim_says_what_shows_it(self) -> None:
        assert not rules.impact_word("evidenced", 0, "We are sure.")
        assert not rules.impact_word("evidenced", 1, "")
        assert rules.impact_word("evidenced", 1, "Re-audit: 8 of 10 plans are sound.")
        assert rules.impact_word("not_yet_measurable", 0, "")
        assert not rules.impact_word("wonderful", 3, "It is.")


class TestEvidenceAndImpact:
    """actions.evidence_strength, actions.green_because_busy."""

    def test_strength_is_the_rated_one_else_that_of_the_strongest_piece(self) -> None:
        assert rules.evidence_strength("", []) == Strength.NONE
        assert rules.evidence_strength("", ["weak", "strong", "moderate"]) == Strength.STRONG
        assert rules.evidence_strength("weak", ["strong"]) == Strength.WEAK
        assert rules.evidence_strength("strong", []) == Strength.NONE

    @given(st.sampled_from(list(Delivery)), st.sampled_from(list(Impact)), st.sampled_from(list(Strength)))
    def test_green_because_busy_is_delivery_well_and_nothing_to_show(
        self, delivery: Delivery, impact: Impact, strength: Strength
    ) -> None:
        looks_well = delivery in (Delivery.ON_TRACK, Delivery.COMPLETE)
        shows_nothing = impact in (Impact.NOT_YET_MEASURABLE, Impact.NOT_ACHIEVED) or strength in (
            Strength.WEAK,
            Strength.NONE,
        )
        assert bool(rules.busy_but_green(delivery, impact, strength)) == (looks_well and shows_nothing)

    def test_the_sentence_says_what_is_missing(self) -> None:
        sentence = rules.busy_but_green(Delivery.COMPLETE, Impact.NOT_YET_MEASURABLE, Strength.WEAK)
        assert sentence == (
            "Green because busy? Delivery is complete, but nothing yet shows that it makes a difference and the "
            "evidence is weak."
        )


class TestDueWindows:
    """actions.final_date, actions.first_date, actions.next_due, actions.overdue, actions.no_year_is_never_overdue."""

    def test_several_dates_fall_due_on_the_last(self) -> None:
        dues = read_due_dates("June 2026, Oct 2026, Feb 2027")
        assert rules.final_date(dues) == date(2027, 2, 28)
        assert rules.first_date(dues) == date(2026, 6, 1)
        assert rules.next_due([due.ends_on for due in dues if due.ends_on], TODAY) == date(2027, 2, 28)

    def test_a_window_opens_on_its_first_day_and_a_lone_deadline_at_once(self) -> None:
        assert rules.first_date([due_date("Q2 2026-27")]) == date(2026, 7, 1)
        assert rules.first_date([due_date("30 June 2027")]) is None
        assert rules.first_date([due_date("30 June 2027")], starts_on=TODAY) == TODAY

    def test_vague_dates_without_a_year_are_never_overdue_and_say_so(self) -> None:
        dues = [due_date("Quarter 1-2")]
        assert rules.lacks_a_year(dues[0])
        assert rules.final_date(dues) is None
        assert "The plan gives no year for “Quarter 1-2”" in rules.due_in_words(dues, None, TODAY)

    def test_one_date_without_a_year_leaves_the_end_unknown(self) -> None:
        assert rules.final_date([due_date("March 2027"), due_date("October")]) is None

    def test_ongoing_beside_a_date_leaves_the_date_standing(self) -> None:
        assert rules.final_date([due_date("March 2027"), due_date("ongoing")]) == date(2027, 3, 31)

    @pytest.mark.parametrize(
        ("due_on", "sentence"),
        [
            (ago(14), "Overdue by 14 days: it was due on 8 November 2026."),
            (ago(1), "Overdue by 1 day: it was due on 21 November 2026."),
            (TODAY, "Due today, 22 November 2026."),
            (ago(-12), "Due on 4 December 2026, in 12 days."),
        ],
    )
    def test_the_distance_is_said(self, due_on: date, sentence: str) -> None:
        due = due_date(due_on.isoformat())
        assert rules.due_in_words([due], due_on, TODAY) == sentence

    def test_words_that_name_no_day_are_shown_as_they_are(self) -> None:
        assert "“ongoing”" in rules.due_in_words([due_date("ongoing")], None, TODAY)
        assert rules.due_in_words([], None, TODAY) == "No date has been set."

    @given(st.lists(st.text(max_size=30), max_size=4), DAYS)
    def test_whatever_is_typed_nothing_is_invented(self, phrases: list[str], today: date) -> None:
        dues = [due for phrase in phrases for due in read_due_dates(phrase)]
        final = rules.final_date(dues)
        assert final is None or final in {due.ends_on for due in dues}
        assert rules.due_in_words(dues, final, today).endswith(".")
        if any(rules.lacks_a_year(due) for due in dues):
            assert not rules.is_overdue(final, today)

    @given(st.lists(DAYS, max_size=6), DAYS)
    def test_next_due_is_the_earliest_not_passed(self, days: list[date], today: date) -> None:
        coming = rules.next_due(days, today)
        assert coming is None or (coming >= today and not any(today <= day < coming for day in days))


class TestSlips:
    """actions.slip."""

    def test_a_later_date_needs_a_reason_and_an_earlier_or_clearer_one_does_not(self) -> None:
        assert not rules.slip(TODAY, TODAY + timedelta(days=1), "")
        assert rules.slip(TODAY, TODAY + timedelta(days=1), "The tool was late.")
        assert rules.slip(TODAY, ago(1), "")
        assert rules.slip(None, TODAY, "")

    def test_a_promised_end_cannot_vanish_without_a_reason(self) -> None:
        verdict = rules.slip(TODAY, None, "")
        assert not verdict
        assert "no day with a year" in verdict.reason

    @given(MAYBE, MAYBE)
    def test_only_a_known_date_that_moves_later_or_vanishes_counts(self, old: date | None, new: date | None) -> None:
        slipped = old is not None and (new is None or new > old)
        assert bool(rules.amount_of_slip(old, new)) == slipped


@dataclass(frozen=True)
class Ends:
    evidence: int = 1
    milestones: tuple[str, ...] = ()
    done_on: date | None = TODAY
    is_open: bool = True


class TestFinishing:
    """actions.completion, actions.acceptance, actions.state_moves, actions.provenance."""

    @pytest.mark.parametrize(
        ("ends", "said"),
        [
            (Ends(evidence=0), "at least one piece of evidence"),
            (Ends(milestones=("Toolkit printed", "Audit done")), "2 of its milestones to be met: “Toolkit printed”"),
            (Ends(done_on=None), "the day on which it was done"),
            (Ends(done_on=ago(-1)), "not in the future"),
            (Ends(done_on=ago(400)), "not before the day it was raised"),
            (Ends(is_open=False), "it must be open"),
        ],
    )
    def test_completion_says_exactly_what_is_missing(self, ends: Ends, said: str) -> None:
        progress = Progress(ends.is_open, ends.evidence, ends.done_on, ago(10), ends.milestones)
        verdict = rules.completion(progress, TODAY)
        assert not verdict
        assert said in verdict.reason

    def test_completion_names_everything_at_once(self) -> None:
        verdict = rules.completion(Progress(True, 0, None, ago(10), ("Toolkit printed",)), TODAY)
        assert not verdict
        assert verdict.reason.count(", and ") == 2

    def test_completion_with_nothing_missing_is_allowed(self) -> None:
        assert rules.completion(Progress(True, 1, TODAY, ago(10)), TODAY)

    def test_acceptance_is_not_for_the_lead_their_agency_or_whoever_asked(self) -> None:
        me, asker, health = uuid4(), uuid4(), uuid4()
        assert rules.acceptance(Acceptor(me, [uuid4()], False), [health], asker)
        assert not rules.acceptance(Acceptor(me, [], True), [health], asker)
        assert not rules.acceptance(Acceptor(me, [health], False), [health], asker)
        assert not rules.acceptance(Acceptor(asker, [], False), [health], asker)

    def test_states_follow_one_another(self) -> None:
        assert rules.move_state("open", "awaiting_acceptance")
        assert rules.move_state("awaiting_acceptance", "complete")
        assert rules.move_state("awaiting_acceptance", "open")
        assert rules.move_state("complete", "open")
        verdict = rules.move_state("open", "complete")
        assert not verdict
        assert "awaiting acceptance" in verdict.reason

    def test_every_action_says_where_it_came_from(self) -> None:
        assert rules.origin_is_told("plan", "Business plan 2026", "")
        assert not rules.origin_is_told("plan", " ", "")
        assert not rules.origin_is_told("hearsay", "Somebody", "")

    def test_an_inspection_recommendation_gives_its_page(self) -> None:
        verdict = rules.origin_is_told("inspection", "Joint inspection, May 2026", "")
        assert not verdict
        assert "page" in verdict.reason
        assert rules.origin_is_told("inspection", "Joint inspection, May 2026", "14")


def test_every_rule_of_the_tracker_is_in_the_catalogue() -> None:
    mine = {rule.id for rule in catalogue() if rule.module.startswith("goldenthread.actions.")}
    assert mine == {
        "actions.acceptance",
        "actions.asked_for",
        "actions.bulk_undo",
        "actions.chair_word",
        "actions.completion",
        "actions.computed_delivery",
        "actions.cycles_missed",
        "actions.escalation_moves",
        "actions.escalation_route",
        "actions.escalation_step",
        "actions.evidence_strength",
        "actions.final_date",
        "actions.first_date",
        "actions.green_because_busy",
        "actions.how_soon",
        "actions.impact_word",
        "actions.needs_update",
        "actions.next_due",
        "actions.no_year_is_never_overdue",
        "actions.overdue",
        "actions.owner_left",
        "actions.owner_silent",
        "actions.owner_unreachable",
        "actions.owner_word",
        "actions.provenance",
        "actions.slip",
        "actions.state_moves",
        "actions.voice_shown",
    }
