"""The elements of the children in need census, and what is read of each child: rows as they stand, not yet cleaned.

Every element is known by its own name wherever it stands, so that another order, a further wrapping or a namespace
changes nothing. Source: the Department for Education's children in need census guides, 2020 to 2021 up to 2025 to 2026.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from lxml import etree

from goldenthread.measures.readers.sheets import Rows

# Which column each element fills in the row that it stands in: a child, an episode, or what stands under an episode.
FIELDS: dict[str, dict[str, str]] = {
    "Child": {
        "LAchildID": "child_id",
        "PersonBirthDate": "date_of_birth",
        "Sex": "sex",
        "GenderCurrent": "sex",
        "Ethnicity": "ethnicity",
    },
    "CINdetails": {
        "CINreferralDate": "referral_date",
        "ReferralSource": "source",
        "PrimaryNeedCode": "need",
        "CINclosureDate": "closure_date",
        "ReasonForClosure": "closure_reason",
        "ReferralNFA": "nfa",
        "DateOfInitialCPC": "icpc_date",
    },
    "Assessments": {
        "AssessmentActualStartDate": "start_date",
        "AssessmentAuthorisationDate": "authorised_date",
    },
    "Section47": {
        "S47ActualStartDate": "start_date",
        "DateOfInitialCPC": "icpc_date",
        "ICPCnotRequired": "icpc_not_required",
        "InitialCPCtarget": "target_date",
    },
    "CINPlanDates": {
        "CINPlanStartDate": "start_date",
        "CINPlanEndDate": "end_date",
    },
    "ChildProtectionPlans": {
        "CPPstartDate": "start_date",
        "CPPendDate": "end_date",
        "InitialCategoryOfAbuse": "initial_category",
        "LatestCategoryOfAbuse": "latest_category",
        "NumberOfPreviousCPP": "previous_plans",
    },
}
REVIEW, LINE = "CPPreviewDate", "line"
# Elements that only hold others, and fields that no table has; both are known, so that they are not told.
WRAPPERS = frozenset(
    [
        "ChildIdentifiers",
        "ChildCharacteristics",
        "Disabilities",
        "FactorsIdentifiedAtAssessment",
        "Reviews",
        "PreProceedingsandFGDM",
    ]
)
UNUSED = frozenset(
    [
        "UPN",
        "FormerUPN",
        "UPNunknown",
        "ExpectedPersonBirthDate",
        "PersonDeathDate",
        "AssessmentInternalReviewDate",
        "AssessmentFactors",
        "PPStartDate",
        "LBPSentDate",
        "FGDMMeetingOffer",
        "FGDMMeetingFac",
        "InitialPPMeetingDate",
        "ReviewMeetingsCount",
        "StepDecisionDate",
        "PPOutcome",
        "CourtAppDate",
        "LetterInitCPDate",
    ]
)

Row = dict[str, Any]


@dataclass
class Odd:
    """Things that are told once for each kind of element: the line of the first, and how many there are."""

    first: dict[str, int] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)

    def note(self, name: str, line: int) -> None:
        """Take note of one more."""
        self.first.setdefault(name, line)
        self.times[name] = self.times.get(name, 0) + 1


@dataclass
class Found:
    """Rows by their element. A row knows its line, its child and, by number, the row of the episode it stands under."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in (*FIELDS, REVIEW)})
    stray: Odd = field(default_factory=Odd)
    unknown: Odd = field(default_factory=Odd)
    repeated: Odd = field(default_factory=Odd)

    def take(self, element: etree._Element) -> None:
        """Take one `Child` with all that stands under it."""
        child: Row = {"line": element.sourceline, "at": str(len(self.rows["Child"]))}
        self.rows["Child"].append(child)
        self._walk(element, "Child", child, child)

    def _walk(self, element: etree._Element, kind: str, row: Row, child: Row) -> None:
        self._note_stray(element)
        for inner in element.iterchildren(tag=etree.Element):
            name = local(inner)
            if name in FIELDS:
                self._walk(inner, name, self._row(name, inner, row, child), child)
            elif name in FIELDS[kind]:
                self._fill(inner, name, FIELDS[kind][name], row)
            elif name == REVIEW:
                self._row(name, inner, row, child)["review_date"] = inner.text
            elif name == "Disability":
                child["disability"] = _disability(inner.text, child.get("disability"))
            elif name in WRAPPERS:
                self._walk(inner, kind, row, child)
            elif name not in UNUSED:
                self.unknown.note(name, inner.sourceline)
                if len(inner):
                    self._walk(inner, kind, row, child)

    def _row(self, name: str, element: etree._Element, above: Row, child: Row) -> Row:
        row: Row = {"line": element.sourceline, "child": child, "at": str(len(self.rows[name])), "above": above["at"]}
        self.rows[name].append(row)
        return row

    def _fill(self, element: etree._Element, name: str, column: str, row: Row) -> None:
        """The first of a repeated field counts, and an empty one is none."""
        if row.get(column):
            self.repeated.note(name, element.sourceline)
        else:
            row[column] = (element.text or "").strip()

    def _note_stray(self, element: etree._Element) -> None:
        """Text between elements belongs to nothing: it is told and left."""
        texts = [element.text, *(inner.tail for inner in element)]
        if any(text and not text.isspace() for text in texts):
            self.stray.note(local(element), element.sourceline)


def counted_by(lines: Sequence[int], children: Sequence[int]) -> tuple[Rows, str]:
    """What numbers rows and in which unit: the line of each, or its child in the file where that has no line ends."""
    is_one_line = len(set(lines)) <= len(lines) // 2
    return np.asarray(children if is_one_line else lines, np.int64), "child no." if is_one_line else LINE


def local(element: etree._Element) -> str:
    """The element's own name, without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _disability(text: str | None, before: str | None) -> str | None:
    """Yes for any disability; NONE says no, and gives way to any other; blank says nothing."""
    code = (text or "").strip().upper()
    return ("no" if code == "NONE" else "yes") if code and before != "yes" else before
