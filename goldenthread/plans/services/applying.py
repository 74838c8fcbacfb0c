"""Carry out what a refresh decided, step by step, within the transaction of `apply_refresh`."""

from datetime import date, datetime
from uuid import UUID

from goldenthread.actions import services as actions
from goldenthread.actions.services import NewAction, Party
from goldenthread.kernel.actor import Actor
from goldenthread.plans import rules
from goldenthread.plans.models import Objective, PlanRefresh, PlanVersion, Priority, RefreshDecision
from goldenthread.plans.queries.refreshes import RefreshDraft
from goldenthread.plans.rules.comparing import compare, in_numbers, parts_of
from goldenthread.plans.services.versions import keep_version
from goldenthread.threads.rules import Ref
from goldenthread.trail import services as trail

Part = Priority | Objective
KINDS = {"priority": "plans.priority", "objective": "plans.objective"}
WORDS = {"continue": "continued", "carry": "carried", "close": "closed"}


def carry_out(actor: Actor, now: datetime, today: date, draft: RefreshDraft) -> None:
    """Freeze the year that ends, do what was decided about every part, and freeze the year that begins."""
    row, plan = draft.row, draft.row.plan
    before = rules.period_words(plan.starts_on, plan.ends_on) or plan.edition or "The plan"
    row.closing_version = keep_version(
        actor, now, plan, occasion=PlanVersion.Occasion.YEAR_END, state=PlanVersion.State.SUPERSEDED,
        name=f"{before} as it ended", what_changed="The plan as it stood on the day it was refreshed.",
    )  # fmt: skip
    into = rules.period_words(row.starts_on, row.ends_on)
    _actions(actor, now, today, draft, into)
    _parts(actor, now, today, draft, into)
    _plan(actor, now, today, draft)
    row.opening_version = keep_version(
        actor, now, plan, occasion=PlanVersion.Occasion.REFRESH, state=PlanVersion.State.DRAFT, name=row.edition
    )
    changes = compare(parts_of(row.closing_version.document), parts_of(row.opening_version.document))
    row.opening_version.what_changed = in_numbers(changes)
    row.opening_version.save()


def _actions(actor: Actor, now: datetime, today: date, draft: RefreshDraft, into: str) -> None:
    found, reasons = draft.outline, _Reasons(draft)
    for deed in found.all_asked():
        one = draft.decisions[deed.id]
        if one.decision == "close":
            actions.close_without_completion(actor, now, today, deed.id, reason=one.reason)
        elif one.decision == "carry":
            actions.carry_action(actor, now, today, deed.id, into=into, reason=one.reason, due=one.due)
        elif one.decision == "replace":
            _replace(actor, now, today, draft, one, deed.serves)
    for key, place in found.along.items():
        reason = reasons.why(place)
        actions.carry_action(actor, now, today, key, into=into, reason=reason)
        _decided(draft.row, "action", key, "carry", reason)
    for key, place in found.ending.items():
        reason = f"It closed with “{reasons.words(place)}”: {reasons.why(place)}"
        actions.close_without_completion(actor, now, today, key, reason=reason)
        _decided(draft.row, "action", key, "close", reason)


class _Reasons:
    """Why a place was closed or carried: its own reason, or that of the priority above it."""

    def __init__(self, draft: RefreshDraft) -> None:
        self.draft = draft
        self.above = {one.pk: one.priority_id for one in draft.objectives}
        parts: list[Part] = [*draft.priorities, *draft.objectives]
        self.places = {one.pk: one.title for one in parts}

    def why(self, place: UUID) -> str:
        """The reason that was given."""
        return self.draft.decisions[self._whose(place)].reason

    def words(self, place: UUID) -> str:
        """The title of the place whose reason it is."""
        return self.places[self._whose(place)]

    def _whose(self, place: UUID) -> UUID:
        above = self.above.get(place)
        fate = self.draft.outline.fates.get(above, "continue") if above else "continue"
        return above if above and fate != "continue" else place


def _replace(
    actor: Actor, now: datetime, today: date, draft: RefreshDraft, one: RefreshDecision, serves: tuple[UUID, ...]
) -> None:
    plan = draft.row.plan
    kinds = {row.pk: "plans.priority" for row in draft.priorities}
    kinds |= {row.pk: "plans.objective" for row in draft.objectives} | {plan.pk: "plans.plan"}
    # The new action serves what the old one served and the new year still has.
    going_on = [key for key in serves if draft.outline.fates.get(key) != "close"]
    if one.new_lead_id is None:
        raise LookupError("A replacement without a lead is refused before it is kept.")
    new = NewAction(
        description=one.new_description,
        lead=Party(one.new_lead_kind, one.new_lead_id),
        provenance_kind="plan",
        provenance_text=draft.row.title,
        due=[one.new_due] if one.new_due else [],
        serves=[(Ref(kinds[key], key), 1000) for key in going_on],
    )
    reason = one.reason or "Another action takes its place in the new year."
    raised = actions.replace_action(actor, now, today, one.thing_id, new, reason=reason)
    one.replaced_by_id = raised.pk
    one.save()


def _decided(row: PlanRefresh, kind: str, key: UUID, decision: str, reason: str) -> None:
    RefreshDecision.objects.update_or_create(
        partnership_id=row.partnership_id, refresh=row, kind=kind, thing_id=key,
        defaults={"decision": decision, "reason": reason},
    )  # fmt: skip


def _parts(actor: Actor, now: datetime, today: date, draft: RefreshDraft, into: str) -> None:
    """Priorities and objectives: what closes leaves the plan and keeps its page; each says what became of it."""
    reasons, told = _Reasons(draft), []
    parts: list[Part] = [*draft.priorities, *draft.objectives]
    for part in parts:
        kind = "priority" if isinstance(part, Priority) else "objective"
        fate, own = draft.outline.fates[part.pk], draft.decisions.get(part.pk)
        why = reasons.why(part.pk) if fate != "continue" else ""
        if own is None or own.decision != fate:
            _decided(draft.row, kind, part.pk, fate, why)
        after: dict[str, object] = {"into": into}
        if fate == "close":
            part.closed_on = today
            part.closing_words = "\n\n".join(filter(None, [why, own.outcome if own else ""]))
            part.version += 1
            part.save()
            after = {"closed_on": today}
        told.append(trail.Told(f"{KINDS[kind]}.{WORDS[fate]}", part, before={}, after=after, reason=why))
    trail.record_many(actor, told, now=now)


def _plan(actor: Actor, now: datetime, today: date, draft: RefreshDraft) -> None:
    row, plan = draft.row, draft.row.plan
    before = trail.snapshot(plan)
    replaced = {one.thing_id for one in draft.decisions.values() if one.decision in ("close", "replace")}
    over = {deed.id for deed in draft.outline.finished} | set(draft.outline.ending)
    over |= {deed.id for deed in draft.outline.all_asked()} & replaced
    plan.title, plan.starts_on, plan.ends_on = row.title, row.starts_on, row.ends_on
    plan.past_actions = sorted({*plan.past_actions, *over}, key=str)
    plan.refreshed_on = today
    plan.version += 1
    plan.save()
    told = {name: before[name] for name in ("title", "starts_on", "ends_on")}
    stands = {name: trail.snapshot(plan)[name] for name in told}
    trail.record(actor, "plans.plan.refreshed", plan, before=told, after=stands, now=now)
