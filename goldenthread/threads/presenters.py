"""A thread as the parameters of the component that draws it, and links in words."""

from collections.abc import Sequence
from typing import Any

from goldenthread.threads import rules
from goldenthread.threads.queries import Strand, Thread
from goldenthread.threads.rules import Choice, Kind, Ref, Summary
from goldenthread.web.filters import date as in_full
from goldenthread.web.filters import listed


def steps(thread: Thread, kind: Kind) -> list[dict[str, Any]]:
    """A thread from the claim at the top to the evidence at the foot, as the thread component takes it."""
    here = thread.summary
    if here is None:
        return []
    return [
        *[_gap(sentence) for sentence in thread.gaps_outward],
        *[_step(strand, kind) for strand in thread.outward],
        {
            "kind": _capital(here.singular or kind.singular),
            "text": here.title,
            "href": here.url,
            "when": here.when,
            "here": True,
        },
        *[_step(strand, kind) for strand in thread.inward],
        *[_gap(sentence) for sentence in thread.gaps_inward],
    ]


def says(phrase: str, kind: Kind) -> str:
    """How a sentence about a thing of one kind begins: "This action serves", "It is evidence for"."""
    return f"It {phrase}" if kind.singular in phrase else f"This {kind.singular} {phrase}"


def _step(strand: Strand, kind: Kind) -> dict[str, Any]:
    more = ", ".join(filter(None, (strand.summary.state, strand.summary.note)))
    return {
        "kind": _capital(strand.summary.singular) + (f": {more}" if more else ""),
        "text": strand.summary.title,
        "href": strand.summary.url,
        "how": says(strand.phrase, kind) + (f" ({strand.note})" if strand.note else ""),
        "when": strand.summary.when,
    }


def _gap(sentence: str) -> dict[str, Any]:
    return {"kind": "", "text": sentence, "gap": True}


def links(thread: Thread, kind: Kind) -> list[tuple[str, Strand]]:
    """The strands that are links of ours, which can be taken away, each with the beginning of its sentence."""
    every = [*thread.outward, *thread.inward, *thread.beside]
    return [(says(strand.phrase, kind), strand) for strand in every if strand.link_id]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def relations(choices: Sequence[Choice], mine: Kind) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """The ways of linking a thing of one kind, as the answers of a question and a line beneath each."""
    answers = [(one.key, f"{says(one.kind.phrase(one.outward), mine)} …") for one in choices]
    return answers, {one.key: _capital(listed(_plurals(one), "or")) for one in choices}


def _plurals(choice: Choice) -> list[str]:
    return [kind.plural for key in choice.others if (kind := rules.kind(key))]


def others(found: Sequence[tuple[Ref, Summary]], here: Ref) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """The things found, the thing itself left out, as the answers of a question and a line beneath each."""
    rest = [(ref, summary) for ref, summary in found if ref != here]
    answers = [(f"{ref.kind}/{ref.id}", summary.title) for ref, summary in rest]
    return answers, {f"{ref.kind}/{ref.id}": _beneath(summary) for ref, summary in rest}


def _beneath(summary: Summary) -> str:
    return ", ".join(filter(None, (_capital(summary.singular), summary.state, in_full(summary.when), summary.note)))
