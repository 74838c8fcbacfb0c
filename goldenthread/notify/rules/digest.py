"""What a digest says, in plain words: one person, everything they are asked for, nothing above class G."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from goldenthread.kernel.rules import rule
from goldenthread.notify.rules.asks import Ask, Urgency

HEADINGS = {Urgency.NOW: "Now", Urgency.THIS_MONTH: "This month", Urgency.LATER: "Later"}
RULE = "-" * 10
SOURCE = "Domain guide D.3, rule 7: notifications never carry class R, C or X content"


@dataclass(frozen=True)
class Section:
    """What one partnership asks of the person: its name, its marking, and the asks with the key of their source."""

    name: str
    marking: str
    asks: Sequence[tuple[str, Ask]]


@dataclass(frozen=True)
class Links:
    """Where a digest leads: `page` and `answer` give the addresses of an ask, `answer` nothing where it has none."""

    page: Callable[[Ask], str]
    answer: Callable[[str, Ask], str]
    my_work: str = ""
    rhythm: str = ""


def _line(text: str) -> str:
    """One line, so that nothing that was typed can pass for a part of the message."""
    return re.sub(r"\s+", " ", text).strip()


@rule("notify.restricted_by_link_only", SOURCE)
def title_in_message(ask: Ask) -> str:
    """What a message calls an ask: its title, or for what is restricted no more than that it is restricted."""
    if ask.title.strip():
        return _line(ask.title)
    return "A restricted action" if ask.kind.startswith("actions.") else "Something restricted"


def count_words(asks: Sequence[Ask]) -> str:
    """How much is asked, "3 things", with how much of it now: "3 things, 1 of them now"."""
    now = sum(ask.urgency == Urgency.NOW for ask in asks)
    things = f"{len(asks)} thing{'' if len(asks) == 1 else 's'}"
    if not now:
        return things
    return f"{things}, now" if now == len(asks) == 1 else f"{things}, {now if now < len(asks) else 'all'} of them now"


def subject_of(asks: Sequence[Ask]) -> str:
    """The subject of a digest of these asks."""
    return f"You are asked for {count_words(asks)}"


def section_text(section: Section, links: Links) -> str:
    """One partnership's part of a digest: its asks by urgency, with why and where; restricted ones by link alone."""
    lines = [f"{_line(section.name)} ({_line(section.marking)})", RULE]
    for urgency, words in HEADINGS.items():
        asks = [(source, ask) for source, ask in section.asks if ask.urgency == urgency]
        if not asks:
            continue
        lines += ["", words]
        for source, ask in sorted(asks, key=lambda one: (one[1].due_on is None, one[1].due_on or 0)):
            lines += ["", *_ask_lines(source, ask, links)]
    return "\n".join(lines)


def _ask_lines(source: str, ask: Ask, links: Links) -> list[str]:
    lines = [f"* {title_in_message(ask)}"]
    if ask.title.strip() and ask.why.strip():
        why = _line(ask.why)
        lines.append(f"  {why[:1].upper()}{why[1:].rstrip('.')}.")
    answer = links.answer(source, ask) if ask.may_answer else ""
    if answer:
        lines.append(f"  Answer without signing in: {answer}")
    lines.append(f"  {'Sign in to see it' if answer or not ask.title.strip() else 'See it'}: {links.page(ask)}")
    return lines


def whole_text(name: str, sections: Sequence[Section], links: Links, opening: str = "") -> str:
    """The whole digest: a greeting, one section for each partnership, and where to go on."""
    asks = [ask for section in sections for _, ask in section.asks]
    where = f" in {len(sections)} partnerships" if len(sections) > 1 else ""
    first = f"{opening}You are asked for {count_words(asks)}{where}."
    if any(ask.may_answer for ask in asks):
        first += " You can answer by the links below, even if only to say that nothing has changed."
    closing = []
    if links.my_work:
        closing.append(f"Everything you are asked for, on one page: {links.my_work}")
    if links.rhythm:
        closing.append(f"Choose how often you get this: {links.rhythm}")
    parts = [f"Hello {_line(name)}", first, *(section_text(section, links) for section in sections), "\n".join(closing)]
    return "\n\n".join(part for part in parts if part) + "\n"
