"""Decide what a refresh still asks, what becomes of each part, and what stands in the way of applying it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule

CONTINUE, CLOSE, CARRY, COMPLETE, REPLACE = "continue", "close", "carry", "complete", "replace"
PRIORITY, OBJECTIVE, ACTION = "priority", "objective", "action"
CHOICES: Mapping[str, tuple[str, ...]] = {
    PRIORITY: (CONTINUE, CARRY, CLOSE),
    OBJECTIVE: (CONTINUE, CARRY, CLOSE),
    ACTION: (COMPLETE, REPLACE, CARRY, CLOSE),
}


@dataclass(frozen=True)
class Decided:
    """What somebody decided about one part."""

    decision: str
    reason: str = ""
    outcome: str = ""
    due: str = ""
    new_description: str = ""
    new_lead: str = ""
    new_due: str = ""


@dataclass(frozen=True)
class Place:
    """A priority or an objective: its words, what it stands under, and how many measures it has of its own."""

    kind: str
    id: UUID
    words: str
    under: UUID | None = None
    measures: int = 0


@dataclass(frozen=True)
class Deed:
    """An action: its words, everything in this plan that it serves, and whether it is still worked on.

    `is_hidden` where whoever decides may not read it.
    """

    id: UUID
    words: str
    serves: tuple[UUID, ...]
    is_open: bool
    due_on: date | None = None
    is_hidden: bool = False


@rule("plans.refresh_decision", "Issue rule: continue, close or carry, with reason")
def lacking(kind: str, decided: Decided) -> list[tuple[str, str]]:
    """What a decision still lacks, as (field, sentence); empty where it is whole or nothing was decided yet."""
    choice = decided.decision
    if not choice:
        return []
    if choice not in CHOICES[kind]:
        return [("decision", "Choose one of the answers on the page.")]
    found = []
    if choice == CLOSE and not decided.reason.strip():
        ended = "why it closes without being completed" if kind == ACTION else "how it ended"
        found.append(("reason", f"Say {ended}."))
    if choice == CARRY and not decided.reason.strip():
        found.append(("reason", "Say why it was not finished."))
    if choice == REPLACE:
        if not decided.new_description.strip():
            found.append(("new_description", "Write the new action that takes its place."))
        if not decided.new_lead:
            found.append(("new_lead", "Choose who leads the new action."))
    return found


@rule("plans.refresh_period", "House rule: a new year begins after the one that ends")
def sensible_year(starts_on: date | None, ends_on: date | None, before_starts_on: date | None) -> Verdict:
    """Denied without both days, or where the new period does not begin after the old one began."""
    if starts_on is None or ends_on is None:
        return Denied("Give the first and the last day of the new year.")
    if before_starts_on and starts_on <= before_starts_on:
        return Denied("The new year must begin after the first day of the plan as it is now.")
    return Allowed()


@dataclass(frozen=True)
class Outline:
    """What the decisions come to. `fates` says for each place what becomes of it, "" where nobody has decided.

    `asked` are the open actions that need a decision of their own, by the first continuing place they serve. `along`
    are those carried with a place and `ending` those that close with one, each with that place. `waiting` are open
    actions whose places are undecided; `finished` those of the year that are done with.
    """

    fates: Mapping[UUID, str]
    asked: Mapping[UUID, list[Deed]] = field(default_factory=dict)
    along: Mapping[UUID, UUID] = field(default_factory=dict)
    ending: Mapping[UUID, UUID] = field(default_factory=dict)
    waiting: Sequence[Deed] = ()
    finished: Sequence[Deed] = ()

    def all_asked(self) -> list[Deed]:
        """Every action that needs a decision of its own."""
        return [deed for deeds in self.asked.values() for deed in deeds]


@rule("plans.refresh_fates", "Issue rule: what is closed or carried takes what stands under it with it")
def outline(plan: UUID, places: Sequence[Place], deeds: Sequence[Deed], decided: Mapping[UUID, Decided]) -> Outline:
    """What the decisions so far come to. The plan itself continues."""
    fates: dict[UUID, str] = {plan: CONTINUE}
    for place in sorted(places, key=lambda one: one.kind != PRIORITY):
        above = fates.get(place.under, "") if place.under else CONTINUE
        own = decided[place.id].decision if place.id in decided else ""
        fates[place.id] = own if above == CONTINUE else above
    asked: dict[UUID, list[Deed]] = {}
    along: dict[UUID, UUID] = {}
    ending: dict[UUID, UUID] = {}
    waiting, finished = [], []
    for deed in deeds:
        by_fate: dict[str, UUID] = {}
        for one in deed.serves:
            by_fate.setdefault(fates.get(one, ""), one)
        if not deed.is_open:
            finished.append(deed)
        elif CONTINUE in by_fate:
            asked.setdefault(by_fate[CONTINUE], []).append(deed)
        elif "" in by_fate:
            waiting.append(deed)
        elif CARRY in by_fate:
            along[deed.id] = by_fate[CARRY]
        elif CLOSE in by_fate:
            ending[deed.id] = by_fate[CLOSE]
    return Outline(fates, asked, along, ending, waiting, finished)


@dataclass(frozen=True)
class Doubt:
    """One thing to look at before applying: the sentence, what it is about, and whether it stands in the way."""

    sentence: str
    kind: str
    id: UUID | None
    blocks: bool


@rule("plans.refresh_doubts", "Issue rule: the check page says doubts first; nothing is carried or closed unasked")
def doubts(
    found: Outline, places: Sequence[Place], deeds: Sequence[Deed], decided: Mapping[UUID, Decided],
    starts_on: date | None = None,
) -> list[Doubt]:  # fmt: skip
    """Everything to look at before applying: first what stands in the way, then what may be left as it is."""
    blocking = [
        Doubt(f"Nobody has decided on “{place.words.rstrip('.')}”.", place.kind, place.id, True)
        for place in places
        if not found.fates[place.id] and (not place.under or found.fates.get(place.under) == CONTINUE)
    ]
    asked = found.all_asked()
    hidden = [deed for deed in deeds if deed.is_hidden and deed.is_open]
    if hidden:
        many = f"{len(hidden)} open actions are" if len(hidden) > 1 else "One open action is"
        sentence = (
            f"{many} restricted, so somebody who reads restricted papers must decide on it and apply the refresh."
        )
        blocking.append(Doubt(sentence, ACTION, None, True))
    for deed in (one for one in asked if not one.is_hidden):
        decision = decided[deed.id].decision if deed.id in decided else ""
        if not decision:
            blocking.append(Doubt(f"Nobody has decided on “{deed.words.rstrip('.')}”.", ACTION, deed.id, True))
        elif decision == COMPLETE:
            sentence = f"“{deed.words.rstrip('.')}” is to be completed first, and is still open."
            blocking.append(Doubt(sentence, ACTION, deed.id, True))
    return blocking + _may_be_left(found, places, deeds, decided, starts_on)


def _may_be_left(
    found: Outline, places: Sequence[Place], deeds: Sequence[Deed], decided: Mapping[UUID, Decided],
    starts_on: date | None,
) -> list[Doubt]:  # fmt: skip
    going_on = [place for place in places if found.fates[place.id] in (CONTINUE, CARRY)]
    peopled = {place.under for place in going_on if place.kind == OBJECTIVE}
    objectives = any(place.kind == OBJECTIVE for place in places)
    left = [
        Doubt(
            f"“{place.words.rstrip('.')}” would have no measure, so nobody could say whether it worked.",
            OBJECTIVE,
            place.id,
            False,
        )
        for place in going_on
        if place.kind == OBJECTIVE and not place.measures
    ]
    left += [
        Doubt(
            f"“{place.words.rstrip('.')}” would go on without anything under it to achieve.", PRIORITY, place.id, False
        )
        for place in going_on
        if objectives and place.kind == PRIORITY and place.id not in peopled
    ]
    early = [
        deed
        for deed in deeds
        if deed.is_open
        and starts_on
        and deed.due_on
        and deed.due_on < starts_on
        and _keeps_its_date(deed, found, decided)
    ]
    if early:
        many = f"{len(early)} carried actions keep dates" if len(early) > 1 else "One carried action keeps a date"
        left.append(Doubt(f"{many} before the new year begins, so each shows as overdue.", ACTION, None, False))
    return left


def _keeps_its_date(deed: Deed, found: Outline, decided: Mapping[UUID, Decided]) -> bool:
    own = decided.get(deed.id)
    return deed.id in found.along or bool(own and own.decision == CARRY and not own.due.strip())


@rule("plans.refresh_apply", "Issue rule: nothing changes until Apply, and nothing undecided is applied")
def may_apply(found: Collection[Doubt]) -> Verdict:
    """Denied while anything stands in the way."""
    blocking = sum(doubt.blocks for doubt in found)
    if not blocking:
        return Allowed()
    things = "one thing that still waits" if blocking == 1 else f"{blocking} things that still wait"
    return Denied(f"Look first at the {things} for a decision. Nothing has been changed.")


@rule("plans.earlier_years", "Issue rule: activities are replaced from year to year, and stay readable")
def is_of_earlier_years(is_past: bool, is_open: bool, closed_on: date | None, refreshed_on: date | None) -> bool:
    """True for an action finished by the last refresh. One reopened, or finished again since, is of this year."""
    if not is_past or is_open:
        return False
    return closed_on is None or refreshed_on is None or closed_on <= refreshed_on
