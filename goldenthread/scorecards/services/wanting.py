"""What is said of a request for data, and the question set that asks it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.partnerships.models import Agency
from goldenthread.returns import rules as returning
from goldenthread.returns.models import QuestionSet
from goldenthread.scorecards.models import Indicator
from goldenthread.scorecards.queries.asking import asked_of
from goldenthread.scorecards.rules import requests as asking

DUE_WITHIN = 10


@dataclass(frozen=True)
class Wanted:
    """Everything that is said of a request: for what, by what power, of whom, what, how often, hidden how, due when."""

    title: str
    purpose: str
    power: str
    to_group_id: UUID
    agency_ids: Sequence[UUID]
    indicator_ids: Sequence[UUID]
    grain: str
    rule_set: str
    starts_on: date
    working_days: int = DUE_WITHIN
    agreement: str = ""
    agreement_document_id: UUID | None = None
    breakdowns: Sequence[str] = ()

    @property
    def fields(self) -> dict[str, Any]:
        """What the request itself keeps."""
        return {
            "title": " ".join(self.title.split()), "purpose": self.purpose.strip(), "power": self.power.strip(),
            "agreement": self.agreement.strip(), "agreement_document_id": self.agreement_document_id,
            "to_group_id": self.to_group_id, "grain": self.grain, "rule_set": self.rule_set,
            "breakdowns": [one for one in asking.BREAKDOWNS if one in self.breakdowns], "starts_on": self.starts_on,
        }  # fmt: skip


def document_of(wanted: Wanted, indicators: Sequence[Indicator], agencies: Sequence[Agency]) -> returning.SetDocument:
    """The question set of a request: the file, the numbers for those who type them, and what its reader should know."""
    hint = asking.hint(wanted.rule_set)
    file = returning.QuestionDocument(
        asking.FILE, "The results file", returning.Asks.EVIDENCE, is_required=False,
        hint="Choose the file below: as it was counted where the records lie (Excel, CSV or JSON), or the template "
        "filled in. This line is for a word about it and may stay blank.",
    )  # fmt: skip
    notes = returning.QuestionDocument(
        asking.NOTES, "Anything the reader should know", returning.Asks.LONG_TEXT, is_required=False,
        hint="For example why figures that were sent before have changed: these words then stand beside them, for "
        "everybody who sees the figure.",
    )  # fmt: skip
    first = returning.SectionDocument(
        "The results file", "Send a file, or leave this and type the figures in the next part.", (file,)
    )
    parts = [first]
    for title, guidance, asked in _parts(indicators, agencies):
        questions = tuple(
            returning.QuestionDocument(key, words, returning.Asks.TEXT, hint=hint, is_required=False)
            for one in asked_of(asked) for key, words in asking.fields_of(one)
        )  # fmt: skip
        parts.append(returning.SectionDocument(title, guidance, questions))
    parts.append(returning.SectionDocument("Notes", "", (notes,)))
    return returning.SetDocument(
        " ".join(wanted.title.split()), QuestionSet.Kind.DATA_RETURN.value, wanted.purpose.strip(),
        wanted.power.strip(), sections=tuple(parts),
    )  # fmt: skip


def _parts(indicators: Sequence[Indicator], agencies: Sequence[Agency]) -> list[tuple[str, str, list[Indicator]]]:
    """The indicators by subject, or by agency where several are asked, as (title, guidance, indicators)."""
    say = "Only for those who send no file. Leave what the file holds blank; percentages are worked out for you."
    found: dict[tuple[str, str], list[Indicator]] = {}
    for one in indicators:
        if len(agencies) > 1 and one.agency:
            key = (f"Figures of {one.agency}", f"{say} Leave this part blank unless you answer for this agency.")
        else:
            key = (f"Figures: {one.subject}", say)
        found.setdefault(key, []).append(one)
    return [(title[:200], guidance, rows) for (title, guidance), rows in sorted(found.items(), key=lambda one: one[0])]
