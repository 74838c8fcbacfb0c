"""Terms of reference: drafted, put to the executive, signed off or sent back; and the version before is superseded."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused, Superseded, insist
from goldenthread.partnerships import rules
from goldenthread.partnerships.models import Group, TermsOfReference
from goldenthread.partnerships.permissions import SIGN_OFF_TERMS, WRITE_TERMS, may_write_for
from goldenthread.partnerships.services import _writing
from goldenthread.trail import services as trail

State = TermsOfReference.State
NOT_YOURS = "The chair of the group or the business unit writes this."


def insist_own(actor: Actor, group_id: UUID) -> Group:
    """A group of the partnership under lock. Raises `NotPermitted` for all but its chairs and the unit."""
    group = _writing.locked(actor, Group, group_id, "group")
    if not may_write_for(actor, group.pk):
        raise NotPermitted(NOT_YOURS)
    return group


@transaction.atomic
def draft_terms(
    actor: Actor, now: datetime, group_id: UUID, *, purpose: str, version: int | None = None, **texts: Any
) -> TermsOfReference:
    """Write the draft of a group's next terms of reference, or change it, and return it; what is in force stands.

    `version` is that of the draft which was on the page when writing began. Raises `Refused` without a purpose and
    while a version waits for the executive, `Superseded` where somebody saved first or began one meanwhile, and
    `NotPermitted` for others.
    """
    actor.must(WRITE_TERMS)
    group = insist_own(actor, group_id)
    if not purpose.strip():
        raise Refused("Write what the group is for.", "purpose")
    fields = {"purpose": purpose.strip(), **{key: _trimmed(value) for key, value in texts.items()}}
    versions = TermsOfReference.objects.within(actor).select_for_update(of=("self",)).filter(group=group)
    making = versions.filter(state__in=(State.DRAFT, State.PUT)).first()
    if making is not None:
        if making.state == State.PUT:
            raise Refused("This version waits for the executive. Send it back before changing it.")
        # Whoever began with none on the page knows nothing of this draft.
        _change(actor, now, making, version or 0, fields, "changed")
        return making
    number = (versions.aggregate(Max("number"))["number__max"] or 0) + 1
    row = TermsOfReference(
        partnership_id=actor.partnership_id, group=group, number=number, written_by_name=actor.name,
        recorded_by_id=actor.user_id, **fields,
    )  # fmt: skip
    row.save()
    trail.record(actor, "partnerships.termsofreference.drafted", row, after=_told(row), now=now)
    return row


def _trimmed(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _told(row: TermsOfReference) -> dict[str, Any]:
    said = trail.snapshot(row)
    return {key: said[key] for key in said if key not in ("recorded_by_id", "group_id", "written_by_name")}


def _change(
    actor: Actor, now: datetime, row: TermsOfReference, version: int | None, fields: Mapping[str, Any], what: str,
    reason: str = "",
) -> None:  # fmt: skip
    """Write fields on a locked version and record it. Raises `Superseded` where somebody saved since `version`."""
    before = _told(row)
    if all(getattr(row, key) == value for key, value in fields.items()):
        return
    if version is not None and version != row.version:
        raise Superseded(
            "What they saved stands for now.",
            {**{key: before[key] for key in fields}, "version": row.version},
            dict(fields),
            by=row.written_by_name,
        )
    for key, value in fields.items():
        setattr(row, key, value)
    row.version += 1
    row.save()
    told = f"partnerships.termsofreference.{what}"
    trail.record(actor, told, row, before=before, after=_told(row), reason=reason, now=now)


def _making(actor: Actor, group_id: UUID, to: str) -> TermsOfReference:
    rows = TermsOfReference.objects.within(actor).select_for_update(of=("self",)).filter(group_id=group_id)
    row: TermsOfReference | None = rows.filter(state__in=(State.DRAFT, State.PUT)).first()
    if row is None:
        raise Refused("There is no draft of these terms of reference. Write one first.")
    insist(rules.terms_may_become(row.state, to))
    return row


@transaction.atomic
def put_terms(actor: Actor, now: datetime, today: date, group_id: UUID) -> TermsOfReference:
    """Put the draft to the executive and return it. Raises `Refused` without a review date to come, `NotPermitted`."""
    actor.must(WRITE_TERMS)
    insist_own(actor, group_id)
    row = _making(actor, group_id, State.PUT)
    insist(rules.terms_may_be_reviewed(row.review_on, today))
    _change(actor, now, row, None, {"state": State.PUT, "put_on": today}, "put")
    return row


@transaction.atomic
def return_terms(actor: Actor, now: datetime, group_id: UUID, *, reason: str) -> TermsOfReference:
    """Send a version back to those who write it, with the reason, and return it. Raises `Refused`, `NotPermitted`."""
    actor.must(SIGN_OFF_TERMS)
    row = _making(actor, group_id, State.DRAFT)
    if not reason.strip():
        raise Refused("Say what is to be changed.", "reason")
    _change(actor, now, row, None, {"state": State.DRAFT, "put_on": None}, "sent_back", reason.strip())
    return row


@transaction.atomic
def sign_off_terms(
    actor: Actor, now: datetime, today: date, group_id: UUID, *, signed_off_on: date, signed_off_by: str
) -> TermsOfReference:
    """Sign off what was put to the executive, from a day on, and return it; the version before is superseded.

    `signed_off_by` says who did, where it is recorded for a meeting. Raises `Refused` for a day to come or before
    they were put, without a name, and for a draft; `NotPermitted`.
    """
    actor.must(SIGN_OFF_TERMS)
    row = _making(actor, group_id, State.SIGNED_OFF)
    if signed_off_on > today or (row.put_on and signed_off_on < row.put_on):
        raise Refused("The day must lie between the day they were put to the executive and today.", "signed_off_on")
    if not signed_off_by.strip():
        raise Refused("Say who signed them off.", "signed_off_by")
    insist(rules.terms_may_be_reviewed(row.review_on, signed_off_on), "signed_off_on")
    standing = TermsOfReference.objects.within(actor).select_for_update(of=("self",))
    for earlier in standing.filter(group_id=group_id, state=State.SIGNED_OFF):
        _change(actor, now, earlier, None, {"state": State.SUPERSEDED}, "superseded")
    fields = {"state": State.SIGNED_OFF, "signed_off_on": signed_off_on, "signed_off_by": signed_off_by.strip()}
    _change(actor, now, row, None, fields, "signed_off")
    return row
