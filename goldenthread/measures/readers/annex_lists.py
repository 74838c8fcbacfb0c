"""The lists of Ofsted's Annex A: by which headings each is known, and which column each heading fills.

Headings are folded (see `sheets.folded`), so that copies which differ in case, quotes, brackets or line breaks are one.
The first that is there counts. Source: Ofsted's workbook for inspections of children's services, Annex A.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from goldenthread.measures.readers.sheets import meant
from goldenthread.measures.tables import (
    ASSESSMENTS,
    CONTACTS,
    EARLY_HELP,
    LOOKED_AFTER,
    PLANS,
    REFERRALS,
    S47_ENQUIRIES,
    Table,
)

Headings = Mapping[str, tuple[str, ...]]

CHILD_ID = ("child unique id", "child id", "unique child id", "child unique identifier", "child unique id number")
PERSON: Headings = {
    "child_id": CHILD_ID,
    "sex": ("gender", "sex", "gender sex"),
    "ethnicity": ("ethnicity", "ethnic origin", "ethnic group"),
    "date_of_birth": ("date of birth", "dob", "date of birth dd mm yyyy"),
    "disability": ("does the child have a disability", "disability", "disabled"),
}


# What a list becomes from which nothing is counted.
NOTHING = Table("nothing", "Nothing", ())


@dataclass(frozen=True)
class List:
    """One list: its number and name, the headings that only it has, the table it becomes, and which heading is what."""

    number: int
    name: str
    signs: tuple[str, ...]
    table: Table = NOTHING
    columns: Headings = field(default_factory=dict)
    made_id: tuple[str, str, str] | None = None


_CONTACT_DAY = ("date of contact", "contact date", "date of the contact")
_REFERRAL_DAY = ("date of referral", "referral date", "date of the referral")
_ASSESSED = ("continuous assessment start date", "start date of continuous assessment")
_STRATEGY = (
    "strategy discussion initiating section 47 enquiry start date",
    "strategy discussion initiating section 47 start date",
    "section 47 enquiry start date",
    "date of strategy discussion initiating section 47 enquiry",
    "section 47 start date",
)
_IN_NEED = ("cin start date", "child in need start date", "date of cin start")
_PROTECTED = ("child protection plan start date", "cp plan start date", "cpp start date")
_IN_CARE = ("date started to be looked after", "date became looked after", "date child started to be looked after")

LISTS = (
    List(
        1,
        "contacts",
        _CONTACT_DAY,
        CONTACTS,
        {"contact_date": _CONTACT_DAY, "source": ("contact source", "source of contact")},
        ("contact_id", "contact", "contact_date"),
    ),
    List(
        2,
        "early help",
        ("assessment start date", "early help assessment start date", "organisation completing assessment"),
        EARLY_HELP,
        {
            "start_date": ("assessment start date", "early help assessment start date"),
            "end_date": ("assessment completion date", "early help assessment completion date"),
            "organisation": ("organisation completing assessment", "organisation completing the assessment"),
        },
        ("early_help_id", "early help", "start_date"),
    ),
    List(
        3,
        "referrals",
        _REFERRAL_DAY,
        REFERRALS,
        {
            "referral_date": _REFERRAL_DAY,
            "source": ("referral source", "source of referral"),
            "nfa": ("referral nfa", "referral no further action", "nfa"),
        },
        ("referral_id", "referral", "referral_date"),
    ),
    List(
        4,
        "assessments",
        _ASSESSED,
        ASSESSMENTS,
        {
            "start_date": _ASSESSED,
            "authorised_date": (
                "continuous assessment date of authorisation",
                "continuous assessment authorisation date",
                "date of authorisation",
            ),
        },
        ("assessment_id", "assessment", "start_date"),
    ),
    List(
        5,
        "section 47 enquiries and conferences",
        _STRATEGY,
        S47_ENQUIRIES,
        {
            "start_date": _STRATEGY,
            "icpc_date": ("date of initial child protection conference", "initial child protection conference date"),
            "icpc_not_required": (
                "was an initial child protection conference deemed unnecessary",
                "initial child protection conference deemed unnecessary",
            ),
            "resulted_in_plan": (
                "did the initial child protection conference result in a child protection plan",
                "initial child protection conference resulted in a child protection plan",
            ),
        },
        ("s47_id", "s47", "start_date"),
    ),
    List(
        6,
        "children in need",
        _IN_NEED,
        REFERRALS,
        {
            "referral_date": _IN_NEED,
            "need": ("primary need code", "primary need"),
            "closure_date": ("cin closure date", "child in need closure date"),
            "closure_reason": ("reason for closure", "cin closure reason"),
        },
    ),
    List(
        7,
        "child protection",
        _PROTECTED,
        PLANS,
        {
            "start_date": _PROTECTED,
            "end_date": ("child protection plan end date", "cp plan end date", "cpp end date"),
            "initial_category": ("initial category of abuse",),
            "latest_category": ("latest category of abuse",),
            "previous_plans": ("number of previous child protection plans", "number of previous cp plans"),
        },
        ("plan_id", "plan", "start_date"),
    ),
    List(
        8,
        "children in care",
        _IN_CARE,
        LOOKED_AFTER,
        {
            "start_date": _IN_CARE,
            "end_date": ("date ceased to be looked after", "date child ceased to be looked after"),
            "legal_status": ("childs legal status", "legal status"),
            "need": ("childs category of need", "category of need"),
            "placement": ("placement type", "type of placement"),
            "provider": ("placement provider", "provider of placement"),
            "reason_ended": ("reason ceased to be looked after", "reason child ceased to be looked after"),
            "urn": ("urn of placement", "placement urn"),
        },
    ),
    List(9, "care leavers", ("eligibility category", "la in touch", "suitability of accommodation")),
    List(10, "adoption", ("date the child entered care", "date of placement order", "date placed for adoption")),
    List(11, "adopters", ("individual adopter identifier", "date enquiry received", "date stage 1 started")),
)


def list_of(headings: list[str]) -> List | None:
    """Which list has these folded headings, by the signs of it that they hold; None where it is none of them."""
    present = sorted(set(headings))
    if not meant((*CHILD_ID, "individual adopter identifier"), present):
        return None
    return next((known for known in LISTS if meant(known.signs, present)), None)
