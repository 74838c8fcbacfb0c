"""One risk with everything said of it, and what this actor may do to it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from goldenthread.actions.queries import ActionInBrief, actions_in_brief
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Group
from goldenthread.risks import permissions, rules
from goldenthread.risks.models import Control, Issue, RegisterReview, Risk, RiskMove, RiskScale, RiskScore
from goldenthread.risks.queries.listing import with_parts
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import LinkKind, Ref
from goldenthread.trail import queries as trail

KIND = "risks.risk"
UPWARDS = 4
READ = "risks.risk.read"


@dataclass(frozen=True)
class May:
    """What this actor may do to a risk. `change` says whose it is to keep, `work` also that it is not closed."""

    change: bool = False
    work: bool = False
    review: bool = False
    move_down: bool = False
    raise_action: bool = False


@dataclass(frozen=True)
class RiskShown:
    """A risk as its page shows it. `scores` are oldest first, `moves` newest first, `issue` the one that stands.

    `scale` is the one in force; `is_noted` is true where its opening by this actor is on the trail today already.
    """

    risk: Risk
    scale: rules.Scale
    is_noted: bool
    may: May = May()
    scores: list[RiskScore] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    moves: list[RiskMove] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    actions: list[ActionInBrief] = field(default_factory=list)
    around: Any = None

    @property
    def issue(self) -> Issue | None:
        """The issue that stands, where the risk has become one."""
        return next((one for one in self.issues if one.resolved_on is None), None)

    @property
    def lines(self) -> Mapping[str, int]:
        """How many standing controls each line of assurance speaks for, lines without any included."""
        held = Counter(one.line for one in self.controls if one.ended_on is None)
        return {line.value: held.get(line.value, 0) for line in rules.Line}

    @property
    def is_breached(self) -> bool:
        """True where the score now lies above what is accepted for the category."""
        now = self.risk.current
        return now is not None and rules.is_breached(now.score, self.risk.category, self.scale)


def _one(actor: Actor, risk_id: UUID, today: date) -> Any:
    told = RiskScale.objects.within(actor).order_by("-edition").values("told")[:1]
    noted = trail.told_on(actor, READ, today).filter(thing_id=OuterRef("pk"))
    rows = with_parts(Risk.objects.readable(actor)).annotate(told=Subquery(told), is_noted=Exists(noted))
    duty = RegisterReview.objects.within(actor).in_force(today).of_this()
    rows = rows.annotate(
        duty_id=Subquery(duty.values("obligation_id")[:1]), duty_title=Subquery(duty.values("obligation__title")[:1])
    )
    return rows.filter(pk=risk_id).first()


def find_risk(actor: Actor, risk_id: UUID, today: date) -> RiskShown | None:
    """One risk without what was said of it, for the pages that do one thing to it; or None. One query."""
    row = _one(actor, risk_id, today)
    if row is None:
        return None
    return RiskShown(row, rules.restored(row.told) if row.told else rules.DEFAULT, row.is_noted, _may(actor, row))


def show_risk(actor: Actor, risk_id: UUID, today: date) -> RiskShown | None:
    """One risk as its page shows it, or None where it is not the actor's to read. Seven queries."""
    found = find_risk(actor, risk_id, today)
    if found is None:
        return None
    risk = found.risk
    around = threads.walk(actor, Ref(KIND, risk.pk), up=UPWARDS, down=1, width=20)
    raised = [step.ref.id for step in around.children(around.ref) if step.via is LinkKind.RAISED_BY]
    return RiskShown(
        risk=risk,
        scale=found.scale,
        is_noted=found.is_noted,
        may=found.may,
        scores=list(RiskScore.objects.filter(risk=risk).select_related("scale")),
        controls=list(Control.objects.filter(risk=risk).select_related("owner")),
        moves=list(RiskMove.objects.filter(risk=risk).select_related("from_group", "to_group")),
        issues=list(Issue.objects.filter(risk=risk).select_related("owner")),
        actions=list(actions_in_brief(actor, raised, today).values()),
        around=around,
    )


def _may(actor: Actor, risk: Risk) -> May:
    changes, open_ = permissions.may_change(actor, risk), bool(rules.may_work_on(risk.state))
    return May(
        change=changes,
        work=open_ and changes,
        review=open_ and permissions.may_review(actor, risk),
        move_down=open_ and permissions.may_move_down(actor, risk),
        raise_action=open_ and changes and actor.may(permissions.RAISE_ACTION),
    )


def find_control(actor: Actor, control_id: UUID) -> Control | None:
    """One control of a risk the actor may read, with its owner, or None. One query."""
    rows = Control.objects.within(actor).filter(risk__in=Risk.objects.readable(actor))
    return rows.select_related("owner").filter(pk=control_id).first()


def groups_beneath(actor: Actor, risk: Risk, today: date) -> list[tuple[str, str]]:
    """The registers a risk may be brought down to, as (id, name), the one it began in first. One query."""
    rows = Group.objects.within(actor).exclude(ends_on__lt=today)
    if risk.group_id:
        rows = rows.filter(parent_id=risk.group_id)
    found = [(str(key), name) for key, name in rows.values_list("pk", "name")]
    return sorted(found, key=lambda one: one[0] != str(risk.raised_in_id))


def history_of_risk(actor: Actor, risk_id: UUID) -> list[trail.Line]:
    """What was done to a risk and to its links, newest first, without who read it. Two queries."""
    things = threads.things_with_history(actor, Ref(KIND, risk_id))
    return trail.history_of(actor, things, readings=False)


def group_above(actor: Actor, risk: Risk, today: date) -> Group | None:
    """The group a risk would be escalated to, past those that have ended; None for the partnership's own register.

    One query.
    """
    known = {group.pk: group for group in Group.objects.within(actor)}
    here = known.get(risk.group_id) if risk.group_id else None
    seen: set[UUID] = set()
    while here is not None and here.parent_id and here.parent_id not in seen:
        seen.add(here.parent_id)
        here = known.get(here.parent_id)
        if here is not None and (here.ends_on is None or here.ends_on >= today):
            return here
    return None
