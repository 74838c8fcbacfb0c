"""How likely, how serious, what that comes to, and how much of it a partnership is willing to live with.

Scales are data: these are what a partnership starts with, and it may word them in its own way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule

SOURCE = "Domain guide 8.7: worded 5 by 5 scale, bands, appetite by category and breach"
# A risk never leaves class R (decision 18): restricted governance papers.
INFORMATION_CLASS = "R"


class ScoreKind(StrEnum):
    """Which of the three scores is meant."""

    INHERENT = "inherent"
    CURRENT = "current"
    TARGET = "target"


SCORE_WORDS: Mapping[ScoreKind, tuple[str, str]] = {
    ScoreKind.INHERENT: ("Before any control", "How it would stand if nothing held it."),
    ScoreKind.CURRENT: ("Now", "How it stands with the controls that work today."),
    ScoreKind.TARGET: ("Where we want it", "How it should stand once what is planned has been done."),
}


@dataclass(frozen=True)
class Step:
    """One step of a scale: its number, its word, and what the word means."""

    level: int
    word: str
    meaning: str


@dataclass(frozen=True)
class Band:
    """A band of scores: its key, its word, its lowest score, and after how many months a risk in it is reviewed."""

    key: str
    word: str
    lowest: int
    review_months: int


@dataclass(frozen=True)
class Category:
    """What a risk is about, and how much of that sort the partnership is willing to live with."""

    key: str
    word: str
    appetite: str


@dataclass(frozen=True)
class Scale:
    """Everything scores are read by. `appetites` gives the highest acceptable score for each word of appetite."""

    likelihood: tuple[Step, ...]
    impact: tuple[Step, ...]
    bands: tuple[Band, ...]
    categories: tuple[Category, ...]
    appetites: Mapping[str, int]

    def stored(self) -> dict[str, Any]:
        """As JSON holds it; `restored` reads it back."""
        kept = ("likelihood", "impact", "bands", "categories")
        return {name: [asdict(one) for one in getattr(self, name)] for name in kept} | {
            "appetites": dict(self.appetites)
        }

    def category(self, key: str) -> Category:
        """The category called `key`; one that is no more keeps its key as its word and is looked at cautiously."""
        known = {one.key: one for one in self.categories}
        return known.get(key) or Category(key, key.replace("_", " ").capitalize(), "cautious")


def restored(told: Mapping[str, Any]) -> Scale:
    """The scale that `Scale.stored` wrote down."""
    return Scale(
        likelihood=tuple(Step(**one) for one in told["likelihood"]),
        impact=tuple(Step(**one) for one in told["impact"]),
        bands=tuple(Band(**one) for one in told["bands"]),
        categories=tuple(Category(**one) for one in told["categories"]),
        appetites=dict(told["appetites"]),
    )


# From the least willing to the most.
APPETITE_WORDS: Mapping[str, tuple[str, str]] = {
    "averse": ("Averse", "We want as good as none of it, whatever that costs."),
    "minimal": ("Minimal", "We accept very little, and only where it cannot be helped."),
    "cautious": ("Cautious", "We accept some where the benefit to children and adults is plain."),
    "open": ("Open", "We accept a fair amount in order to work better together."),
    "eager": ("Eager", "We look for new ways and accept that some will fail."),
}

DEFAULT = Scale(
    likelihood=(
        Step(1, "Rare", "It would surprise everybody; not known here in ten years."),
        Step(2, "Unlikely", "It has happened elsewhere; we do not expect it here within three years."),
        Step(3, "Possible", "It may well happen here within three years."),
        Step(4, "Likely", "We expect it within the next twelve months."),
        Step(5, "Almost certain", "It is happening already, or will within three months."),
    ),
    impact=(
        Step(1, "Slight", "Noticed, put right within days, no effect on anybody we serve."),
        Step(2, "Minor", "Some work is late or done twice; children and adults hardly notice."),
        Step(3, "Moderate", "A priority slips by a quarter, or help reaches some people late."),
        Step(4, "Major", "A statutory duty is missed, or help fails a group of people for months."),
        Step(5, "Severe", "Serious harm that good work together would have prevented, or the arrangements fail."),
    ),
    bands=(
        Band("low", "Low", 1, 4),
        Band("moderate", "Moderate", 4, 4),
        Band("high", "High", 8, 2),
        Band("extreme", "Extreme", 15, 1),
    ),
    categories=(
        Category("statutory", "Statutory duties", "averse"),
        Category("practice", "Practice and its quality", "minimal"),
        Category("workforce", "Workforce and capacity", "cautious"),
        Category("information", "Information and data", "minimal"),
        Category("money", "Money", "cautious"),
        Category("leadership", "Leadership and governance", "minimal"),
        Category("change", "Change among partners", "open"),
        Category("voice", "Voice and trust", "open"),
    ),
    appetites={"averse": 3, "minimal": 6, "cautious": 9, "open": 12, "eager": 15},
)


@rule("risks.score", SOURCE)
def score(likelihood: int, impact: int) -> int:
    """Likelihood times impact. Raises `ValueError` for a level below 1."""
    if likelihood < 1 or impact < 1:
        raise ValueError("A level begins at 1.")
    return likelihood * impact


@rule("risks.band", SOURCE)
def band_of(value: int, scale: Scale = DEFAULT) -> Band:
    """The band a score falls in: the highest whose lowest score it reaches."""
    return max((one for one in scale.bands if one.lowest <= value), key=lambda one: one.lowest)


@rule("risks.appetite", SOURCE)
def accepted_up_to(category: str, scale: Scale = DEFAULT) -> int:
    """The highest score of a category that the partnership is willing to live with."""
    return scale.appetites[scale.category(category).appetite]


@rule("risks.breach", SOURCE)
def is_breached(value: int, category: str, scale: Scale = DEFAULT) -> bool:
    """True where a score lies above what the partnership accepts for the category."""
    return value > accepted_up_to(category, scale)


class Direction(StrEnum):
    """Where a risk is going."""

    NEW = "new"
    UP = "up"
    DOWN = "down"
    SAME = "same"


DIRECTION_WORDS: Mapping[Direction, tuple[str, str]] = {
    Direction.NEW: ("New", "○"),
    Direction.UP: ("Rising", "▲"),
    Direction.DOWN: ("Falling", "▼"),
    Direction.SAME: ("Unchanged", "–"),
}


@rule("risks.direction", "Domain guide 8.7, direction; peers 2.4, movement since the last meeting")
def direction(before: int | None, now: int | None, is_confirmed: bool = False) -> Direction:
    """Whether a risk rises, falls or stays, from the score before to the one now; new where there was none before.

    `is_confirmed` says that somebody has looked again since the score now was said, and left it: then it stays.
    """
    if is_confirmed or (now is not None and now == before):
        return Direction.SAME
    if before is None or now is None:
        return Direction.NEW
    return Direction.UP if now > before else Direction.DOWN


@rule("risks.may_score", "Domain guide 8.7: inherent, current and target; a score says why")
def may_score(likelihood: int, impact: int, why: str, scale: Scale = DEFAULT) -> Verdict:
    """Denied for a step the scale does not have, and without a reason."""
    if likelihood not in {one.level for one in scale.likelihood}:
        return Denied("Choose how likely it is from the scale.")
    if impact not in {one.level for one in scale.impact}:
        return Denied("Choose how serious it would be from the scale.")
    return Allowed() if why.strip() else Denied("Say why it is scored like this; the next review starts from it.")


@rule("risks.scale_in_order", "Domain guide 8.7: bands are configurable")
def may_set_scale(scale: Scale) -> Verdict:
    """Denied where a step has no word, bands overlap or do not start at 1, or more appetite accepts less."""
    steps = (*scale.likelihood, *scale.impact)
    if not all(one.word.strip() and one.meaning.strip() for one in steps):
        return Denied("Give every step a word and say what it means.")
    if not _rising([one.lowest for one in scale.bands]) or scale.bands[0].lowest != 1:
        return Denied("Each level must begin higher than the one before it.")
    if scale.bands[-1].lowest > score(len(scale.likelihood), len(scale.impact)):
        return Denied("The highest level must begin at a score that the scale can reach.")
    if not _rising([scale.appetites[key] for key in APPETITE_WORDS]):
        return Denied("The more we are willing to accept, the higher the score must be.")
    if not all(1 <= one.review_months <= 12 for one in scale.bands):
        return Denied("A risk is reviewed at least once a year: give between 1 and 12 months.")
    return Allowed()


def _rising(numbers: Sequence[int]) -> bool:
    return all(first < second for first, second in pairwise(numbers))
