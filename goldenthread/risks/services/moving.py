"""Move a risk: up, down, accepted, become an issue, resolved, closed, reopened; each decision with its reason."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist
from goldenthread.risks import queries, rules
from goldenthread.risks.models import Issue, Risk
from goldenthread.risks.permissions import CHANGE, may_accept_for, may_change, may_move_down
from goldenthread.risks.rules import Move, State
from goldenthread.risks.services.duties import due_in_register
from goldenthread.risks.services.scoring import due_again
from goldenthread.risks.services.telling import decide, insist_owner, locked, permit, standing, tell, write


def _changeable(actor: Actor, risk_id: UUID) -> Risk:
    risk = locked(actor, risk_id)
    permit(actor, CHANGE, may_change(actor, risk))
    return risk


@transaction.atomic
def escalate_risk(
    actor: Actor, now: datetime, today: date, risk_id: UUID, *, why: str, decided_by: str = "",
    stands_in: UUID | None = None,
) -> Risk:  # fmt: skip
    """Put a risk into the register of the group above, or from the highest group into the partnership's own.

    The group in which it began keeps reading it. `stands_in` is the group in whose register it stood on the page.
    Raises `Refused` for a closed risk, for one that stands in the partnership's own register, for one that somebody has
    moved since, without a reason; `NotPermitted`.
    """
    risk = _changeable(actor, risk_id)
    if stands_in and risk.group_id and risk.group_id != stands_in:
        raise Refused(f"It has been moved meanwhile and stands in the register of {risk.group} now; open its page.")
    insist(rules.may_escalate(risk.state, risk.group_id is not None, why), "why")
    above = queries.group_above(actor, risk, today)
    return _relocate(actor, now, today, risk, Move.ESCALATED, above.pk if above else None, why, decided_by)


@transaction.atomic
def bring_down_risk(
    actor: Actor, now: datetime, today: date, risk_id: UUID, *, group_id: UUID, why: str, decided_by: str = ""
) -> Risk:
    """Put a risk into the register of a group beneath the one in which it stands, and return it.

    Raises `Refused` for a closed risk, another group, without a reason; `NotPermitted` for those who do not keep the
    register in which it stands now.
    """
    risk = locked(actor, risk_id)
    permit(actor, CHANGE, may_move_down(actor, risk))
    beneath = {key for key, _ in queries.groups_beneath(actor, risk, today)}
    field = "group_id" if str(group_id) not in beneath else "why"
    insist(rules.may_bring_down(risk.state, str(group_id) in beneath, why), field)
    return _relocate(actor, now, today, risk, Move.BROUGHT_DOWN, group_id, why, decided_by)


def _relocate(
    actor: Actor, now: datetime, today: date, risk: Risk, kind: Move, to: UUID | None, why: str, decided_by: str
) -> Risk:
    before, left = standing(risk), risk.group_id
    decide(actor, now, today, risk, kind, why, decided_by, from_group_id=left, to_group_id=to)
    due = due_in_register(risk, queries.scale_in_force(actor), queries.register_dates(actor, to))
    write(risk, group_id=to, **due)
    tell(actor, now, str(kind), risk, before, standing(risk))
    return risk


@transaction.atomic
def accept_risk(
    actor: Actor, now: datetime, today: date, risk_id: UUID, *, approver_id: UUID, until: date | None, why: str
) -> Risk:
    """Record that somebody who may accepts a risk as it stands until a day, and return it.

    Raises `Refused` where the approver owns it or may not accept risks of this register, without an end within a year
    or a reason; `NotPermitted`.
    """
    risk = _changeable(actor, risk_id)
    insist(rules.may_work_on(risk.state))
    approver = queries.person_acting(actor, approver_id, today)
    if approver is None or not may_accept_for(approver, risk.group_id):
        raise Refused("Choose somebody who decides for the partnership, or the chair of the group.", "approver_id")
    is_own = approver_id == risk.owner_id
    field = "approver_id" if is_own else "why" if until and not why.strip() else "until"
    insist(rules.may_accept(until, why, today, is_own), field)
    before = standing(risk)
    decide(actor, now, today, risk, Move.ACCEPTED, why, approver.name, until_on=until)
    write(risk, accepted_until=until)
    tell(actor, now, "accepted", risk, before, standing(risk))
    return risk


@transaction.atomic
def become_issue(
    actor: Actor,
    now: datetime,
    today: date,
    risk_id: UUID,
    *,
    what: str,
    happened_on: date | None,
    response: str = "",
    owner_id: UUID | None = None,
) -> Issue:
    """Say that a risk has happened and return the issue it became; it is dealt with until it is resolved.

    Raises `Refused` unless the risk is open and it is said what happened, on a day that has come; `NotPermitted`.
    """
    risk = _changeable(actor, risk_id)
    insist(rules.may_become_issue(risk.state, what), "what")
    if happened_on is None or happened_on > today:
        raise Refused("Give the day on which it happened, today or earlier.", "happened_on")
    insist_owner(actor, today, owner_id, {risk.group_id, risk.raised_in_id})
    issue = Issue.objects.create(
        partnership_id=actor.partnership_id, risk=risk, what=what.strip(), happened_on=happened_on,
        response=response.strip(), owner_id=owner_id or risk.owner_id,
    )  # fmt: skip
    _end(actor, now, today, risk, Move.REALISED, what, state=State.ISSUE)
    return issue


@transaction.atomic
def resolve_issue(actor: Actor, now: datetime, today: date, risk_id: UUID, *, how: str) -> Risk:
    """Say how the issue was resolved and return the risk, which is open again and due for a review by its level."""
    risk = _changeable(actor, risk_id)
    insist(rules.may_resolve_issue(risk.state, how), "how")
    issue = Issue.objects.select_for_update().get(risk=risk, resolved_on__isnull=True)
    issue.resolved_on, issue.resolution = today, how.strip()
    issue.version += 1
    issue.save()
    return _end(actor, now, today, risk, Move.RESOLVED, how, state=State.OPEN, **_looked_at(actor, today, risk))


@transaction.atomic
def close_risk(actor: Actor, now: datetime, today: date, risk_id: UUID, *, why: str, decided_by: str = "") -> Risk:
    """Close a risk with its reason and return it. Raises `Refused` while an issue stands, or without a reason."""
    risk = _changeable(actor, risk_id)
    insist(rules.may_close(risk.state, why), "why")
    fields = {"state": State.CLOSED, "closed_on": today}
    return _end(actor, now, today, risk, Move.CLOSED, why, decided_by, **fields)


@transaction.atomic
def reopen_risk(actor: Actor, now: datetime, today: date, risk_id: UUID, *, why: str) -> Risk:
    """Open a closed risk again, with the reason, and return it; its review falls due by its level."""
    risk = _changeable(actor, risk_id)
    insist(rules.may_reopen(risk.state, why), "why")
    fields = {"state": State.OPEN, "closed_on": None, **_looked_at(actor, today, risk)}
    return _end(actor, now, today, risk, Move.REOPENED, why, **fields)


def _looked_at(actor: Actor, today: date, risk: Risk) -> dict[str, Any]:
    value = risk.current.score if risk.current else 1
    return {"reviewed_on": today, **due_again(actor, risk.group_id, today, value, queries.scale_in_force(actor))}


def _end(
    actor: Actor, now: datetime, today: date, risk: Risk, kind: Move, why: str, decided_by: str = "", **fields: Any
) -> Risk:
    before = standing(risk)
    decide(actor, now, today, risk, kind, why, decided_by)
    write(risk, **fields)
    tell(actor, now, str(kind), risk, before, standing(risk))
    return risk
