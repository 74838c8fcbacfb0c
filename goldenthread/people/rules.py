"""Decide which addresses belong to one person, and tell the apps above what happened to somebody's sign-in."""

import re
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule

# What an inbox of a function is called. A name made of nothing else belongs to nobody in particular.
_FUNCTION_WORDS = """
    account accounts admin admins administration administrator adult adults advice all assistants board bookings
    boxoffice business care central children childrens clerk committee communications comms complaints concerns contact
    contactus coordinator councillors cp csp customer data deputy desk directors donotreply dpo duty early education
    email enquiries enquiry executive facilities family feedback finance first foi front door general generic
    governance governor governors group head heads headteacher hello help helpdesk home house hr hub inbox info
    information inquiries lado lead leads legal mail mailbox main management manager managers mash media members multi
    agency news no noreply nurses office officer officers operations partnership partnerships people performance please
    policy post postmaster practice press principal privacy protection quality reception records referral referrals
    replies reply response reviews root sab safe safeguarding sales sar school schools scp secretariat secretary
    security service services shared social staff student students subgroup support system teacher teachers team teams
    the training trustees unit web webmaster welcome welfare wellbeing work workforce young youngpeople youth
"""
_FUNCTIONS = frozenset(_FUNCTION_WORDS.split())
# Words that are nobody's name: one of them anywhere makes an inbox shared, whatever stands beside it.
_UNMISTAKABLE = "donotreply enquiries enquiry helpdesk inbox info mailbox noreply postmaster reception referrals"
_NEVER_A_NAME = frozenset([*_UNMISTAKABLE.split(), "safeguarding", "webmaster"])
_PARTS = re.compile(r"[^a-z]+")
_SEPARATORS = re.compile(r"[._\-]+")


@rule("people.shared_inbox", "Domain guide D.3(9): shared inbox accounts are refused; section 9, sign-in")
def is_shared_inbox(address: str) -> bool:
    """True for an inbox that several people read: info@, safeguarding.team@, mash-duty+new@, the.head2@.

    Never for what reads as a person's name: an initial before a word, d.office@, makes it one.
    """
    local = address.strip().lower().partition("@")[0].partition("+")[0]
    if any(len(part) == 1 and part.isalpha() for part in _SEPARATORS.split(local)):
        return False
    words = [part for part in _PARTS.split(local) if part]
    if not words:
        return False
    return any(word in _NEVER_A_NAME for word in words) or _made_of_functions("".join(words))


def _made_of_functions(letters: str) -> bool:
    """True where the letters are nothing but words for functions, one after another: "schooloffice"."""
    reached = {0}
    for end in range(1, len(letters) + 1):
        if any(letters[start:end] in _FUNCTIONS for start in reached):
            reached.add(end)
    return len(letters) in reached


def may_sign_in_with(address: str) -> Verdict:
    """Denied, with what to give instead, for an inbox that several people read."""
    if is_shared_inbox(address):
        return Denied(
            "Several people read an inbox like this one, so nobody could tell who did what: give the person’s own "
            "work address instead."
        )
    return Allowed()


# What can happen to somebody's sign-in, by the last part of the event's name on the trail.
SECOND_STEP_ADDED = "second_step_added"
SECOND_STEP_REMOVED = "second_step_removed"
RECOVERY_CODES_RENEWED = "recovery_codes_renewed"
SECOND_STEP_RESET = "second_step_reset"

Witness = Callable[[UUID, str, datetime], None]
_WITNESSES: list[Witness] = []


def register_witness(witness: Witness) -> None:
    """Say who is told what happened to a person's sign-in: `witness(person_id, what, now)`, in one transaction."""
    if witness not in _WITNESSES:
        _WITNESSES.append(witness)


def tell(person_id: UUID, what: str, now: datetime) -> None:
    """Tell every app that asked to be told."""
    for witness in _WITNESSES:
        witness(person_id, what, now)
