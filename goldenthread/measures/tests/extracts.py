"""Extracts made for the tests: Annex A workbooks in the official layout, census XML of each year, SSDA903 folders."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook

# The reference data are kept beside the project, never in it.
REFERENCE = Path(
    os.environ.get(
        "GOLDENTHREAD_REFERENCE_DATA", Path(__file__).resolve().parents[3].parent / "shared" / "reference" / "data"
    )
)

PERSON = ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)"]
DISABILITY = "Does the Child have a Disability"
TEAM = ["Allocated Team", "Allocated Worker"]
# The official headings, list by list, as the inspectorate's workbook has them.
OFFICIAL = {
    1: [*PERSON, "Date of Contact", "Contact Source"],
    2: [*PERSON, "Assessment start date", "Assessment completion date", "Organisation completing assessment"],
    3: [
        *PERSON,
        "Date of referral",
        "Referral Source",
        "Referral NFA?",
        "Number of Referrals in Last 12 Months",
        *TEAM,
    ],
    4: [
        *PERSON,
        DISABILITY,
        "Continuous Assessment Start Date",
        "Child Seen During Continuous Assessment",
        "Continuous Assessment Date of Authorisation",
        "Was the child assessed as requiring LA children’s social care support?",
        *TEAM,
    ],
    5: [
        *PERSON,
        DISABILITY,
        "Strategy discussion initiating Section 47\nEnquiry Start Date",
        "Was an Initial Child Protection Conference deemed unnecessary?",
        "Date of Initial Child Protection Conference",
        "Did the Initial Child Protection Conference Result in a Child Protection Plan",
        "Number of Section 47 Enquiries in the last 12 months",
        "Number of ICPCs in the last 12 months",
        *TEAM,
    ],
    6: [
        *PERSON,
        DISABILITY,
        "CIN Start Date",
        "Primary Need Code",
        "Date Child Was Last Seen",
        "CIN Closure Date",
        "Reason for Closure",
        "Case Status",
        *TEAM,
    ],
    7: [
        *PERSON,
        DISABILITY,
        "Child Protection Plan Start Date",
        "Initial Category of Abuse",
        "Latest Category of Abuse",
        "Date of the Last Statutory Visit",
        "Was the Child Seen Alone?",
        "Date of latest review conference",
        "Child Protection Plan End Date",
        "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)",
        "Number of Previous Child Protection Plans",
        *TEAM,
    ],
    8: [
        *PERSON,
        "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)",
        DISABILITY,
        "Date Started to be Looked After",
        "Child’s Category of Need",
        "Child's Legal Status",
        "Date Ceased to be Looked After",
        "Reason Ceased to be Looked After",
        "Placement Type",
        "Placement Provider",
        "URN of Placement",
    ],
}

Row = Mapping[str, Any]


def annex_a(
    path: Path, lists: Mapping[int, Sequence[Row]], *, title: int = 1, sheet: str = "List_{}", shuffle: bool = False
) -> Path:
    """A workbook with these lists; `title` rows stand above each header. A row names its cells by their headings."""
    workbook = Workbook()
    workbook.active.title = "Front_Sheet"
    workbook.active.append(["Annex A: child-level data"])
    for number, rows in lists.items():
        page = workbook.create_sheet(sheet.format(number))
        headings = OFFICIAL[number][::-1] if shuffle else OFFICIAL[number]
        for _ in range(title):
            page.append([f"List {number}"])
        page.append(headings)
        for row in rows:
            unknown = set(row) - set(headings)
            assert not unknown, unknown
            page.append([row.get(heading) for heading in headings])
    workbook.save(path)
    return path


def element(name: str, *inner: Any, **fields: Any) -> str:
    """An XML element with fields of text, then whatever stands in it."""
    texts = "".join(f"<{key}>{escape(str(value))}</{key}>" for key, value in fields.items())
    return f"<{name}>{texts}{''.join(inner)}</{name}>"


def child(child_id: str, year: int, *inner: str, **fields: Any) -> str:
    """One child of a census; boys, by the code of that year."""
    sex = {"Sex": "M"} if year >= 2025 else {"GenderCurrent": "1"}
    identifiers = {"LAchildID": child_id, "PersonBirthDate": "2014-05-06"} | sex | fields
    kept = {name: value for name, value in identifiers.items() if value is not None}
    people = element("ChildIdentifiers", **kept) + element("ChildCharacteristics", Ethnicity="WBRI")
    return element("Child", people, *inner)


def census(path: Path, year: int, *children: str, root: str = "<Message>", reference: str = "") -> Path:
    """A census of a year, with a header and these children."""
    header = element(
        "Header",
        element("CollectionDetails", Collection="CIN", Year=year, ReferenceDate=reference or f"{year}-03-31"),
        element("Source", SourceLevel="L", LEA="201"),
    )
    path.write_text(f"<?xml version='1.0'?>\n{root}{header}\n{element('Children', *children)}</Message>", "utf-8")
    return path


def table(path: Path, headings: str, *rows: str) -> Path:
    """A CSV file of these lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([headings, *rows]) + "\n", "utf-8")
    return path


EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"
HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB"


def kinds(extract: Any) -> dict[str, int]:
    """How many problems of each kind an extract has."""
    return dict(extract.problems.counts)
