"""The whole plan as a printed document, for Word and for PDF."""

import re
from calendar import month_name
from dataclasses import dataclass
from datetime import date

from goldenthread.kernel.rag import Delivery
from goldenthread.plans.exchange.document import PlanDocument, VersionControl
from goldenthread.plans.exchange.writing.layouts import Layout
from goldenthread.plans.exchange.writing.priorities import Setting
from goldenthread.plans.exchange.writing.prose import body, opening
from goldenthread.rendering.blocks import Block, Cell, Column, Heading, Paragraph, Picture, Report, Table
from goldenthread.rendering.charts import rating_bar
from goldenthread.rendering.palette import rating_of
from goldenthread.rendering.structure import Node, structure_chart

_UNNAMED = "Plan"


@dataclass(frozen=True)
class Issue:
    """What is printed about this copy: its marking on every page, when it was issued, its language."""

    marking: str = ""
    issued: date | str = ""
    language: str = "en-GB"

    @property
    def issued_on(self) -> str:
        """The day this copy was issued, in words."""
        return f"{self.issued.day} {self.issued:%B %Y}" if isinstance(self.issued, date) else self.issued


def word_report(document: PlanDocument, layout: Layout, issue: Issue) -> Report:
    """The plan as it goes into Word: plain enough for `read_plan` to give back the same plan."""
    setting = Setting(document, layout)
    blocks = [*opening(setting), *period_blocks(document), *version_blocks(setting), *body(setting)]
    owner = named(document)
    return Report(
        title=owner or document.title or _UNNAMED,
        subtitle=document.title if owner else "",
        blocks=tuple(blocks),
        marking=issue.marking,
        issued=issue.issued_on,
        language=issue.language,
        author=document.partnership,
    )


def pdf_report(document: PlanDocument, layout: Layout, issue: Issue) -> Report:
    """The plan as it is published: the same content, with its ratings and its structure drawn."""
    setting = Setting(document, layout, pdf=True)
    blocks = [
        *opening(setting),
        *period_blocks(document),
        *version_blocks(setting),
        *_standing(document),
        *body(setting),
        *_structure(document),
    ]
    return Report(
        title=document.title or named(document) or _UNNAMED,
        subtitle=named(document) if document.title else "",
        blocks=tuple(blocks),
        marking=issue.marking,
        issued=issue.issued_on,
        language=issue.language,
        author=document.partnership,
    )


def named(document: PlanDocument) -> str:
    """The partnership with its abbreviation in brackets, or "" where the plan does not name it."""
    short = f" ({document.abbreviation})" if document.abbreviation and document.partnership else ""
    return f"{document.partnership}{short}"


def period_blocks(document: PlanDocument) -> list[Block]:
    """The period in words, where the title does not already say it."""
    period = document.period
    if not period or period.start[:4] in document.title:
        return []
    return [Paragraph(f"{_day(period.start)} to {_day(period.end)}")]


def _day(iso: str) -> str:
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", iso)
    return f"{int(found[3])} {month_name[int(found[2])]} {found[1]}" if found else iso


def version_blocks(setting: Setting) -> list[Block]:
    """The version control tables, where the plan has them."""
    version = setting.document.version
    if not version:
        return []
    first, last = version_facts(version, _FIRST_FACTS), version_facts(version, _LAST_FACTS)
    blocks: list[Block] = [Heading(1, setting.layout.heading("version"))]
    blocks += [_pairs(first)] if first else []
    blocks += [history_table(version)] if version.history else []
    return blocks + ([_pairs(last)] if last else [])


_FIRST_FACTS = {"title": "Title", "version": "Version", "date": "Date", "author": "Author", "status": "Status"}
_LAST_FACTS = {"issue_date": "Issue date", "review_date": "Review date"}
_HISTORY = (("Version", 1.0), ("Group/Person", 2.0), ("Date", 1.2), ("Comments", 3.0))


def version_facts(version: VersionControl, names: dict[str, str] | None = None) -> list[tuple[str, str]]:
    """What the version control says, as (name, value); a name printed with nothing against it has an empty value."""
    wanted = names or _FIRST_FACTS | _LAST_FACTS
    found = [(label, getattr(version, name)) for name, label in wanted.items()]
    return [(label, value) for label, value in found if value is not None]


def history_table(version: VersionControl) -> Table:
    """The lines of the version history."""
    columns = tuple(Column(text, width) for text, width in _HISTORY)
    lines = [(line.version, line.group_person, line.date, line.comments) for line in version.history]
    return Table(columns, tuple(tuple(Cell(text) for text in line) for line in lines))


def _pairs(facts: list[tuple[str, str]]) -> Table:
    rows = tuple((Cell(label, bold=True), Cell(value)) for label, value in facts)
    return Table((Column("", 1), Column("", 3)), rows)


def _standing(document: PlanDocument) -> list[Block]:
    """How the actions stand, drawn and said, where any has been rated."""
    rated = [rating_of(action.rag) for action in document.all_actions()]
    if not any(rated):
        return []
    counts = {state: sum(1 for rating in rated if rating is state) for state in Delivery}
    silent = sum(1 for rating in rated if rating is None)
    counts[Delivery.NO_UPDATE] += silent
    chart = rating_bar({state: count for state, count in counts.items() if count})
    return [Heading(1, "How the actions stand"), Picture(chart.svg, chart.alt, chart.alt)]


def _structure(document: PlanDocument) -> list[Block]:
    groups = document.governance.groups if document.governance else []
    if not any(group.parent for group in groups):
        return []
    nodes = [Node(group.name, group.name, group.parent, group.chair, group.cadence) for group in groups]
    chart = structure_chart(nodes, "How the groups report")
    return [Heading(1, "How the groups report"), Picture(chart.svg, chart.alt, chart.alt)]
