"""The plan as it is being read: where in it we are, what is doubted, and what is left over."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from goldenthread.plans.exchange.blocks import Cell, Line, tidy
from goldenthread.plans.exchange.document import (
    ActionDocument,
    Column,
    Doubt,
    Governance,
    LeftOver,
    ObjectiveDocument,
    PlanDocument,
    PriorityDocument,
    SourceLayout,
)
from goldenthread.plans.exchange.headings import plain_words

_NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_ORDINAL = r"(?P<ref>\d{1,2}(?:\.\d{1,2})?|" + "|".join(_NUMBER_WORDS) + r"|[ivx]{1,4}|[A-H])"
_PRIORITY = re.compile(
    r"^\s*(?:[A-Za-z'\u2019&]+\s+){0,3}?priorit(?:y|ies)(?:\s+(?:area|theme))?\s*(?:no\.?\s*|number\s*|#\s*)?"
    + _ORDINAL
    + r"\b(?!\s*(?:and|,|&)\s*\d)\s*[).:\u2013\u2014-]*\s*(?P<title>.*)$", re.IGNORECASE | re.DOTALL,
)  # fmt: skip
_PRIORITY_WITHOUT_NUMBER = re.compile(
    r"^\s*(?:strategic |thematic |key |business )?priority(?: area| theme)?\s*[:\u2013\u2014-]\s*(?P<title>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_OBJECTIVE = re.compile(
    r"^\s*(?:strategic |key )?(?:objective|aim|goal|ambition)\s*"
    + _ORDINAL
    + r"?\b\s*[).:\u2013\u2014-]+\s*(?P<title>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(
    r"^\s*(?P<ref>\d{1,3}(?:\.\d{1,3}){1,3}\.?[a-z]?[.):]?|\d{1,3}[.):]|\(\d{1,3}\)|\d{1,3}[a-z][.)]?|[A-Z]{1,3}\d{1,3}[.):]?)\s+(?P<text>\S.*)$",
    re.DOTALL,
)
_LEGEND = re.compile(
    r"^\s*\(?\s*(?P<mark>[*\u2020\u2021#^]+)\s*(?:=|[-\u2013:]|denotes|indicates|means)?\s*(?P<text>[^*()].*?)\)?\s*$",
    re.DOTALL,
)
_MARKED = re.compile(r"^\s*(?P<before>[*\u2020\u2021]*)\s*(?P<text>.*?)\s*(?P<after>[*\u2020\u2021]*)\s*$", re.DOTALL)
_OF_A_LEGEND = re.compile(
    r"^(?:as\s+|these\s+|actions?\s+|were\s+|is\s+|are\s+)*(?:recommended|identified|raised|required|agreed|arising|taken|suggested)?\s*"
    r"(?:by|from|in|at|following|through)?\s+(?:the\s+)?", re.IGNORECASE,
)  # fmt: skip


def priority_in(text: str) -> tuple[str, str] | None:
    """Number and title of a priority named in a text: "Priority One: Neglect" gives ("1", "Neglect"); else None."""
    found = _PRIORITY.match(tidy(text))
    if found:
        return ordinal(found["ref"]), found["title"].strip()
    unnumbered = _PRIORITY_WITHOUT_NUMBER.match(tidy(text))
    return ("", unnumbered["title"].strip()) if unnumbered else None


def objective_in(text: str) -> tuple[str, str] | None:
    """Number and title of an objective named in a text such as "Objective 2: …" or "Aim - …"; else None."""
    found = _OBJECTIVE.match(tidy(text))
    return (ordinal(found["ref"] or ""), found["title"].strip()) if found else None


def ordinal(words: str) -> str:
    """ "One", "I" and "1" are all "1"; anything else stays as printed."""
    low = words.lower()
    for names in (_NUMBER_WORDS, _ROMAN):
        if low in names:
            return str(names.index(low) + 1)
    return words


def numbered(text: str) -> tuple[str, str]:
    """A number printed in front of a text, and the text: "1.1a Do this" gives ("1.1a", "Do this")."""
    found = _NUMBERED.match(text)
    if not found:
        return "", text
    return found["ref"].strip(".():"), found["text"].strip()


def unmarked(text: str) -> tuple[str, str]:
    """A text without the asterisks or daggers at its ends, and the marks."""
    found = _MARKED.match(text)
    if not found or not found["text"]:
        return text, ""
    return found["text"], found["before"] or found["after"]


def same(first: str, second: str) -> bool:
    """Whether two titles are the same words, punctuation and capitals aside."""
    return plain_words(first) == plain_words(second)


@dataclass(slots=True)
class _Marked:
    step: int
    mark: str
    action: ActionDocument


@dataclass(slots=True)
class Draft:
    """The document so far and the place in it where the next thing belongs."""

    plan: PlanDocument
    layout: SourceLayout = field(default_factory=SourceLayout)
    priority: PriorityDocument | None = None
    objective: ObjectiveDocument | None = None
    under: str = ""
    lead: str = ""
    batch: int = 0
    step: int = 0
    shapes: list[str] = field(default_factory=list)
    _marked: list[_Marked] = field(default_factory=list)
    _legends: list[tuple[int, str, str]] = field(default_factory=list)

    def doubt(self, place: str, original: str, question: str) -> None:
        """Remember a guess, once."""
        found = Doubt(place, tidy(original)[:400], question)
        if found not in self.plan.doubts:
            self.plan.doubts.append(found)

    def leave(self, place: str, text: str) -> None:
        """Remember text that was not placed anywhere."""
        if tidy(text):
            self.plan.left_over.append(LeftOver(place, text.strip()))

    def leave_cells(self, cells: list[Cell]) -> None:
        """Remember the cells of a row that was not placed."""
        if cells:
            self.leave(cells[0].place, " | ".join(cell.text for cell in cells))

    def governance(self) -> Governance:
        """The structure part, made when first needed."""
        if self.plan.governance is None:
            self.plan.governance = Governance()
        return self.plan.governance

    def label(self, name: str, printed: str) -> None:
        """Remember the words the document prints in front of a field."""
        if not any(each.field == name for each in self.layout.labels):
            self.layout.labels.append(Column(name, tidy(printed)))

    def start_priority(self, reference: str, title: str, place: str) -> PriorityDocument:
        """The priority of this number and title, found among those already met or added, and made the current one."""
        title, _ = unmarked(tidy(title))
        found = self.find_priority(reference, title)
        if found is None:
            found = PriorityDocument(reference=reference, title=title, place=place, under=self.under)
            self.plan.priorities.append(found)
        elif not found.title or (same(title, found.title) and f"{title}." == found.title):
            found.title = title
        found.reference = found.reference or reference
        self.priority, self.objective = found, None
        return found

    def find_priority(self, reference: str, title: str) -> PriorityDocument | None:
        """A priority already met: by its title, or by its number where one of the two has no title."""
        for each in self.plan.priorities:
            if title and same(each.title, title):
                return each
        for each in self.plan.priorities:
            if reference and each.reference == reference and (not title or not each.title):
                return each
        return None

    def start_objective(self, reference: str, title: str, place: str) -> ObjectiveDocument:
        """A new objective under the current priority, or at the top where there is none."""
        if not reference:
            reference, title = numbered(title)
        objective = ObjectiveDocument(reference=reference, title=unmarked(tidy(title))[0], place=place)
        (self.priority.objectives if self.priority else self.plan.objectives).append(objective)
        self.objective = objective
        return objective

    def add_action(self, reference: str, description: str, place: str) -> ActionDocument:
        """A new action under the current objective or priority, or at the top where there is neither."""
        text, mark = unmarked(description.strip())
        action = ActionDocument(reference=reference, description=text, place=place)
        if self.lead:
            action.leads.append(self.lead)
        self.step += 1
        if mark:
            self._marked.append(_Marked(self.step, mark, action))
        home = self.objective or self.priority
        (home.actions if home else self.plan.actions).append(action)
        return action

    def note_legend(self, text: str) -> None:
        """Remember what a mark means where a text says so: "(*from the peer review)"."""
        found = _LEGEND.match(text)
        if found and len(plain_words(found["text"])) <= 25:
            self.step += 1
            self._legends.append((self.step, found["mark"], found["text"].strip()))

    def settle_marks(self) -> None:
        """Give every marked action the origin its mark stands for: the next legend of that mark, or the last before."""
        for each in self._marked:
            after = [text for step, mark, text in self._legends if mark == each.mark and step > each.step]
            before = [text for step, mark, text in self._legends if mark == each.mark and step < each.step]
            if after or before:
                each.action.provenance.append(_slug(after[0] if after else before[-1]))
            else:
                each.action.description = each.mark + each.action.description
                self.doubt(each.action.place, each.action.description, f"What does the mark {each.mark} mean here?")


def _slug(text: str) -> str:
    named = _OF_A_LEGEND.sub("", text) or text
    return "-".join(word.replace("'", "") for word in plain_words(named))


def joined(lines: list[Line]) -> str:
    """Lines as one text on one line."""
    return tidy(" ".join(line.text for line in lines))
