"""A refresh as its pages show it: the steps with how far each is, and what will happen, in numbers and words."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from goldenthread.actions.queries import ActionInBrief
from goldenthread.kernel.actor import Actor
from goldenthread.plans.presenters.pages import Words
from goldenthread.plans.queries import RefreshDraft, as_decided
from goldenthread.plans.rules import period_words

# Somebody who saved within this time may still be at it.
LATELY = timedelta(minutes=30)


@dataclass(frozen=True)
class Step:
    """One step of a refresh: its page, its title, and how far it is in words; `is_done` once nothing is left."""

    page: str
    title: str
    far: str
    is_done: bool
    part_id: UUID | None = None


def somebody_else(actor: Actor, row: Any, now: datetime) -> str:
    """The name of another person who worked on the refresh within the last half hour, or nothing."""
    is_other = row.touched_by_id != actor.user_id or row.touched_by_name != actor.name
    return row.touched_by_name if is_other and now - row.touched_at < LATELY else ""


def steps_of(draft: RefreshDraft, words: Words) -> list[Step]:
    """The steps in order: the year, the priorities, the objectives of each, the actions of each place, the check."""
    row = draft.row
    steps = [Step("change_refresh", "The new year", f"{row.title}, {_days(row)}", True)]
    if draft.priorities:
        steps.append(_decided(draft, "decide_priorities", words.many("priority"), draft.priorities))
    for priority, under in _objectives(draft):
        many = words.many("objective")
        title = f"{many} under “{priority}”" if priority else f"{many} under no {words.said('priority')}"
        part_id = priority.pk if priority else row.plan_id
        steps.append(_decided(draft, "decide_objectives", title, under, part_id))
    names = {one.pk: str(one) for one in (*draft.priorities, *draft.objectives)}
    for place, deeds in draft.outline.asked.items():
        title = (
            f"{words.many('action')} under “{names[place]}”"
            if place in names
            else f"{words.many('action')} of the plan itself"
        )
        done = sum(deed.id in draft.decisions for deed in deeds)
        steps.append(Step("decide_actions", title, f"{done} of {len(deeds)} decided", done == len(deeds), place))
    blocking = sum(doubt.blocks for doubt in draft.doubts)
    far = "Ready to apply" if not blocking else f"{blocking} still to decide"
    steps.append(Step("check_refresh", "Check and apply", far, False))
    return steps


def _objectives(draft: RefreshDraft) -> Iterable[tuple[Any, list[Any]]]:
    """The objectives that are gone through one by one: those of continuing priorities, and those under none."""
    for priority in draft.priorities:
        under = [one for one in draft.objectives if one.priority_id == priority.pk]
        if under and draft.outline.fates[priority.pk] == "continue":
            yield priority, under
    loose = [one for one in draft.objectives if one.priority_id is None]
    if loose:
        yield None, loose


def _decided(draft: RefreshDraft, page: str, title: str, rows: Iterable[Any], part_id: UUID | None = None) -> Step:
    each = list(rows)
    done = sum(one.pk in draft.decisions for one in each)
    return Step(page, title, f"{done} of {len(each)} decided", done == len(each), part_id)


def _days(row: Any) -> str:
    return period_words(row.starts_on, row.ends_on)


def next_after(steps: list[Step], page: str, part_id: UUID | None) -> Step:
    """The step that comes after one: the next that is not done, else the check."""
    at = next((place for place, one in enumerate(steps) if (one.page, one.part_id) == (page, part_id)), -1)
    later = [one for one in steps[at + 1 :] if not one.is_done]
    return later[0] if later else steps[-1]


def where_to_decide(draft: RefreshDraft) -> dict[UUID, tuple[str, UUID | None]]:
    """The step on which each part is decided, by the part's id: the page and the place it is about."""
    plan_id = draft.row.plan_id
    found: dict[UUID, tuple[str, UUID | None]] = {one.pk: ("decide_priorities", None) for one in draft.priorities}
    found |= {one.pk: ("decide_objectives", one.priority_id or plan_id) for one in draft.objectives}
    for place, deeds in draft.outline.asked.items():
        found |= {deed.id: ("decide_actions", place) for deed in deeds}
    return found


def will_happen(draft: RefreshDraft, words: Words) -> list[str]:
    """What applying will do, in numbers and words."""
    fates = draft.outline.fates
    said = [
        _fates(words, "priority", [fates[one.pk] for one in draft.priorities]),
        _fates(words, "objective", [fates[one.pk] for one in draft.objectives]),
    ]
    own = Counter(draft.decisions[deed.id].decision for deed in draft.outline.all_asked() if deed.id in draft.decisions)
    own["carry"] += len(draft.outline.along)
    own["close"] += len(draft.outline.ending)
    open_ones = own.total() - own["complete"]
    if open_ones:
        parts = [
            (own["replace"], "replaced by a new one", "replaced by new ones"), (own["carry"], "carried", "carried"),
            (own["close"], "closed without completion", "closed without completion"),
        ]  # fmt: skip
        told = ", ".join(f"{number} {pair[number != 1]}" for number, *pair in parts if number)
        said.append(f"Of {words.count('action', open_ones)} still open: {told}.")
    done = len(draft.outline.finished)
    if done:
        verb = "stays" if done == 1 else "stay"
        said.append(f"{words.count('action', done)} already finished {verb} with the year that ends.".capitalize())
    before = period_words(draft.row.plan.starts_on, draft.row.plan.ends_on)
    said.append(
        f"The plan {f'of {before} ' if before else ''}as it stands today is kept as a version that anybody can read."
    )
    said.append("The new year’s plan is live at once; its first version is a draft until you put it to the seats.")
    return [one for one in said if one]


def _fates(words: Words, level: str, fates: list[str]) -> str:
    counts = Counter(fate for fate in fates if fate)
    verbs = {
        "continue": ("continues", "continue"),
        "carry": ("is carried", "are carried"),
        "close": ("closes", "close"),
    }
    parts = [f"{counts[fate]} {pair[counts[fate] != 1]}" for fate, pair in verbs.items() if counts[fate]]
    return f"{words.many(level)}: {', '.join(parts)}." if parts else ""


def held(row: Any) -> dict[str, Any]:
    """A decision as a form's first values."""
    if row is None:
        return {"version": 0}
    one = as_decided(row)
    return {
        "decision": one.decision, "reason": one.reason, "outcome": one.outcome, "due": one.due,
        "new_description": one.new_description, "new_lead": one.new_lead, "new_due": one.new_due,
        "version": row.version,
    }  # fmt: skip


def held_action(row: Any, action: ActionInBrief) -> dict[str, Any]:
    """The same for an action: whoever leads it is proposed for the one that takes its place."""
    found = held(row)
    return found if found.get("new_lead") else found | {"new_lead": f"{action.lead.kind}:{action.lead.id}"}


def versions_of(draft: RefreshDraft) -> Mapping[UUID, int]:
    """Which version of each decision stands now."""
    return {key: row.version for key, row in draft.decisions.items()}
