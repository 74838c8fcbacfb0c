"""How an action stands: whose word on delivery is shown and why, its impact, its evidence, and green because busy."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from goldenthread.actions.rules.due import is_overdue, said
from goldenthread.actions.rules.states import State
from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rag import WORDS, Delivery, Word
from goldenthread.kernel.rules import rule


class Impact(StrEnum):
    """Whether it made a difference to children, adults or practice."""

    NOT_YET_MEASURABLE = "not_yet_measurable"
    EMERGING = "emerging"
    EVIDENCED = "evidenced"
    NOT_ACHIEVED = "not_achieved"


class Strength(StrEnum):
    """How good the evidence is."""

    NONE = "none"
    WEAK = "weak"
    MODERATE = "moderate"
    STRONG = "strong"


class Voice(StrEnum):
    """Who rates: the program from dates and silence, the accountable lead, or the chair."""

    COMPUTED = "computed"
    OWNER = "owner"
    CHAIR = "chair"


IMPACT_WORDS: dict[Impact, Word] = {
    Impact.NOT_YET_MEASURABLE: Word("Not yet measurable", "–", "grey", "It is too early to say what changed."),
    Impact.EMERGING: Word("Emerging", "▲", "amber", "First signs of a difference, not yet sure."),
    Impact.EVIDENCED: Word("Evidenced", "✓", "green", "Evidence shows that it made a difference."),
    Impact.NOT_ACHIEVED: Word("Not achieved", "■", "red", "It was done, and made no difference."),
}
STRENGTH_WORDS: dict[Strength, Word] = {
    Strength.NONE: Word("No evidence", "○", "white", "Nothing has been attached yet."),
    Strength.WEAK: Word("Weak", "■", "red", "It shows little, or comes from one side only."),
    Strength.MODERATE: Word("Moderate", "▲", "amber", "It shows part of what is claimed."),
    Strength.STRONG: Word("Strong", "●", "green", "It shows what is claimed, from more than one side."),
}


@dataclass(frozen=True)
class Standing:
    """The facts from which delivery is rated. Words are None where that voice has said nothing."""

    state: str
    raised_on: date
    due_on: date | None = None
    first_on: date | None = None
    last_said_on: date | None = None
    owner_says: Delivery | None = None
    owner_said_on: date | None = None
    chair_says: Delivery | None = None
    chair_said_on: date | None = None
    asked_on: date | None = None
    closed_on: date | None = None
    cycle_days: int = 92


@dataclass(frozen=True)
class Rated:
    """A rating and the sentence that says why."""

    rating: Delivery
    why: str


@dataclass(frozen=True)
class Shown:
    """The rating that is shown, whose word it is, and the sentence that says why."""

    rating: Delivery
    voice: Voice
    why: str


@rule("actions.computed_delivery", "Domain guide 8.2: system-computed voice; no update is its own state")
def computed_delivery(standing: Standing, today: date) -> Rated:
    """What follows from dates, silence and acceptance alone; where these say nothing, the owner's latest word.

    Complete once accepted; off track once overdue (a silence never hides a passed date); not started before the first
    date, or newly raised, while nobody has said anything; no update once a whole cycle has passed in silence.
    """
    closed = _closed(standing)
    if closed:
        return closed
    if standing.state == State.AWAITING_ACCEPTANCE and _asked_in_time(standing, today):
        asked = f" on {said(standing.asked_on)}" if standing.asked_on else ""
        return Rated(Delivery.ON_TRACK, f"Completion was asked for{asked} and waits to be accepted.")
    if standing.due_on and is_overdue(standing.due_on, today):
        quiet = f", and {_silence(standing)}" if needs_update(standing, today) else ""
        return Rated(Delivery.OFF_TRACK, f"It was due on {said(standing.due_on)}{quiet}.")
    if standing.last_said_on is None:
        return _unspoken(standing, today)
    if needs_update(standing, today):
        return Rated(Delivery.NO_UPDATE, f"{_upper(_silence(standing))}.")
    if standing.owner_says in WORDS and standing.owner_says != Delivery.NO_UPDATE and standing.owner_said_on:
        word = WORDS[standing.owner_says].tag.lower()
        return Rated(standing.owner_says, f"The lead said {word} on {said(standing.owner_said_on)}.")
    heard = said(standing.last_said_on)
    return Rated(Delivery.ON_TRACK, f"Its date has not passed and there was an update on {heard}, without a rating.")


def _closed(standing: Standing) -> Rated | None:
    on = f" on {said(standing.closed_on)}" if standing.closed_on else ""
    if standing.state == State.COMPLETE:
        return Rated(Delivery.COMPLETE, f"It was done{on}, and that is accepted.")
    if standing.state == State.CLOSED_WITHOUT_COMPLETION:
        return Rated(Delivery.OFF_TRACK, f"It was closed{on} without being completed.")
    if standing.state == State.WITHDRAWN:
        return Rated(Delivery.NOT_STARTED, f"It was withdrawn{on}.")
    return None


def _asked_in_time(standing: Standing, today: date) -> bool:
    return not is_overdue(standing.due_on, standing.asked_on or today)


def _unspoken(standing: Standing, today: date) -> Rated:
    if standing.first_on and today < standing.first_on:
        return Rated(Delivery.NOT_STARTED, f"Its first date is {said(standing.first_on)}.")
    if needs_update(standing, today):
        return Rated(Delivery.NO_UPDATE, f"{_upper(_silence(standing))}.")
    expected = said(heard_or_begun(standing) + timedelta(days=standing.cycle_days))
    return Rated(Delivery.NOT_STARTED, f"Nobody has said anything yet; a first update is expected by {expected}.")


def heard_or_begun(standing: Standing) -> date:
    """The day from which a silence is counted: of the latest word, else of the start, else of being raised."""
    return standing.last_said_on or max(standing.raised_on, standing.first_on or standing.raised_on)


def _silence(standing: Standing) -> str:
    if standing.last_said_on:
        return f"nobody has said anything since {said(standing.last_said_on)}"
    return f"nobody has said anything since it was raised on {said(standing.raised_on)}"


@rule("actions.needs_update", "Domain guide 8.2: no update received; Partnership.update_cycle_days")
def needs_update(standing: Standing, today: date) -> bool:
    """True when an open action has been silent for longer than a cycle, counted from the latest word or the start."""
    if standing.state != State.OPEN:
        return False
    return (today - heard_or_begun(standing)).days > standing.cycle_days


@rule("actions.voice_shown", "Domain guide 8.2: three voices; the chair's is final, with its reason")
def shown_delivery(standing: Standing, today: date) -> Shown:
    """The rating shown: the chair's final word, else the owner's while it holds, else the computed one; and why.

    A closed action shows how it was closed. The owner's word holds for one cycle; it hides a passed date only where
    the owner, after that day, called the action at risk or off track.
    """
    computed = computed_delivery(standing, today)
    if standing.state not in (State.OPEN, State.AWAITING_ACCEPTANCE):
        return Shown(computed.rating, Voice.COMPUTED, computed.why)
    if standing.chair_says:
        return Shown(standing.chair_says, Voice.CHAIR, _chair_said(standing, computed))
    if standing.owner_says and _owner_holds(standing, today):
        return Shown(standing.owner_says, Voice.OWNER, _owner_said(standing, computed))
    return Shown(computed.rating, Voice.COMPUTED, computed.why)


def _owner_holds(standing: Standing, today: date) -> bool:
    on = standing.owner_said_on
    if on is None or standing.state != State.OPEN or (today - on).days > standing.cycle_days:
        return False
    if not is_overdue(standing.due_on, today):
        return True
    return is_overdue(standing.due_on, on) and standing.owner_says in (Delivery.AT_RISK, Delivery.OFF_TRACK)


def _chair_said(standing: Standing, computed: Rated) -> str:
    on = f" on {said(standing.chair_said_on)}" if standing.chair_said_on else ""
    why = f"The chair had the last word{on}."
    if standing.chair_says == computed.rating:
        return why
    return f"{why} Worked out, it would be {WORDS[computed.rating].tag.lower()}: {_lowered(computed.why)}"


def _owner_said(standing: Standing, computed: Rated) -> str:
    on = f" on {said(standing.owner_said_on)}" if standing.owner_said_on else ""
    why = f"The lead said so{on}."
    if standing.owner_says == computed.rating:
        return why
    return f"{why} Worked out, it would be {WORDS[computed.rating].tag.lower()}: {_lowered(computed.why)}"


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


@rule("actions.owner_word", "Experience guide 6: on track means that it will be done by its date")
def owner_word(word: str, due_on: date | None, today: date) -> Verdict:
    """Denied for a rating the lead cannot give: complete, no update, or on track after the date has passed."""
    if word == Delivery.COMPLETE:
        return Denied("Only somebody other than the lead can say complete. Ask for completion instead.")
    if word not in set(Delivery) - {Delivery.NO_UPDATE}:
        return Denied("Choose how it stands.")
    if word in (Delivery.ON_TRACK, Delivery.NOT_STARTED) and due_on and is_overdue(due_on, today):
        return Denied(
            f"It was due on {said(due_on)}, so it can be at risk or off track. To say on track, move the date first."
        )
    return Allowed()


@rule("actions.chair_word", "Domain guide 8.2: chair's final with reason when different")
def chair_word(word: str, otherwise: Delivery, reason: str) -> Verdict:
    """Denied for complete and no update, and for a word that differs from what would be shown without a reason."""
    if word == Delivery.COMPLETE:
        return Denied("An action is complete once its completion has been asked for and accepted.")
    if word not in set(Delivery) - {Delivery.NO_UPDATE}:
        return Denied("Choose how it stands.")
    if word != otherwise and not reason.strip():
        return Denied(f"Say why: without your word it would be shown as {WORDS[otherwise].tag.lower()}.")
    return Allowed()


@rule("actions.impact_word", "Domain guide 8.3, impact ladder: each claim cites evidence")
def impact_word(value: str, evidence_count: int, reason: str) -> Verdict:
    """Denied for an unknown word, for "evidenced" without evidence, and for any claim that says not what shows it."""
    if value not in set(Impact):
        return Denied("Choose what difference it has made so far.")
    if value == Impact.EVIDENCED and not evidence_count:
        return Denied("Attach evidence first: an impact is evidenced only by evidence that others can look at.")
    if value != Impact.NOT_YET_MEASURABLE and not reason.strip():
        return Denied("Say in a sentence what shows it.")
    return Allowed()


@rule("actions.evidence_strength", "Domain guide 8.2: strength of evidence is a rating of its own")
def evidence_strength(rated: str, pieces: Iterable[str]) -> Strength:
    """The strength somebody rated, else that of the strongest piece; none where there is nothing, whatever was said."""
    strengths = [Strength(piece) for piece in pieces if piece in set(Strength)]
    if not strengths:
        return Strength.NONE
    return Strength(rated) if rated in set(Strength) else max(strengths, key=list(Strength).index)


@rule("actions.green_because_busy", "Peers guide 2.2: three ratings, so that green because busy is visible")
def busy_but_green(delivery: Delivery, impact: str, strength: Strength) -> str:
    """A sentence where delivery looks well and nothing shows a difference; empty where that is not so."""
    if delivery not in (Delivery.ON_TRACK, Delivery.COMPLETE):
        return ""
    gaps = []
    if impact == Impact.NOT_ACHIEVED:
        gaps.append("it has not made the difference it was meant to")
    elif impact != Impact.EMERGING and impact != Impact.EVIDENCED:
        gaps.append("nothing yet shows that it makes a difference")
    if strength in (Strength.NONE, Strength.WEAK):
        gaps.append("there is no evidence" if strength == Strength.NONE else "the evidence is weak")
    if not gaps:
        return ""
    return f"Green because busy? Delivery is {WORDS[delivery].tag.lower()}, but {' and '.join(gaps)}."
