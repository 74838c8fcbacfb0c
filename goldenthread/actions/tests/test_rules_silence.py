"""How many cycles were missed, why an owner cannot be reached, to whom a silence goes, what undoing leaves alone."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from goldenthread.actions import rules
from goldenthread.actions.rules import Reach, Standing, State, Step, Why
from goldenthread.kernel.outcomes import Denied

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))
REACHES = st.builds(
    Reach,
    account_is_open=st.booleans(),
    has_a_tie=st.booleans(),
    has_signed_in=st.booleans(),
    has_answered=st.booleans(),
    bounced_on=st.none() | DAYS,
)
PEOPLE = st.lists(REACHES, max_size=4)


def silent_for(days: int, cycle: int = 92, **facts: object) -> Standing:
    heard = TODAY - timedelta(days=days)
    given = {"state": State.OPEN, "raised_on": date(2024, 1, 1), "last_said_on": heard, "cycle_days": cycle}
    return Standing(**{**given, **facts})  # type: ignore[arg-type]


class TestCyclesMissed:
    """actions.cycles_missed"""

    def test_counts_whole_cycles_from_the_first_day_an_update_is_missing(self) -> None:
        missed = {days: rules.cycles_missed(silent_for(days), TODAY) for days in (0, 92, 93, 184, 185, 276, 277)}
        assert missed == {0: 0, 92: 0, 93: 1, 184: 1, 185: 2, 276: 2, 277: 3}

    def test_a_new_lead_starts_afresh(self) -> None:
        standing = silent_for(400)
        assert rules.cycles_missed(standing, TODAY) == 4
        assert rules.cycles_missed(standing, TODAY, led_since=TODAY - timedelta(days=10)) == 0
        # Somebody who has spoken since they were given it is counted from what they said.
        assert rules.cycles_missed(silent_for(100), TODAY, led_since=TODAY - timedelta(days=400)) == 1

    def test_counts_from_the_start_where_nothing_was_said(self) -> None:
        standing = silent_for(0, last_said_on=None, raised_on=TODAY - timedelta(days=500), first_on=TODAY)
        assert rules.cycles_missed(standing, TODAY) == 0
        assert rules.cycles_missed(standing, TODAY + timedelta(days=93)) == 1

    @given(st.sampled_from(State), st.integers(-50, 2000), st.integers(0, 400))
    def test_agrees_with_the_rule_on_updates_and_never_falls(self, state: State, days: int, cycle: int) -> None:
        standing = silent_for(days, cycle, state=state)
        missed = rules.cycles_missed(standing, TODAY)
        if cycle:
            assert (missed > 0) == rules.needs_update(standing, TODAY)
        assert missed <= rules.cycles_missed(standing, TODAY + timedelta(days=1))
        assert missed >= 0


class TestWhyAnOwnerIsListed:
    """actions.owner_left, actions.owner_unreachable, actions.owner_silent"""

    def test_somebody_with_a_closed_account_or_nothing_to_hold_has_left(self) -> None:
        assert not rules.has_left(Reach())
        assert rules.has_left(Reach(account_is_open=False))
        assert rules.has_left(Reach(has_a_tie=False))

    def test_says_every_reason(self) -> None:
        assert rules.why_unreachable(False, [Reach()]) == ()
        assert rules.why_unreachable(True, [Reach()]) == (Why.LEFT,)
        assert rules.why_unreachable(False, []) == (Why.NOBODY,)
        assert rules.why_unreachable(False, [Reach(has_a_tie=False)]) == (Why.LEFT,)
        never = Reach(has_signed_in=False, bounced_on=TODAY)
        assert rules.why_unreachable(False, [never]) == (Why.BOUNCED, Why.NEVER_SIGNED_IN)

    def test_answering_by_letter_counts_as_being_there(self) -> None:
        assert rules.why_unreachable(False, [Reach(has_signed_in=False, has_answered=True)]) == ()

    def test_the_silence_itself_is_a_reason(self) -> None:
        assert rules.why_silent([]) == rules.why_silent([0, 0]) == ()
        assert rules.why_silent([0, 1]) == (Why.QUIET,)
        assert rules.why_silent([1, 2]) == (Why.MISSED_CYCLES,)

    @given(st.booleans(), PEOPLE, REACHES)
    def test_one_person_within_reach_is_enough(self, ended: bool, people: list[Reach], other: Reach) -> None:
        within_reach = Reach()
        found = rules.why_unreachable(ended, [*people, within_reach])
        assert found == ((Why.LEFT,) if ended else ())
        # Somebody who has left changes nothing while anybody is still here.
        here = [one for one in people if not rules.has_left(one)]
        if here and not ended:
            gone = Reach(account_is_open=False, bounced_on=other.bounced_on)
            assert rules.why_unreachable(False, [*people, gone]) == rules.why_unreachable(False, people)

    def test_is_said_in_one_sentence(self) -> None:
        say = rules.silence_in_words
        heard = date(2026, 5, 2)
        assert (
            say(["never signed in"], 4, 4, heard) == "Never signed in; leads 4 actions; nothing said since 2 May 2026"
        )
        assert say([], 1, 1, None) == "Leads 1 action; nothing said yet"
        assert say([], 3, 2, heard) == "Leads 3 actions; on 2 of them nothing said since 2 May 2026"
        assert (
            say(["left on 1 June 2026"], 2, 0, heard)
            == "Left on 1 June 2026; leads 2 actions; last heard on 2 May 2026"
        )


class TestEscalation:
    """actions.escalation_step, actions.escalation_route, actions.escalation_moves"""

    def test_goes_up_a_step_for_each_cycle_from_the_second(self) -> None:
        assert [rules.step_due(missed) for missed in range(7)] == [0, 0, 1, 2, 3, 3, 3]

    def test_passes_over_a_step_at_which_nobody_stands(self) -> None:
        assert rules.route(1, {1, 2, 3}) == Step.AGENCY
        assert rules.route(1, {3}) == Step.EXECUTIVE
        assert rules.route(2, {1}) is None
        assert rules.route(0, {1, 2, 3}) is None

    def test_tells_nobody_twice_and_never_goes_back_down(self) -> None:
        assert rules.goes_further(None, 1)
        assert rules.goes_further(1, 2)
        assert not rules.goes_further(2, 2)
        assert not rules.goes_further(3, 1)
        assert not rules.goes_further(None, None)

    @given(st.integers(0, 40), st.sets(st.sampled_from([1, 2, 3])))
    def test_a_longer_silence_never_reaches_a_lower_step(self, missed: int, manned: set[int]) -> None:
        now, later = rules.route(rules.step_due(missed), manned), rules.route(rules.step_due(missed + 1), manned)
        if now is not None:
            assert now in manned
            assert now >= rules.step_due(missed)
            assert later is None or later >= now


class TestUndoing:
    """actions.bulk_undo"""

    def test_leaves_alone_what_somebody_changed_or_said_something_about(self) -> None:
        left = {"due_on": "2026-12-01", "slip_count": 1}
        assert rules.may_undo(left, dict(left), 4, 4)
        changed = rules.may_undo(left, dict(left), 4, 5)
        assert isinstance(changed, Denied)
        assert changed.reason == "Somebody has changed it since."
        said = rules.may_undo(left, {**left, "slip_count": 2}, 4, 4)
        assert isinstance(said, Denied)
        assert "said something" in said.reason
