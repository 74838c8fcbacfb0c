"""A plan on a page: a poster for the wall, on the screen and as a PDF."""

from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.kernel.rag import WORDS, Delivery
from goldenthread.plans.queries import Line, PlanTree, PriorityNode
from goldenthread.plans.rules import level_word, section_text
from goldenthread.rendering.blocks import Block, Bullets, Cell, Column, Heading, Paragraph, Report, Table
from goldenthread.rendering.palette import RATINGS

# As many priorities as fit beside each other on a landscape page.
ACROSS = 4


@dataclass(frozen=True)
class Card:
    """One priority on the poster: its name, the difference it is to make, and what will be done about it."""

    title: str
    reference: str
    outcome: str
    points_heading: str
    points: list[str]
    rating: Delivery


@dataclass(frozen=True)
class Poster:
    """Everything on the page, in the order in which it is read. `period` is "April 2026 to March 2029", or empty."""

    title: str
    partnership: str
    period: str
    vision: str
    priorities_heading: str
    cards: list[Card]
    focus_groups: list[str]
    is_draft: bool


def poster_of(tree: PlanTree[Line], partnership: str, vision: str = "") -> Poster:
    """The poster of a plan. The plan's own vision goes before the partnership's, given as `vision`."""
    plan = tree.plan
    own = next((section_text("vision", row.body) for row in tree.sections if row.kind == "vision"), "")
    first, last = plan.starts_on, plan.ends_on
    cards = [_card(node, plan.level_words) for node in tree.priorities]
    if tree.objectives:
        title = level_word(plan.level_words, "objective", 2)
        names = [str(node.objective) for node in tree.objectives]
        cards.append(Card(title, "", "", "", names, tree.standing.rating))
    return Poster(
        title=plan.title,
        partnership=partnership,
        period=f"{first:%B %Y} to {last:%B %Y}" if first and last else "",
        vision=own or vision,
        priorities_heading=level_word(plan.level_words, "priority", 2),
        cards=cards,
        focus_groups=[group.name for group in tree.focus_groups],
        is_draft=plan.state == "draft",
    )


def _card(node: PriorityNode[Line], words: dict[str, list[str]]) -> Card:
    row = node.priority
    choices: list[tuple[str, list[str]]] = [
        (level_word(words, "objective", 2), [under.objective.title for under in node.objectives]),
        ("What we will do", [line for line in row.what_we_will_do.splitlines() if line.strip()]),
        ("Areas of focus", row.areas_of_focus),
        (level_word(words, "measure", 2), [measure.text for measure in node.measures]),
    ]
    heading, points = next(((name, found) for name, found in choices if found), ("", []))
    return Card(row.title, row.reference, row.outcome, heading, points, node.standing.rating)


def poster_report(poster: Poster, marking: str, issued: str, ratings: bool) -> Report:
    """The poster as a landscape document, its priorities side by side, four to a row at most."""
    blocks: list[Block] = [Paragraph(poster.vision)] if poster.vision else []
    blocks.append(Heading(1, poster.priorities_heading))
    rows = -(-len(poster.cards) // ACROSS) or 1
    across = -(-len(poster.cards) // rows)
    for start in range(0, len(poster.cards), max(across, 1)):
        blocks.append(_row(poster.cards[start : start + across], ratings))
    if poster.focus_groups:
        blocks += [Heading(1, "We pay particular attention to"), Bullets(tuple(poster.focus_groups))]
    under = ", ".join(filter(None, [poster.partnership, poster.period, "draft" if poster.is_draft else ""]))
    return Report(
        poster.title, tuple(blocks), under, marking=marking, issued=issued, author=poster.partnership, landscape=True
    )


def _row(cards: Sequence[Card], ratings: bool) -> Table:
    columns = tuple(Column(f"{card.reference} {card.title}".strip()) for card in cards)
    rows = [tuple(Cell(card.outcome, bold=True) for card in cards)] if any(card.outcome for card in cards) else []
    rows.append(tuple(Cell(card.points_heading, bullets=tuple(card.points)) for card in cards))
    if ratings:
        rows.append(tuple(_rated(card.rating) for card in cards))
    return Table(columns, tuple(rows))


def _rated(rating: Delivery) -> Cell:
    word = WORDS[rating]
    return Cell(f"{word.shape} {word.tag}", tint=RATINGS[rating], bold=True)
