"""What evidence is of, how strong it is, and what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule


class EvidenceKind(StrEnum):
    """What a piece of evidence rests on."""

    DOCUMENT = "document"
    LINK = "link"
    STATEMENT = "statement"


class Quadrant(StrEnum):
    """The four sides of quality assurance (`qa_quadrant`; not the four questions of outcomes-based accountability)."""

    QUANTITATIVE = "quantitative"
    QUALITATIVE = "qualitative"
    VOICE = "voice"
    WORKFORCE = "workforce"


class Strength(StrEnum):
    """How much weight a piece of evidence bears."""

    WEAK = "weak"
    MODERATE = "moderate"
    STRONG = "strong"


@dataclass(frozen=True)
class Described:
    """A word for the page, and the sentence that says when to choose it."""

    word: str
    sentence: str


RESTS_ON: Mapping[str, Described] = {
    EvidenceKind.DOCUMENT: Described("A document in the library", "A report, minutes, a presentation, a picture."),
    EvidenceKind.LINK: Described("A page on the web", "A published report or another system’s page."),
    EvidenceKind.STATEMENT: Described("Somebody’s word", "What a named person says happened, in their words."),
}

QUADRANTS: Mapping[str, Described] = {
    Quadrant.QUANTITATIVE: Described("Numbers", "How much and how often: data, counts, timeliness."),
    Quadrant.QUALITATIVE: Described("Quality of practice", "How well: case audits, observation, peer review."),
    Quadrant.VOICE: Described("Children, adults and families", "What those we serve say is different for them."),
    Quadrant.WORKFORCE: Described(
        "The workforce", "What practitioners say, know and do: surveys, supervision, training."
    ),
}

STRENGTHS: Mapping[str, Described] = {
    Strength.WEAK: Described(
        "Weak", "One account, or it shows only that the work was done. Nobody else has looked at it."
    ),
    Strength.MODERATE: Described(
        "Moderate", "It shows that practice changed, from one source that somebody outside the work could check."
    ),
    Strength.STRONG: Described(
        "Strong", "It shows what is different for children or adults, from two or more sources that agree."
    ),
}


@rule(
    "documents.rests_on", "Domain guide 8.3: each claim of impact cites evidence; House rule: evidence can be looked at"
)
def rests_on(kind: str, *, has_document: bool, url: str, statement: str) -> Verdict:
    """Allowed when exactly the thing that the kind names is there: a document, a web address or somebody's words."""
    if kind not in set(EvidenceKind):
        return Denied("Choose what the evidence rests on: a document, a page on the web or somebody’s word.")
    given = {
        EvidenceKind.DOCUMENT: has_document,
        EvidenceKind.LINK: bool(url.strip()),
        EvidenceKind.STATEMENT: bool(statement.strip()),
    }
    if not given[EvidenceKind(kind)]:
        missing = {
            EvidenceKind.DOCUMENT: "Choose the document that shows it.",
            EvidenceKind.LINK: "Enter the address of the page that shows it.",
            EvidenceKind.STATEMENT: "Write what was said, and by whom.",
        }
        return Denied(missing[EvidenceKind(kind)])
    if sum(given.values()) > 1:
        return Denied("Evidence rests on one thing at a time: a document, a page on the web or somebody’s word.")
    return _is_web_address(url) if kind == EvidenceKind.LINK else Allowed()


def _is_web_address(url: str) -> Verdict:
    try:
        parts = urlsplit(url.strip())
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
        has_password = parts.username is not None or parts.password is not None
    except ValueError:
        is_web, has_password = False, False
    if not is_web or any(character.isspace() for character in url.strip()):
        return Denied("The address must begin with https:// or http:// and hold no spaces.")
    if has_password:
        return Denied("Take the user name and password out of the address.")
    if len(url) > 1000:
        return Denied("The address must be 1,000 characters or fewer.")
    return Allowed()


@rule("documents.evidence_date", "House rule: evidence is dated, and shows what has happened")
def may_date(dated_on: date | None, today: date) -> Verdict:
    """Denied without a date, and for a date after `today`."""
    if dated_on is None:
        return Denied("Enter the date of the evidence.")
    if dated_on > today:
        return Denied("The date of the evidence must be today or earlier.")
    return Allowed()
