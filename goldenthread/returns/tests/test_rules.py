"""What counts as an answer, how a return moves, who is late, what lateness leads to, and which dates follow."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.outcomes import Allowed, Denied, Refused
from goldenthread.kernel.rhythm import Beat, Rhythm
from goldenthread.kernel.working_days import is_working_day
from goldenthread.returns import rules
from goldenthread.returns.rules import Answered, Asks, Move, Question, Rung, State, Step

levels = st.lists(st.integers(0, 10), min_size=2, max_size=6, unique=True)


def asking(asks: Asks, **fields: object) -> Question:
    return Question("key", "What?", asks, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "answer", "is_answered"),
    [
        (asking(Asks.TEXT), Answered("Yes"), True),
        (asking(Asks.TEXT), Answered("  "), False),
        (asking(Asks.TEXT), None, False),
        (asking(Asks.NUMBER), Answered("0"), True),
        (asking(Asks.SCALE), Answered("0"), True),
        (asking(Asks.TABLE), Answered([]), False),
        (asking(Asks.TABLE), Answered([{"a": "b"}]), True),
        (asking(Asks.YES_NO), Answered("not_applicable"), False),
        (asking(Asks.YES_NO), Answered("not_applicable", "We run no schools."), True),
        (asking(Asks.EVIDENCE), Answered(None, has_file=True), True),
        (asking(Asks.EVIDENCE), Answered("On the shared drive"), True),
    ],
)
def test_what_counts_as_an_answer(question: Question, answer: Answered | None, is_answered: bool):
    # returns.is_answered
    assert rules.is_answered(question, answer) is is_answered


def test_only_required_questions_without_an_answer_are_missing():
    # returns.missing
    must, may = Question("a", "A?", Asks.TEXT), Question("b", "B?", Asks.TEXT, is_required=False)
    assert rules.missing([must, may], {}) == [must]
    assert rules.missing([must, may], {"a": Answered("x")}) == []


@pytest.mark.parametrize(
    ("question", "value", "reason"),
    [
        (asking(Asks.CHOICE, options=("A", "B")), "C", "listed"),
        (asking(Asks.SEVERAL, options=("A", "B")), ["A", "C"], "listed"),
        (asking(Asks.RATING, levels=("met",)), "unmet", "listed"),
        (asking(Asks.RATING, levels=("met",)), "not_applicable", "applies to everybody"),
        (asking(Asks.SCALE), "11", "listed"),
        (asking(Asks.NUMBER), "many", "number"),
        (asking(Asks.NUMBER), "NaN", "number"),
        (asking(Asks.NUMBER, smallest=Decimal(1)), "0", "1 or more"),
        (asking(Asks.NUMBER, largest=Decimal(5)), "6", "5 or less"),
        (asking(Asks.DATE), "31 June", "real date"),
        (asking(Asks.TABLE, columns=({"key": "a"},)), [{"b": 1}], "row by row"),
        (asking(Asks.EXCEPTIONS), "all", "row by row"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_to_do(question: Question, value: object, reason: str):
    # returns.fits
    answer = rules.fits(question, value)
    assert isinstance(answer, Denied)
    assert reason in answer.reason


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (asking(Asks.CHOICE, options=("A", "B")), "A"),
        (asking(Asks.RATING, levels=("met",), may_be_not_applicable=True), "not_applicable"),
        (asking(Asks.YES_NO), "not_applicable"),
        (asking(Asks.NUMBER), "-2.5"),
        (asking(Asks.DATE), "2026-06-30"),
        (asking(Asks.EXCEPTIONS), [{"exception": "x", "wanted": "A decision"}]),
        (asking(Asks.CHOICE), None),
        (asking(Asks.NUMBER), ""),
    ],
)
def test_what_fits_and_what_is_not_yet_answered_is_allowed(question: Question, value: object):
    assert rules.fits(question, value) == Allowed()


@pytest.mark.parametrize(
    ("questions", "reason"),
    [
        ([], "at least one question"),
        ([Question("a", "A?", Asks.TEXT), Question("a", "B?", Asks.TEXT)], "the key “a”"),
        ([Question("a", "A?", Asks.CHOICE, options=("one",))], "two answers"),
        ([Question("a", "A?", Asks.RATING)], "rating scheme"),
        ([Question("a", "A?", Asks.TABLE)], "columns"),
    ],
)
def test_what_nobody_could_answer_does_not_go_out(questions: list[Question], reason: str):
    # returns.may_publish
    answer = rules.may_publish(questions)
    assert isinstance(answer, Denied)
    assert reason in answer.reason
    assert rules.may_publish([Question("a", "A?", Asks.TEXT)]) == Allowed()


@given(st.text(max_size=80), st.lists(st.text(max_size=20), max_size=5))
def test_a_key_is_short_plain_and_not_taken(text: str, others: list[str]):
    # returns.key
    taken = {rules.key_from(one, []) for one in others}
    key = rules.key_from(text, taken)
    assert key not in taken
    assert key
    assert len(key) <= 70
    assert all(letter.isascii() and (letter.isalnum() or letter == "-") for letter in key)


@given(levels, st.data())
def test_a_score_is_a_share_and_not_applicable_never_helps(weights: list[int], data: st.DataObject):
    # returns.score
    scheme = rules.Scheme("S", [rules.Level(str(one), str(one), weight=Decimal(one)) for one in sorted(weights)])
    keys = st.sampled_from([*(str(one) for one in weights), rules.NOT_APPLICABLE])
    answers = data.draw(st.lists(st.tuples(keys, st.integers(1, 5).map(Decimal)), max_size=8))
    share = rules.score(scheme, answers)
    counted = [one for one in answers if one[0] != rules.NOT_APPLICABLE]
    assert (share is None) == (not counted)
    assert share is None or 0 <= share <= 1
    strict = rules.Scheme("S", scheme.levels, counts_not_applicable=True)
    counting = rules.score(strict, answers)
    assert share is None or (counting is not None and counting <= share)


@pytest.mark.parametrize(
    ("move", "froms", "to"),
    [
        (Move.SAVE, {State.NOT_STARTED, State.DRAFT, State.RETURNED}, State.DRAFT),
        (Move.SIGN_OFF, {State.DRAFT, State.RETURNED}, State.SIGNED_OFF),
        (Move.TAKE_BACK, {State.SIGNED_OFF}, State.DRAFT),
        (Move.SUBMIT, {State.DRAFT, State.RETURNED, State.SIGNED_OFF}, State.SUBMITTED),
        (Move.RETURN, {State.SUBMITTED, State.ACCEPTED}, State.RETURNED),
        (Move.ACCEPT, {State.SUBMITTED}, State.ACCEPTED),
        (Move.REOPEN, {State.EXCUSED, State.CLOSED}, State.DRAFT),
        (Move.EXCUSE, set(rules.OWED), State.EXCUSED),
        (Move.CLOSE, set(rules.OWED), State.CLOSED),
    ],
)
def test_a_return_moves_only_along_its_life(move: Move, froms: set[State], to: State):
    # returns.move
    for state in State:
        assert rules.may_move(move, state) == (state in froms)
        if state in froms:
            assert rules.after(move, state) == to
        else:
            with pytest.raises(Refused):
                rules.after(move, state)


def test_it_is_sent_whole_and_signed_off_where_that_is_asked():
    # returns.sign_off_first
    assert isinstance(rules.may_submit(False, State.DRAFT, ["How does it go?", "When?"]), Denied)
    assert "“How does it go?” and 1 more" in str(rules.may_submit(False, State.DRAFT, ["How does it go?", "When?"]))
    assert isinstance(rules.may_submit(True, State.DRAFT, []), Denied)
    assert rules.may_submit(True, State.SIGNED_OFF, []) == Allowed()
    assert rules.may_submit(False, State.DRAFT, []) == Allowed()


def test_nobody_checks_the_return_of_their_own_agency():
    # returns.not_own
    from uuid import uuid4

    mine, other = uuid4(), uuid4()
    assert isinstance(rules.may_check(mine, [other, mine]), Denied)
    assert rules.may_check(mine, [other]) == Allowed()
    assert rules.may_check(None, [mine]) == Allowed()


def test_lateness_counts_working_days_and_stops_when_it_is_sent_or_excused():
    # returns.lateness: Friday 18 December 2026 to Monday 4 January 2027 holds three bank holidays.
    due = date(2026, 12, 18)
    assert rules.days_late(State.DRAFT, due, None, date(2027, 1, 4)) == 8
    assert rules.days_late(State.SUBMITTED, due, date(2026, 12, 21), date(2027, 1, 4)) == 1
    assert rules.days_late(State.SUBMITTED, due, due, date(2027, 1, 4)) == 0
    assert rules.days_late(State.EXCUSED, due, None, date(2027, 1, 4)) == 0
    assert rules.days_late(State.NOT_STARTED, due, None, due) == 0


@given(st.integers(0, 60), st.sets(st.sampled_from([one.value for one in Rung])), st.none() | st.integers(0, 60))
def test_a_rung_is_taken_once_it_is_reached_and_once_only(late: int, taken: set[str], since: int | None):
    # returns.ladder
    rung = rules.next_rung(rules.LADDER, late, sorted(taken), since)
    if rung is not None:
        steps = {one.rung: one.after for one in rules.LADDER}
        assert rung.value not in taken
        assert late >= steps[rung]
        assert all(one.rung.value in taken for one in rules.LADDER if one.after < steps[rung])


def test_each_rung_leaves_the_one_before_it_its_time():
    # returns.ladder
    taken: list[str] = []
    on: int | None = None
    climbed = {}
    for late in range(12, 40):
        rung = rules.next_rung(rules.LADDER, late, taken, None if on is None else late - on)
        if rung is not None:
            taken, on = [*taken, rung.value], late
            climbed[rung] = late
    assert climbed == {Rung.REMINDER: 12, Rung.CHAIRS_LETTER: 16, Rung.CHALLENGE: 21, Rung.EXECUTIVE: 31}


def test_a_ladder_is_climbed_one_rung_at_a_time():
    # returns.ladder_is_whole
    assert rules.ladder_in_order(rules.LADDER) == Allowed()
    assert rules.ladder_in_order([]) == Allowed()
    assert isinstance(rules.ladder_in_order([Step(Rung.REMINDER, 5), Step(Rung.CHAIRS_LETTER, 5)]), Denied)
    assert isinstance(rules.ladder_in_order([Step(Rung.REMINDER, 0)]), Denied)
    assert rules.restored_ladder(rules.stored_ladder(rules.LADDER)) == list(rules.LADDER)


days = st.dates(date(2025, 1, 1), date(2027, 1, 1))


@given(st.lists(st.tuples(days, st.booleans()), max_size=10, unique_by=lambda one: one[0]), st.sets(days), days)
def test_a_changed_rhythm_leaves_alone_what_was_touched_and_what_is_past(
    stand: list[tuple[date, bool]], wanted: set[date], today: date
):
    # returns.dates_changed
    rows = [rules.Planned(day, kept) for day, kept in stand]
    add, gone = rules.redated(rows, wanted, today)
    kept = {one.planned_on for one in rows if one.is_kept or one.planned_on < today}
    assert not set(gone) & kept
    assert all(day >= today for day in [*add, *gone])
    after = ({one.planned_on for one in rows} - set(gone)) | set(add)
    stands_for = [one.planned_on for one in rows if one.is_kept]
    near = {day for day in wanted if any(abs(day - one) <= timedelta(days=21) for one in stands_for)}
    assert {day for day in wanted if day >= today} <= after | near
    assert {day for day in after if day >= today} <= wanted | kept


def test_a_meeting_that_moves_does_not_ask_twice():
    # returns.dates_changed
    used, free = rules.Planned(date(2026, 12, 1), is_kept=True), rules.Planned(date(2027, 2, 2))
    moved = {date(2026, 12, 8), date(2027, 2, 9)}
    assert rules.redated([used, free], moved, date(2026, 11, 20)) == ([date(2027, 2, 9)], [date(2027, 2, 2)])


def test_dates_follow_the_rhythm_to_the_horizon_or_the_last_day():
    # returns.dates_wanted
    today = date(2026, 1, 5)
    thrice = Rhythm(Beat.NAMED_MONTHS, months=(6, 10, 2))
    found = rules.dates_wanted(thrice, date(2026, 2, 3), None, today)
    assert [(day.year, day.month) for day in found] == [(2026, 2), (2026, 6), (2026, 10), (2027, 2), (2027, 6)]
    assert len(rules.dates_wanted(thrice, date(2026, 2, 3), date(2026, 12, 31), today)) == 3


@given(days, st.integers(0, 60))
def test_a_return_opens_so_many_working_days_before(due_on: date, count: int):
    # returns.opens_on, returns.before_meeting
    opens = rules.opens_on(due_on, count)
    between = sum(is_working_day(opens + timedelta(days=one)) for one in range((due_on - opens).days))
    assert opens <= due_on
    assert between == count
    assert rules.before_meeting(due_on, count) == opens


@given(
    st.recursive(st.none() | st.text(max_size=5) | st.lists(st.text(max_size=3)), lambda one: st.lists(one, max_size=2))
)
def test_an_answer_is_known_again_by_its_mark_and_nothing_is_nothing(value: object):
    assert rules.mark(value) == rules.mark(rules.tidy(value))
    assert (rules.mark(value) == rules.mark(None)) == (rules.tidy(value) is None)
    assert rules.mark("x", " why ") == rules.mark("x", "why") != rules.mark("x", "because")
