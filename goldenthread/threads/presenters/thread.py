"""A walk along the thread as one calm line: the claim at the top, the evidence at the foot, gaps as gaps."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from goldenthread.kernel.actor import Actor
from goldenthread.threads import rules
from goldenthread.threads.queries import Step, Walk
from goldenthread.threads.queries.composing import address_of
from goldenthread.threads.rules import Expectation, Ref
from goldenthread.web.environment import address
from goldenthread.web.filters import listed, sentence

THREAD = "threads:show_thread"
# As much of a title as names a step within the sentence about another.
SHORT = 50
# A page draws no more steps than these, unless all is asked for: deeper levels are counted and can be opened.
LEGIBLE = 250


@dataclass(frozen=True)
class Gap:
    """Something that should be here and is not, and where this person can mend it."""

    sentence: str
    href: str = ""
    text: str = ""


@dataclass(frozen=True)
class Knot:
    """One step as it is drawn. `how` says how it hangs together with its neighbour, `beneath` holds what hangs on it.

    `more` counts those of its kind that hang in the same place and are not drawn; only the last of them says so.
    `is_again` is true for what stands further up already. `folded` counts what hangs on it where that is not drawn,
    and `thread_href` leads there.
    """

    key: str
    kind: str
    text: str
    href: str
    when: date | None
    how: str = ""
    note: str = ""
    is_here: bool = False
    is_again: bool = False
    gaps: tuple[Gap, ...] = ()
    beneath: tuple["Knot", ...] = ()
    more: str = ""
    folded: str = ""
    thread_href: str = ""


@dataclass(frozen=True)
class Drawn:
    """A whole thread: gaps above all, the steps above, the thing itself with all that hangs on it.

    `is_folded` is true where the last levels are counted and not drawn.
    """

    above: list[Knot] = field(default_factory=list)
    here: Knot | None = None
    gaps_above: tuple[Gap, ...] = ()
    is_folded: bool = False


def draw(
    actor: Actor,
    walk: Walk,
    *,
    upwards: bool = True,
    downwards: bool = True,
    keys: Collection[str] = (),
    whole: bool = False,
) -> Drawn:
    """A walk as it is drawn: up, down or both; with `keys` only steps of those kinds and what leads to them.

    Unless it is to be drawn `whole`, levels that would make it longer than can be read are counted and not drawn.
    """
    if walk.here is None:
        return Drawn()
    here = walk.here
    gaps = walk.gaps.get(walk.ref, [])
    kept = _kept(walk, keys) if keys else None
    up = [step for step in walk.up if upwards and (kept is None or (step.ref, step.parent) in kept)]
    deepest = None if whole or kept is not None else _legible(walk)
    beneath = _Branches(actor, walk, kept, deepest).beneath(walk.ref) if downwards else ()
    knot = _knot(actor, here, gaps=[gap for gap in gaps if not gap.outward and downwards and not keys])
    return Drawn(
        above=_above(actor, walk, up, showing_gaps=not keys),
        here=replace(knot, is_here=True, beneath=beneath),
        gaps_above=_gaps(actor, here, [gap for gap in gaps if gap.outward and upwards and not keys]),
        is_folded=downwards and deepest is not None,
    )


def _kept(walk: Walk, keys: Collection[str]) -> set[tuple[Ref, Ref | None]]:
    """The steps of some kinds, each with those that lead to it, as (step, parent)."""
    by_ref: dict[tuple[Ref, bool], list[Step]] = {}
    for step in (*walk.up, *walk.down):
        by_ref.setdefault((step.ref, step.outward), []).append(step)
    kept: set[tuple[Ref, Ref | None]] = set()
    waiting = [step for step in (*walk.up, *walk.down) if step.ref.kind in keys]
    while waiting:
        step = waiting.pop()
        if (step.ref, step.parent) not in kept:
            kept.add((step.ref, step.parent))
            waiting += by_ref.get((step.parent, step.outward), []) if step.parent else []
    return kept


def _above(actor: Actor, walk: Walk, up: list[Step], showing_gaps: bool) -> list[Knot]:
    """The steps above, furthest first, each once, saying what serves it."""
    knots: dict[Ref, Knot] = {}
    for step in up:
        if step.ref not in knots:
            missing = walk.gaps.get(step.ref, []) if showing_gaps else []
            knots[step.ref] = replace(_knot(actor, step, gaps=missing), how=_says_above(walk, step, up))
    return list(reversed(knots.values()))


def _says_above(walk: Walk, step: Step, up: list[Step]) -> str:
    """ "This action serves", "The objective serves", or whichever of several does."""
    here = walk.here.summary.singular if walk.here else ""
    if step.depth == 1:
        # "It is evidence for" rather than "This evidence is evidence for".
        return f"It {step.phrase}" if here in step.phrase else f"This {here} {step.phrase}"
    beside = {one.ref: one for one in up if one.depth == step.depth - 1}
    parent = beside.get(step.parent) if step.parent else None
    if parent is None:
        return ""
    if len(beside) == 1:
        return f"The {parent.summary.singular} {step.phrase}"
    title = parent.summary.title
    return f"“{title if len(title) <= SHORT else title[:SHORT].rstrip() + '…'}” {step.phrase}"


def _legible(walk: Walk) -> int | None:
    """The deepest level that is drawn, at least the first; None where all of them are."""
    levels = Counter({step.ref: step.depth for step in reversed(walk.down)}.values())
    drawn = 0
    for depth in sorted(levels):
        drawn += levels[depth]
        if drawn > LEGIBLE:
            return max(depth - 1, 1)
    return None


@dataclass
class _Branches:
    """Draws what hangs beneath a step. `kept` narrows it to some steps, `deepest` is the last level that is drawn."""

    actor: Actor
    walk: Walk
    kept: set[tuple[Ref, Ref | None]] | None = None
    deepest: int | None = None
    drawn: set[Ref] = field(default_factory=set)

    def beneath(self, ref: Ref) -> tuple[Knot, ...]:
        """What hangs beneath a step, the same kind together; what was drawn already is only named."""
        found: list[Knot] = []
        said: tuple[str, str] | None = None
        once = _once(
            step for step in self.walk.children(ref) if self.kept is None or (step.ref, step.parent) in self.kept
        )
        last = {(step.ref.kind, step.phrase): step for step in once}
        for step in once:
            together = (step.ref.kind, step.phrase)
            knot = replace(
                self._one(step),
                how=sentence(step.phrase.removeprefix("is ")) if together != said else "",
                more=_more(step, once) if last[together] is step and self.kept is None else "",
            )
            found.append(knot)
            said = together
        return tuple(found)

    def _one(self, step: Step) -> Knot:
        again = step.ref in self.drawn
        self.drawn.add(step.ref)
        knot = _knot(self.actor, step, [] if again or self.kept is not None else self.walk.gaps.get(step.ref, []))
        if again:
            return replace(knot, key="", is_again=True)
        hanging = in_words(self.walk.hanging(step.ref)) if step.depth == self.deepest else ""
        if hanging:
            here = {"kind": step.ref.kind, "thing_id": step.ref.id}
            return replace(knot, folded=hanging, thread_href=address(THREAD, self.actor.partnership_slug, **here))
        return replace(knot, beneath=self.beneath(step.ref))


def in_words(counts: Iterable[tuple[str, int]]) -> str:
    """What hangs on a thing, counted: "3 actions and 1 measure"."""
    return listed(f"{number:,} {kind}" for kind, number in counts)


def _once(steps: Iterable[Step]) -> list[Step]:
    return list({step.ref: step for step in steps}.values())


def _more(step: Step, once: list[Step]) -> str:
    shown = sum(one.ref.kind == step.ref.kind and one.phrase == step.phrase for one in once)
    left = step.total - shown
    kind = rules.kind(step.ref.kind)
    if left <= 0 or kind is None:
        return ""
    return f"and {left:,} more {kind.singular if left == 1 else kind.plural}"


def _knot(actor: Actor, step: Step, gaps: Iterable[Expectation]) -> Knot:
    summary = step.summary
    more = ", ".join(filter(None, (summary.state[:1].lower() + summary.state[1:], summary.note)))
    return Knot(
        key=f"step-{step.ref.id}",
        kind=sentence(summary.singular) + (f": {more}" if more else ""),
        text=summary.title,
        href=summary.url,
        when=summary.when,
        note=step.note,
        gaps=_gaps(actor, step, gaps),
    )


def _gaps(actor: Actor, step: Step, gaps: Iterable[Expectation]) -> tuple[Gap, ...]:
    return tuple(_gap(actor, step, gap) for gap in gaps)


def _gap(actor: Actor, step: Step, gap: Expectation) -> Gap:
    mend = gap.mend
    if mend is None or not actor.may(mend.permission):
        return Gap(gap.sentence)
    href = address_of(actor, mend.page, mend.parts, mend.query, step.ref.id, step.summary.within)
    return Gap(gap.sentence, href, mend.words)
