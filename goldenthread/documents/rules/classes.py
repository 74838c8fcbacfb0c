"""The information classes and markings of Annex D.1, each with a sentence, and who reads what."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule

# From the least to the most guarded.
MARKINGS = ("Public", "OFFICIAL", "OFFICIAL-SENSITIVE")


@dataclass(frozen=True)
class InformationClass:
    """A class of information: its letter, its name, what belongs in it, who reads it, and its usual marking."""

    letter: str
    name: str
    holds: str
    readers: str
    marking: str


_NAMED = "Only people named for it."

CLASSES: Mapping[str, InformationClass] = {
    one.letter: one
    for one in (
        InformationClass(
            "P",
            "Published",
            "Arrangements, plan, yearly report, published reviews, courses and campaigns.",
            "Anybody.",
            "Public",
        ),
        InformationClass(
            "G",
            "Governance",
            "Work plans, agendas, minutes part A, scorecards with small numbers hidden, terms of reference.",
            "Everybody with a role in the partnership; nobody outside it.",
            "OFFICIAL",
        ),
        InformationClass(
            "R",
            "Restricted governance",
            "Risk register, challenge log, minutes part B, budget detail, drafts of the yearly report, small numbers.",
            "Lead and delegated safeguarding partners, the chair, the scrutineer, the business manager, its owner and "
            "the members of the group named. Every opening is recorded.",
            "OFFICIAL-SENSITIVE",
        ),
        InformationClass(
            "S",
            "Self-assessment",
            "One agency’s return: draft, submitted or moderated.",
            "The agency while a draft; then the business unit and the moderators.",
            "OFFICIAL",
        ),
        InformationClass("D", "Data returns", "Numbers from one agency.", "The agency and the analyst.", "OFFICIAL"),
        InformationClass(
            "C",
            "Case-linked, pseudonymised",
            "Case audits, professional disagreements, observations of practice.",
            _NAMED,
            "OFFICIAL-SENSITIVE",
        ),
        InformationClass(
            "X",
            "Identifiable or highly sensitive",
            "Incident notifications, case reviews, child deaths, contact with families, legal advice.",
            _NAMED,
            "OFFICIAL-SENSITIVE",
        ),
        InformationClass(
            "T",
            "Training records",
            "A person’s training and what they need in order to take part.",
            "The person, their manager and the learning team.",
            "OFFICIAL",
        ),
        InformationClass(
            "V",
            "Survey answers",
            "Raw answers and words people wrote.",
            "The analyst; everybody else only in numbers.",
            "OFFICIAL-SENSITIVE",
        ),
        InformationClass(
            "L",
            "Record of use",
            "Who did what and who read what.",
            "System auditor and information governance.",
            "OFFICIAL",
        ),
    )
}

# The library keeps what is governed by role and group. The other classes need lists of named readers, which the
# capabilities that own them keep.
DOCUMENT_CLASSES = ("P", "G", "R")
LOGGED_CLASSES = frozenset(CLASSES) - {"P", "G"}


def default_marking(letter: str) -> str:
    """The usual marking of a class (Annex D.1); OFFICIAL for a letter nobody defined."""
    return CLASSES[letter].marking if letter in CLASSES else "OFFICIAL"


@rule("documents.marking", "Domain guide, Annex D.1: default marking of each class; section 9, classification")
def may_mark(letter: str, marking: str) -> Verdict:
    """Denied for an unknown class or marking, for one below the class, and for a published paper marked otherwise."""
    if letter not in DOCUMENT_CLASSES:
        return Denied("Choose published, governance or restricted governance. Other papers have a place of their own.")
    if marking not in MARKINGS:
        return Denied("Choose one of the markings on the page.")
    usual = default_marking(letter)
    if MARKINGS.index(marking) < MARKINGS.index(usual):
        return Denied(f"{CLASSES[letter].name} papers are marked {usual} or higher.")
    if letter == "P" and marking != "Public":
        return Denied("A published paper is marked Public. If it should carry another marking, it is not published.")
    return Allowed()


@rule("documents.may_be_read", "Domain guide, Annex D.2 and D.3(1): by class and role; restricted also by named group")
def may_be_read(
    letter: str,
    classes: Collection[str],
    *,
    group_id: UUID | None = None,
    group_ids: Collection[UUID] = (),
    owner_id: UUID | None = None,
    user_id: UUID | None = None,
) -> Verdict:
    """Allowed for a class the reader's roles open, and for R also to the named group's members and the owner."""
    if letter in classes:
        return Allowed()
    if letter == "R" and "G" in classes:
        if group_id is not None and group_id in group_ids:
            return Allowed()
        if owner_id is not None and owner_id == user_id:
            return Allowed()
    name = CLASSES[letter].name if letter in CLASSES else "These"
    return Denied(f"{name} papers are open only to named readers. The business unit can help.")
