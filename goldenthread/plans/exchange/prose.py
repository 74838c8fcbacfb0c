"""Prose under headings: vision, purposes, values, drivers, priorities written as headings and bullets, and the rest."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from goldenthread.plans.exchange import cards, governance
from goldenthread.plans.exchange.blocks import Grid, Line, Paragraph, tidy
from goldenthread.plans.exchange.document import (
    AssuranceMethod,
    BusinessAsUsual,
    Driver,
    NamedText,
    ReportingLine,
    Section,
)
from goldenthread.plans.exchange.draft import Draft, numbered, objective_in, priority_in, same
from goldenthread.plans.exchange.headings import label_of, plain_words, topic_of
from goldenthread.plans.exchange.parts import Part
from goldenthread.plans.exchange.side_tables import audience_of

_VISION_IS = re.compile(r"\bvision\b(?:\s+(?:of|for)\s+[^.:]{1,90}?)?\s+is\b", re.IGNORECASE)
_VISION_THAT = re.compile(r"\bvision\b[^.:;]{0,120}?\bthat\s+(?P<vision>\S.+)$", re.IGNORECASE | re.DOTALL)
_SENTENCE = re.compile(r"^.+?[.!?](?=\s+[A-Z\u201c]|$)", re.DOTALL)
_NAMED = re.compile(r"^(?P<name>[^.:]{2,90}?)(?:\s+[-\u2013\u2014]\s+|:\s+)(?P<text>\S.*)$", re.DOTALL)


@dataclass(slots=True)
class ProseReader:
    """Walks the parts of a document; every grid it meets is handed to `read_grid`."""

    draft: Draft
    read_grid: Callable[[Grid], None]
    charts: list[tuple[str, Grid]] = field(default_factory=list)
    tiers: bool = False
    section: Section = field(default_factory=Section)

    def read(self, part: Part, within: str = "") -> None:
        """Read one part and those below it; `within` is the topic of the part above."""
        topic = topic_of(part.heading) or ""
        if topic:
            self.draft.label(topic, part.heading)
        if named := priority_in(part.heading):
            self._read_priority(part, *named)
        elif within == "priorities" and part.heading and topic not in ("assurance_areas",):
            self._read_priority(part, *numbered(part.heading))
        elif self._is_a_group(part, within):
            self._read_group(part)
        elif topic == "governance" or (within == "governance" and topic in ("", "governance")):
            self._read_structure(part)
        elif reader := self._topics().get(topic):
            reader(part)
        else:
            self._read_plain(part, topic)

    def _topics(self) -> dict[str, Callable[[Part], None]]:
        return {
            "vision": self._read_vision,
            "values": self._read_values,
            "drivers": self._read_drivers,
            "assurance_methods": self._read_methods,
            "contents": self._read_contents,
            "business_as_usual": self._read_usual,
        }

    def _read_plain(self, part: Part, topic: str = "") -> None:
        """A part without rules of its own: lists led in by a telling line, tables, and prose for the sections."""
        self._open_section(part.heading)
        self._read_items(
            part, topic if topic in ("purposes", "learning_journey", "agencies", "focus_groups", "reporting") else ""
        )
        self._close_section()
        under = self.draft.under
        for each in part.parts:
            self.read(each, topic)
        if topic == "priorities":
            self.draft.under, self.draft.priority = under, None

    def _open_section(self, heading: str) -> None:
        self._close_section()
        self.section = Section(heading)

    def _close_section(self) -> None:
        if self.section.paragraphs or self.section.bullets:
            self.draft.plan.sections.append(self.section)
        self.section = Section()

    def _read_items(self, part: Part, topic: str) -> None:
        listing = topic
        after_grid = False
        for at, item in enumerate(part.items):
            if isinstance(item, Grid):
                self.read_grid(item)
                after_grid = True
                continue
            declared = self._declared(part.items, at)
            if declared:
                self._declare(part.items, at, declared)
            elif after_grid and cards.is_a_note([_as_cell(item)]):
                cards.take_note(self.draft, _as_cell(item))
                continue
            else:
                listing = self._read_paragraph(item, listing, topic)
                after_grid = False

    def _read_paragraph(self, item: Paragraph, listing: str, topic: str) -> str:
        """Place one paragraph; gives the topic of the list it belongs to or leads into."""
        self.draft.note_legend(item.text)
        if item.kind in ("contents", "aside"):
            self.draft.leave(item.place, item.text)
            return listing
        self._look_for_vision(item)
        if item.text.endswith(":"):
            self._keep(item)
            return topic_of(item.text, headed=False) or (
                topic if topic != "learning_journey" or not self.draft.plan.learning_journey else ""
            )
        if item.kind == "bullet" or (listing == "learning_journey" and len(plain_words(item.text)) <= 20):
            if self._add_to(listing, item.text):
                return listing
            self._keep(item)
            return listing
        self._keep(item)
        return topic if item.kind == "text" else listing

    def _add_to(self, listing: str, text: str) -> bool:
        plan = self.draft.plan
        if listing in ("purposes", "focus_groups", "learning_journey"):
            getattr(plan, listing).append(text)
        elif listing == "agencies":
            self.draft.governance().agencies.append(text)
        elif listing == "assurance_methods":
            plan.assurance_methods.append(AssuranceMethod(text))
        elif listing == "reporting":
            plan.reporting.append(ReportingLine(text))
            return False
        else:
            return False
        return True

    def _keep(self, item: Paragraph) -> None:
        where = self.section.bullets if item.kind == "bullet" else self.section.paragraphs
        where.append(item.text)

    def _look_for_vision(self, item: Paragraph) -> None:
        plan = self.draft.plan
        if plan.vision:
            return
        if _VISION_IS.search(item.text):
            sentence = _SENTENCE.match(item.text)
            plan.vision = sentence[0] if sentence and _VISION_IS.search(sentence[0]) else item.text
        elif found := _VISION_THAT.search(item.text):
            plan.vision = found["vision"]
            self.draft.doubt(item.place, item.text, "The vision is taken from this sentence; is it the plan's own?")

    def _declared(self, items: list[Paragraph | Grid], at: int) -> tuple[str, str] | None:
        item = items[at]
        if not isinstance(item, Paragraph) or item.kind in ("contents", "aside"):
            return None
        found = priority_in(item.text)
        return found if found and found[1] and len(plain_words(found[1])) <= 40 and found[0] else None

    def _declare(self, items: list[Paragraph | Grid], at: int, found: tuple[str, str]) -> None:
        """A priority named in the text: one of a list of them, or the one that what follows belongs to."""
        item = items[at]
        near = [self._declared(items, each) for each in (at - 1, at + 1) if 0 <= each < len(items)]
        first = not self.draft.find_priority(*found)
        title = found[1]
        last_of_list = any(near) and not (at + 1 < len(items) and self._declared(items, at + 1))
        before = self._declared(items, at - 1) if at else None
        if last_of_list and title.endswith(".") and before and not before[1].endswith("."):
            title = title[:-1]
        self.draft.start_priority(found[0], title, item.place)
        if isinstance(item, Paragraph) and not first:
            self._keep(item)
        if any(near):
            self.draft.priority = None

    def _read_vision(self, part: Part) -> None:
        texts = [each.text for each in part.paragraphs()]
        if texts and not self.draft.plan.vision:
            self.draft.plan.vision = "\n".join(texts)
            part = Part("", part.level, part.place, [each for each in part.items if isinstance(each, Grid)], part.parts)
        self._read_plain(part)

    def _read_values(self, part: Part) -> None:
        for item in part.paragraphs():
            if item.text.endswith(":"):
                continue
            named = _NAMED.match(item.text)
            self.draft.plan.values.append(
                NamedText(tidy(named["name"]), named["text"]) if named else NamedText(item.text)
            )
        for each in part.parts:
            self.draft.plan.values.append(NamedText(each.heading, "\n".join(item.text for item in each.paragraphs())))
            self._read_grids(each)
        self._read_grids(part)

    def _read_grids(self, part: Part) -> None:
        for item in part.items:
            if isinstance(item, Grid):
                self.read_grid(item)

    def _read_drivers(self, part: Part) -> None:
        self._open_section(part.heading)
        for item in part.paragraphs():
            if item.kind == "bullet":
                self.draft.plan.drivers.append(Driver(item.text))
            else:
                self._keep(item)
        for each in part.parts:
            points = [item.text for below in each.everywhere() for item in below.paragraphs()]
            self.draft.plan.drivers.append(Driver(each.heading, points))
            self._read_grids(each)
        self._close_section()
        self._read_grids(part)

    def _read_methods(self, part: Part) -> None:
        if not part.parts:
            self._read_plain(part, "assurance_methods")
            return
        self._open_section(part.heading)
        for item in part.paragraphs():
            self._keep(item)
        for each in part.parts:
            purpose = "\n".join(item.text for item in each.paragraphs())
            self.draft.plan.assurance_methods.append(AssuranceMethod(each.heading, purpose))
            self._read_grids(each)
        self._close_section()
        self._read_grids(part)

    def _read_contents(self, part: Part) -> None:
        listed = [item for item in part.paragraphs() if item.kind == "contents" or re.search(r"\d+\s*$", item.text)]
        if listed:
            self.draft.leave(listed[0].place, "\n".join(item.text for item in listed))
        rest = [item for item in part.items if not any(item is each for each in listed)]
        self._read_plain(Part("", part.level, part.place, rest, part.parts))

    def _read_usual(self, part: Part) -> None:
        self._open_section(part.heading)
        for item in part.items:
            if isinstance(item, Grid):
                self.read_grid(item)
            elif item.kind == "bullet":
                self.draft.plan.business_as_usual = self.draft.plan.business_as_usual or BusinessAsUsual()
                self.draft.plan.business_as_usual.shared.append(item.text)
            else:
                self._keep(item)
        self._close_section()
        for each in part.parts:
            self.read(each)

    def _read_priority(self, part: Part, reference: str, title: str) -> None:
        """A priority written as a heading: labelled lists, bullets as areas of focus, tables, the rest as notes."""
        if not title and part.items and isinstance(part.items[0], Paragraph) and not label_of(part.items[0].text):
            title = part.items.pop(0).text  # type: ignore[union-attr]
        priority = self.draft.start_priority(reference, title, part.place)
        self.draft.shapes.append("headings")
        self._read_under_priority(part, "areas_of_focus")
        for each in part.parts:
            self.draft.objective, self.draft.priority = None, priority
            label = label_of(each.heading, headed=True)
            if label:
                self._read_labelled(each, label[0])
            elif each.items or each.parts:
                self._read_objective(each)
            else:
                priority.notes.append(each.heading)
        self.draft.objective, self.draft.priority = None, None

    def _read_labelled(self, part: Part, name: str) -> None:
        """What stands under a heading such as "What we will do", deeper headings included."""
        self.draft.label(name, part.heading)
        self._read_under_priority(part, name)
        for each in part.parts:
            label = label_of(each.heading, headed=True)
            if label:
                self._read_labelled(each, label[0])
            elif name in ("actions", "what_we_will_do"):
                self._read_objective(each)
                self.draft.objective = None
            else:
                cards.take(self.draft, name, [Line(each.heading)], each.place)
                self._read_labelled(each, name)

    def _read_objective(self, part: Part) -> None:
        """A deeper heading without a known label: an objective, its bullets actions."""
        reference, title = objective_in(part.heading) or numbered(part.heading)
        has_actions = any(isinstance(item, Grid) or item.kind == "bullet" for item in part.items)
        if not has_actions and self.draft.priority is not None:
            self.draft.priority.notes += [part.heading, *(item.text for item in part.paragraphs())]
        else:
            self.draft.start_objective(reference, title, part.place)
            self.draft.doubt(part.place, part.heading, "Read as an objective and its list as actions; is that right?")
            self._read_under_priority(part, "actions")
        for each in part.parts:
            label = label_of(each.heading, headed=True)
            self._read_under_priority(each, label[0] if label else "actions")

    def _read_under_priority(self, part: Part, listing: str) -> None:
        held: list[Line] = []
        for at, item in enumerate(part.items):
            if isinstance(item, Grid):
                held = self._flush(listing, held, part.place)
                self.read_grid(item)
                continue
            label = label_of(item.text, headed=item.text.endswith((":", "?")) or item.bold)
            if label and (label[1] or item.text.endswith((":", "...", "\u2026", "?")) or item.bold):
                held = self._flush(listing, held, part.place)
                if not label[1]:
                    listing = label[0]
                    self.draft.label(listing, item.text)
                elif label[0] == "areas_of_focus" and audience_of(label[1]):
                    listing, held = label[0], [Line(label[1])]
                else:
                    cards.take(self.draft, label[0], [Line(label[1])], item.place)
            elif self._linked(item.text):
                continue
            elif item.kind == "bullet" or listing not in ("areas_of_focus", "definition", "examples"):
                held.append(
                    Line(
                        item.text,
                        item.level if item.kind == "bullet" else None,
                        item.number if item.kind == "bullet" else "",
                    )
                )
            elif item.text.endswith(":") and at + 1 == len(part.items):
                self.draft.under = item.text
            else:
                held = self._flush(listing, held, part.place)
                cards.take(self.draft, "notes", [Line(item.text)], item.place)
        self._flush(listing, held, part.place)

    def _linked(self, text: str) -> bool:
        found = re.match(
            r"^\(?(?:links? (?:with|to)|linked (?:with|to|boards?))\b[:\s]*(?P<boards>[^)]+)\)?$", text, re.IGNORECASE
        )
        if found and self.draft.priority is not None and len(plain_words(text)) <= 40:
            self.draft.priority.linked_boards += cards.boards_in(found["boards"])
            return True
        return False

    def _flush(self, listing: str, held: list[Line], place: str) -> list[Line]:
        if held:
            told = [line for line in held if cards.told_in_brackets(line.text)[1]]
            if listing == "areas_of_focus" and len(told) * 2 >= len(held):
                listing = "actions"
            if listing == "what_we_will_do":
                cards.take(self.draft, listing, [line for line in held if line.depth is None], place)
                held = [line for line in held if line.depth is not None]
            cards.take(self.draft, listing, held, place)
        return []

    def _is_a_group(self, part: Part, within: str) -> bool:
        if not part.heading or same(part.heading, self.draft.plan.partnership):
            return False
        if governance.find_group(self.draft, numbered(part.heading)[1]):
            return True
        if not governance.names_a_group(part.heading) or topic_of(part.heading):
            return False
        return within == "governance" or governance.tells_of_a_group(part.paragraphs())

    def _read_group(self, part: Part) -> None:
        group = governance.start_group(self.draft, part.heading, place=part.place)
        self.tiers = True
        self._open_section(part.heading)
        for item in part.items:
            if isinstance(item, Grid):
                self._read_chart_or_table(item)
            elif not governance.describe(group, item):
                self._keep(item)
        self._close_section()
        for each in part.parts:
            self.read(each, "governance")

    def _read_chart_or_table(self, grid: Grid) -> None:
        if governance.is_a_chart(grid):
            governance.read_chart(self.draft, grid)
            self.tiers = True
        else:
            self.read_grid(grid)

    def _read_structure(self, part: Part) -> None:
        """A heading about structure: its list is a list of groups, its chart is kept for last."""
        self._open_section(part.heading)
        plural = plain_words(part.heading)
        kind = "working group" if "working" in plural else "task and finish" if "task" in plural else None
        for item in part.items:
            if isinstance(item, Grid):
                if governance.is_a_chart(item):
                    self.charts.append((part.heading, item))
                else:
                    self.read_grid(item)
            elif self._is_listed_group(item):
                governance.start_group(self.draft, item.text, kind, item.place)
            else:
                self._keep(item)
        self._close_section()
        for each in part.parts:
            self.read(each, "governance")

    def _is_listed_group(self, item: Paragraph) -> bool:
        listed = item.kind == "bullet" or bool(numbered(item.text)[0]) or bool(item.number)
        return listed and len(plain_words(item.text)) <= 14 and not item.text.endswith(":")

    def finish(self) -> None:
        """Charts kept for last are read where nothing else named the groups, and are otherwise prose."""
        self._close_section()
        named = bool(self.draft.plan.governance and self.draft.plan.governance.groups)
        for heading, grid in self.charts:
            if named:
                words = governance.chart_words(grid)
                long = [each for each in words if len(plain_words(each)) > 14]
                self.draft.plan.sections.append(Section(heading, long, [each for each in words if each not in long]))
            else:
                governance.read_chart(self.draft, grid)
                self.tiers = True
        governance.settle_parents(self.draft, self.tiers)


def _as_cell(item: Paragraph) -> cards.Cell:
    return cards.Cell([Line(item.text)], place=item.place)
