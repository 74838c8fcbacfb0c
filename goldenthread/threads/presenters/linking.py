"""Links in words, and the choices of those who link by hand."""

from collections.abc import Sequence

from goldenthread.threads import rules
from goldenthread.threads.queries import Step, Walk
from goldenthread.threads.rules import Choice, Kind, Ref, Summary
from goldenthread.web.filters import date as in_full
from goldenthread.web.filters import listed, sentence


def says(phrase: str, singular: str) -> str:
    """How a sentence about a thing begins: "This action serves", "It is evidence for"."""
    return f"It {phrase}" if singular in phrase else f"This {singular} {phrase}"


def links(walk: Walk) -> list[tuple[str, Step]]:
    """The links of ours next to a thing, which can be taken away, each with the beginning of its sentence."""
    here = walk.here
    every = [step for step in (*walk.up, *walk.down, *walk.beside) if step.depth == 1 and step.link_id]
    return [(says(step.phrase, here.summary.singular), step) for step in every] if here else []


def relations(choices: Sequence[Choice], mine: Kind) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """The ways of linking a thing of one kind, as the answers of a question and a line beneath each."""
    answers = [(one.key, f"{says(one.kind.phrase(one.outward), mine.singular)} …") for one in choices]
    return answers, {one.key: sentence(listed(_plurals(one), "or")) for one in choices}


def _plurals(choice: Choice) -> list[str]:
    return [kind.plural for key in choice.others if (kind := rules.kind(key))]


def others(found: Sequence[tuple[Ref, Summary]], here: Ref) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """The things found, the thing itself left out, as the answers of a question and a line beneath each."""
    rest = [(ref, summary) for ref, summary in found if ref != here]
    answers = [(f"{ref.kind}/{ref.id}", summary.title) for ref, summary in rest]
    return answers, {f"{ref.kind}/{ref.id}": _beneath(summary) for ref, summary in rest}


def _beneath(summary: Summary) -> str:
    return ", ".join(filter(None, (sentence(summary.singular), summary.state, in_full(summary.when), summary.note)))
