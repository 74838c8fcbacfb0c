"""Raise a challenge, or note good practice."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from goldenthread.challenges import rules
from goldenthread.challenges.models import Challenge
from goldenthread.challenges.permissions import RAISE, is_unit
from goldenthread.challenges.rules import Kind, RaisedAs, State, Turn
from goldenthread.challenges.services._writing import KIND, keep, turn_of
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused, insist
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.models import Partnership
from goldenthread.partnerships.permissions import UNIT, Role
from goldenthread.threads import services as threads
from goldenthread.threads.rules import LinkKind, Ref


@transaction.atomic
def raise_challenge(
    actor: Actor,
    now: datetime,
    today: date,
    *,
    to_agency_id: UUID | None = None,
    to_group_id: UUID | None = None,
    text: str,
    why: str = "",
    due_on: date | None,
    raised_in: Ref | None = None,
    group_id: UUID | None = None,
    about: Ref | None = None,
    kind: str = Kind.CHALLENGE,
    raised_as: str = "",
    raised_for: str = "",
) -> Challenge:
    """Put a challenge to an agency or a group, or note good practice there, and return it with its number.

    `raised_in` is what it came out of (a return, a line of the minutes), `about` what it concerns, `group_id` the
    group whose members read it. The business unit may say for whom it records: `raised_as` and a name. Raises
    `Refused`, whose field says which answer will not do, and `NotPermitted`.
    """
    actor.must(RAISE)
    if Role.LAY_MEMBER in actor.roles:
        raise NotPermitted("A lay member asks the chair or the business unit to raise a challenge.")
    if kind not in set(Kind):
        raise Refused("Choose whether it is a challenge or good practice.", "kind")
    insist(rules.addressed(to_agency_id is not None, to_group_id is not None), "to")
    if not text.strip():
        raise Refused("Write what is put to them.", "text")
    insist(rules.may_be_due(kind, due_on, today), "due_on")
    _insist_ours(actor, to_agency_id, to_group_id, group_id)
    Partnership.objects.select_for_update().get(pk=actor.partnership_id)
    last = Challenge.objects.within(actor).filter(kind=kind).aggregate(Max("number"))["number__max"] or 0
    on_behalf = is_unit(actor) and bool(raised_for.strip())
    challenge = Challenge(
        partnership_id=actor.partnership_id, number=last + 1, kind=kind, to_agency_id=to_agency_id,
        to_group_id=to_group_id, group_id=group_id, text=text.strip(), why=why.strip(), due_on=due_on,
        raised_as=_part(actor, raised_as), raised_by_id=actor.user_id,
        raised_by_name=raised_for.strip() if on_behalf else actor.name, raised_on=today,
        state=State.OPEN if kind == Kind.CHALLENGE else State.NOTED,
    )  # fmt: skip
    turn = turn_of(actor, now, today, challenge, Turn.RAISED, text, due_on=due_on)
    turn.on_behalf_of = raised_for.strip() if on_behalf else ""
    keep(actor, now, challenge, None, turn)
    for link, other in ((LinkKind.RAISED_BY, raised_in), (LinkKind.RELATES_TO, about)):
        if other is not None:
            threads.tie(actor, now, link, Ref(KIND, challenge.pk), other)
    return challenge


def _insist_ours(actor: Actor, agency_id: UUID | None, group_id: UUID | None, raised_in: UUID | None) -> None:
    if agency_id and not partnerships.is_in_partnership(actor, "agency", agency_id):
        raise Refused("There is no such agency in this partnership.", "to")
    for field, group in (("to", group_id), ("group_id", raised_in)):
        if group and not partnerships.is_in_partnership(actor, "group", group):
            raise Refused("There is no such group in this partnership.", field)


def _part(actor: Actor, wanted: str) -> RaisedAs:
    """In which part the actor raises it; only the business unit may record somebody else's."""
    roles = actor.roles
    if roles & UNIT:
        return RaisedAs(wanted) if wanted in set(RaisedAs) else RaisedAs.UNIT
    if Role.INDEPENDENT_SCRUTINEER in roles:
        return RaisedAs.SCRUTINEER
    return RaisedAs.CHAIR if Role.PARTNERSHIP_CHAIR in roles else RaisedAs.PARTNER
