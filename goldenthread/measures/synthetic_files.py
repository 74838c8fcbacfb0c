"""A made-up extract in the layouts that authorities really have: Annex A workbook, children in need census, CSV.

What our readers read back from them gives the same figures, so that the whole way can be tried without a real child.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import pyarrow as pa
from openpyxl import Workbook

from goldenthread.measures.calendar_table import months_before
from goldenthread.measures.tables import Extract

Row = Mapping[str, Any]

PERSON = ("Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)")
TEAM = ("Allocated Team", "Allocated Worker")
DISABILITY = "Does the Child have a Disability"
GENDER = {"M": "a) Male", "F": "b) Female"}
CODES = "WBRI WIRI WIRT WOTH WROM MWBC MWBA MWAS MOTH AIND APKN ABAN AOTH BCRB BAFR BOTH CHNE OOTH REFU NOBT"
# The workbook gives the last two one letter.
ETHNICITY = {code: f"{letter}) {code}" for code, letter in zip(CODES.split(), "abcdefghijklmnopqrss", strict=True)}
ABUSE = {"NEG": "a) Neglect", "PHY": "b) Physical abuse", "SAB": "c) Sexual abuse", "EMO": "d) Emotional abuse"}
ABUSE |= {"MUL": "e) Multiple/not recommended"}
YES_NO = {True: "a) Yes", False: "b) No", None: None}
# How long Annex A looks back from the day of the inspection.
MONTHS = 6


def _rows(extract: Extract, name: str) -> list[dict[str, Any]]:
    table = extract.tables[name]
    if not isinstance(table, pa.Table):
        raise TypeError(f"{name} is not in memory.")
    return table.to_pylist()


def _people(extract: Extract) -> dict[str, Row]:
    return {row["child_id"]: row for row in _rows(extract, "children")}


def annex_a(extract: Extract, at: date, months: int = MONTHS) -> bytes:
    """The workbook as it would be sent on the day `at`: lists 1, 3, 4, 5 and 7, in the official layout.

    Lists 1 to 5 hold six months, or as many as are said; list 7 one row a child, its latest plan, open or ended within
    them. Source: Ofsted's workbook, August 2019.
    """
    book = _AnnexA(extract, at, months)
    book.contacts()
    book.referrals()
    book.assessments()
    book.enquiries()
    book.plans()
    return book.content()


class _AnnexA:
    def __init__(self, extract: Extract, at: date, months: int) -> None:
        self.extract, self.first, self.at = extract, months_before(at, months), at
        self.people = _people(extract)
        self.book = Workbook(write_only=True)
        front = self.book.create_sheet("Front_Sheet")
        front.append(["Annex A: child-level data of an authority that does not exist"])

    def content(self) -> bytes:
        content = io.BytesIO()
        self.book.save(content)
        return content.getvalue()

    def _within(self, table: str, *days: str) -> list[dict[str, Any]]:
        """Rows of which one of these days lies within the months of the workbook."""
        rows = _rows(self.extract, table)
        return [row for row in rows if any(row[day] and self.first <= row[day] <= self.at for day in days)]

    def _known(self, day: date | None) -> date | None:
        return day if day is not None and day <= self.at else None

    def _list(self, title: str, headings: Iterable[str], rows: Iterable[tuple[str, list[Any]]]) -> None:
        number = title.split(":")[0]
        page = self.book.create_sheet(f"List_{number}")
        page.append([f"List {title}"])
        page.append([*PERSON, *headings, *TEAM])
        for child_id, values in rows:
            page.append([*self._person(child_id), *values])

    def _person(self, child_id: str) -> list[Any]:
        person = self.people.get(child_id, {})
        born = person.get("date_of_birth")
        sex = GENDER.get(str(person.get("sex")), "c) Not stated/recorded (or unborn)")
        return [child_id, sex, ETHNICITY.get(str(person.get("ethnicity"))), born, self._age(born)]

    def _age(self, born: date | None) -> int:
        """In years, -1 before birth, as the inspectorate asks."""
        if born is None or born > self.at:
            return -1
        return self.at.year - born.year - ((self.at.month, self.at.day) < (born.month, born.day))

    def _disability(self, row: Row) -> str | None:
        return YES_NO[self.people.get(row["child_id"], {}).get("disability")]

    def contacts(self) -> None:
        rows = self._within("contacts", "contact_date")
        headings = ("Date of Contact", "Contact Source")
        self._list("1: Contacts", headings, [(one["child_id"], [one["contact_date"], one["source"]]) for one in rows])

    def referrals(self) -> None:
        headings = ("Date of referral", "Referral Source", "Referral NFA?")
        self._list("3: Referrals", headings, [
            (one["child_id"], [one["referral_date"], one["source"], YES_NO[one["nfa"]]])
            for one in self._within("referrals", "referral_date")
        ])  # fmt: skip

    def assessments(self) -> None:
        begun, done = "Continuous Assessment Start Date", "Continuous Assessment Date of Authorisation"
        self._list("4: Assessments", (DISABILITY, begun, done), [
            (one["child_id"], [self._disability(one), one["start_date"], self._known(one["authorised_date"])])
            for one in self._within("assessments", "start_date", "authorised_date")
        ])  # fmt: skip

    def enquiries(self) -> None:
        headings = (
            DISABILITY, "Strategy discussion initiating Section 47 Enquiry Start Date",
            "Was an Initial Child Protection Conference deemed unnecessary?",
            "Date of Initial Child Protection Conference",
        )  # fmt: skip
        self._list("5: Section 47 enquiries and conferences", headings, [
            (one["child_id"], [self._disability(one), one["start_date"], YES_NO[one["icpc_not_required"]],
                               self._known(one["icpc_date"])])
            for one in self._within("s47_enquiries", "start_date", "icpc_date")
        ])  # fmt: skip

    def plans(self) -> None:
        headings = (
            DISABILITY, "Child Protection Plan Start Date", "Initial Category of Abuse", "Latest Category of Abuse",
            "Child Protection Plan End Date", "Number of Previous Child Protection Plans",
        )  # fmt: skip
        begun = [row for row in _rows(self.extract, "plans") if self._known(row["start_date"])]
        latest = {row["child_id"]: row for row in sorted(begun, key=lambda one: one["start_date"])}
        self._list("7: Child protection", headings, [
            (one["child_id"], [self._disability(one), one["start_date"], ABUSE.get(one["initial_category"]),
                               ABUSE.get(one["latest_category"]), self._known(one["end_date"]), one["previous_plans"]])
            for one in latest.values() if (one["end_date"] or self.at) >= self.first
        ])  # fmt: skip


def census(extract: Extract, year: int) -> bytes:
    """The children in need census of the year to 31 March `year`: every case in which something happened in it.

    Source: the department's census, as its layout is from 2025.
    """
    message = Element("Message")
    header = SubElement(message, "Header")
    _add(header, "CollectionDetails", Collection="CIN", Year=year, ReferenceDate=date(year, 3, 31))
    _add(header, "Source", SourceLevel="L", LEA="999", SoftwareCode="Made up")
    _Census(extract, year).children(SubElement(message, "Children"))
    return tostring(message, encoding="utf-8", xml_declaration=True)


def _add(into: Element, element: str, **values: Any) -> Element:
    """A further element with these fields; what is blank is left out."""
    made = SubElement(into, element)
    for name, value in values.items():
        if value is not None:
            SubElement(made, name).text = str(int(value) if isinstance(value, bool) else value)
    return made


class _Census:
    def __init__(self, extract: Extract, year: int) -> None:
        self.first, self.last = date(year - 1, 4, 1), date(year, 3, 31)
        self.people = _people(extract)
        self.referrals = _rows(extract, "referrals")
        self.parts: defaultdict[str, defaultdict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
        for table in ("assessments", "s47_enquiries"):
            for row in _rows(extract, table):
                self.parts[row["referral_id"]][table].append(row)
        led_to = {(row["child_id"], row["icpc_date"]): row["referral_id"] for row in _rows(extract, "s47_enquiries")}
        for row in _rows(extract, "plans"):
            # One that begins after the extract ends has no conference in it.
            if referral := led_to.get((row["child_id"], row["start_date"])):
                self.parts[referral]["plans"].append(row)
        self.reviews: dict[str, list[date]] = defaultdict(list)
        for row in _rows(extract, "reviews"):
            self.reviews[row["plan_id"]].append(row["review_date"])

    def _known(self, day: date | None) -> date | None:
        return day if day is not None and day <= self.last else None

    def _happened(self, referral: Row) -> bool:
        rows = [referral, *(row for rows in self.parts[referral["referral_id"]].values() for row in rows)]
        days = (value for row in rows for value in row.values() if isinstance(value, date))
        return any(self.first <= day <= self.last for day in days)

    def children(self, into: Element) -> None:
        theirs: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for referral in self.referrals:
            if self._known(referral["referral_date"]) and self._happened(referral):
                theirs[referral["child_id"]].append(referral)
        for child_id, referrals in theirs.items():
            child = SubElement(into, "Child")
            self._person(child, child_id)
            for referral in referrals:
                self._case(child, referral)

    def _person(self, child: Element, child_id: str) -> None:
        person = self.people[child_id]
        born = person["date_of_birth"]
        name = "PersonBirthDate" if self._known(born) else "ExpectedPersonBirthDate"
        _add(child, "ChildIdentifiers", LAchildID=child_id, **{name: born}, Sex=person["sex"])
        about = _add(child, "ChildCharacteristics", Ethnicity=person["ethnicity"])
        if person["disability"] is not None:
            _add(about, "Disabilities", Disability="LD" if person["disability"] else "NONE")

    def _case(self, child: Element, referral: Row) -> None:
        closed, parts = self._known(referral["closure_date"]), self.parts[referral["referral_id"]]
        case = _add(
            child, "CINdetails", CINreferralDate=referral["referral_date"], ReferralSource=referral["source"],
            PrimaryNeedCode=referral["need"] or "N1", CINclosureDate=closed,
            ReasonForClosure=referral["closure_reason"] if closed else None, ReferralNFA=referral["nfa"],
        )  # fmt: skip
        begun = {name: [row for row in rows if self._known(row["start_date"])] for name, rows in parts.items()}
        for one in begun.get("assessments", ()):
            done = self._known(one["authorised_date"])
            _add(case, "Assessments", AssessmentActualStartDate=one["start_date"], AssessmentAuthorisationDate=done)
        for one in begun.get("s47_enquiries", ()):
            _add(
                case, "Section47", S47ActualStartDate=one["start_date"],
                DateOfInitialCPC=self._known(one["icpc_date"]), ICPCnotRequired=one["icpc_not_required"],
            )  # fmt: skip
        for one in begun.get("plans", ()):
            plan = _add(
                case, "ChildProtectionPlans", CPPstartDate=one["start_date"], CPPendDate=self._known(one["end_date"]),
                InitialCategoryOfAbuse=one["initial_category"], LatestCategoryOfAbuse=one["latest_category"],
                NumberOfPreviousCPP=one["previous_plans"],
            )  # fmt: skip
            for day in filter(self._known, self.reviews[one["plan_id"]]):
                _add(plan, "Reviews", CPPreviewDate=day)


def canonical_csv(extract: Extract, name: str) -> bytes:
    """One canonical table as CSV, for what no statutory extract holds."""
    rows = _rows(extract, name)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
