"""What may be done with a document at each point of its life: change, replace, withdraw, hold, open."""

from goldenthread.kernel.outcomes import Allowed, Denied, Verdict
from goldenthread.kernel.rules import rule

WITHDRAWN = "This was withdrawn; it stays as it was, for the record."
NOT_YOURS = "Only its owner or the business unit may change this. The business unit can help."


@rule("documents.may_change", "Domain guide, Annex D.2: RW own; the business unit writes everything")
def may_change(is_owner: bool, is_unit: bool, is_withdrawn: bool) -> Verdict:
    """Allowed to the owner and the business unit until it is withdrawn."""
    if is_withdrawn:
        return Denied(WITHDRAWN)
    return Allowed() if is_owner or is_unit else Denied(NOT_YOURS)


@rule("documents.may_replace", "House rule: an old version is kept, and each version has one next version")
def may_replace(is_owner: bool, is_unit: bool, is_withdrawn: bool, is_replaced: bool) -> Verdict:
    """Allowed as changing is, and only for the newest version."""
    if is_replaced:
        return Denied("There is a newer version already; replace that one.")
    return may_change(is_owner, is_unit, is_withdrawn)


@rule("documents.may_withdraw", "Domain guide 9, retention: review, never delete; a legal hold pauses disposal")
def may_withdraw(is_owner: bool, is_unit: bool, is_withdrawn: bool, is_held: bool, reason: str) -> Verdict:
    """Denied while a legal hold stands, without a reason, a second time, and to others than owner and unit."""
    if is_held and not is_withdrawn:
        return Denied("A legal hold keeps this document as it is. The business manager can lift the hold.")
    allowed = may_change(is_owner, is_unit, is_withdrawn)
    if allowed and not reason.strip():
        return Denied("Say why it is withdrawn; readers will see the reason.")
    return allowed


@rule("documents.may_hold", "Domain guide 9, retention: legal hold")
def may_hold(is_withdrawn: bool, is_held: bool, reason: str) -> Verdict:
    """Denied without a reason, twice, or for what was withdrawn."""
    if is_withdrawn:
        return Denied(WITHDRAWN)
    if is_held:
        return Denied("A legal hold stands already.")
    return Allowed() if reason.strip() else Denied("Say why the document must be kept as it is.")


@rule("documents.may_release", "Domain guide 9, retention: legal hold")
def may_release(is_held: bool, reason: str) -> Verdict:
    """Denied where no hold stands, or without a reason."""
    if not is_held:
        return Denied("No legal hold stands on this document.")
    return Allowed() if reason.strip() else Denied("Say why the hold may be lifted.")


@rule("documents.may_open", "House rule: what was withdrawn is not handed out")
def may_open(is_withdrawn: bool, is_unit: bool) -> Verdict:
    """Denied for the file of a withdrawn document to all but the business unit. Class is asked apart."""
    if is_withdrawn and not is_unit:
        return Denied("This document was withdrawn. The business unit keeps it and can help.")
    return Allowed()
