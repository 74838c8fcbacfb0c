"""An action as a line: everything a list, a plan or an export says of it, in eight queries however many."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch
from django.db.models.functions import JSONObject
from django.utils.timezone import localtime

from goldenthread.actions.models import Action, Contributor, DueDate, Milestone, Rating, Reporting
from goldenthread.actions.queries.names import Party, agency_names, seat_name
from goldenthread.actions.queries.shapes import (
    ActionLine,
    DueLine,
    EvidenceLine,
    MilestoneLine,
    SaidRating,
    UpdateLine,
)
from goldenthread.actions.queries.standing import standing_of
from goldenthread.actions.rules import (
    COUNTED,
    WORKED_ON,
    Impact,
    busy_but_green,
    computed_delivery,
    due_in_words,
    evidence_strength,
    is_overdue,
    needs_update,
    next_due,
    shown_delivery,
)
from goldenthread.documents import queries as documents
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import SeatHolder
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import LinkKind

KIND = "actions.action"
EVIDENCE = "documents.evidenceitem"


def actions_by_id(actor: Actor, ids: Collection[UUID], today: date) -> dict[UUID, ActionLine]:
    """The lines of the actions among `ids` that the actor may see, by id, in the order of `ids`.

    Eight queries however many ids; evidence the actor may not read is left out.
    """
    wanted = list(ids)
    if not wanted:
        return {}
    found = {action.pk: action for action in _fetch(actor, wanted, today)}
    rest = _Rest(actor, list(found), found.values(), today)
    return {key: _line(found[key], rest, today) for key in wanted if key in found}


def _fetch(actor: Actor, ids: Sequence[UUID], today: date) -> list[Action]:
    reports = (
        Reporting.objects.filter(action_id=OuterRef("pk"))
        .order_by("position")
        .values(json=JSONObject(group="group_id", name="group__name", words="words"))
    )
    holders = SeatHolder.objects.in_effect(today).filter(is_deputy=False).select_related("person")
    actions = Action.objects.visible(actor).filter(pk__in=ids)
    actions = actions.select_related(
        "partnership", "lead_person", "lead_seat__group", "lead_group", "last_update", "chair_rating", "impact_rating",
        "evidence_rating",
    )  # fmt: skip
    actions = actions.annotate(reports=ArraySubquery(reports))
    return list(actions.prefetch_related(Prefetch("lead_seat__holders", holders, to_attr="holders_now")))


class _Rest:
    """What hangs on a set of actions, each looked up once."""

    def __init__(self, actor: Actor, ids: list[UUID], actions: Collection[Action], today: date) -> None:
        self.contributors: dict[UUID, list[Contributor]] = defaultdict(list)
        helpers = Contributor.objects.filter(action_id__in=ids).select_related("person", "seat__group", "group")
        for helper in helpers:
            self.contributors[helper.action_id].append(helper)
        agencies = {action.lead_agency_id for action in actions if action.lead_agency_id}
        agencies |= {helper.agency_id for every in self.contributors.values() for helper in every if helper.agency_id}
        self.agencies = agency_names(actor, agencies, today)
        self.dues: dict[UUID, list[DueLine]] = defaultdict(list)
        for row in DueDate.objects.filter(action_id__in=ids):
            self.dues[row.milestone_id or row.action_id].append(
                DueLine(row.words, row.kind, row.starts_on, row.ends_on, row.parsed)
            )
        self.milestones: dict[UUID, list[Milestone]] = defaultdict(list)
        for milestone in Milestone.objects.filter(action_id__in=ids):
            self.milestones[milestone.action_id].append(milestone)
        self.evidence = evidence_of(actor, ids)


def evidence_of(actor: Actor, ids: Collection[UUID]) -> dict[UUID, list[EvidenceLine]]:
    """The evidence of each action that the actor may read, newest first. Two queries at least, constant."""
    tied = threads.sources(actor, LinkKind.EVIDENCES, KIND, ids, EVIDENCE)
    pieces = documents.evidence_by_id(actor, {piece for every in tied.values() for piece in every})
    return {
        action_id: sorted(
            (_evidence(pieces[one]) for one in every if one in pieces), key=lambda one: one.dated_on, reverse=True
        )
        for action_id, every in tied.items()
    }


def _evidence(piece: Any) -> EvidenceLine:
    return EvidenceLine(piece.pk, piece.claim, piece.kind, piece.strength, piece.quadrant, piece.dated_on)


def _line(action: Action, rest: _Rest, today: date) -> ActionLine:
    standing = standing_of(action, action.partnership.update_cycle_days)
    if action.chair_rating:
        standing = replace(standing, chair_said_on=localtime(action.chair_rating.at).date())
    shown = shown_delivery(standing, today)
    evidence = tuple(rest.evidence.get(action.pk, ()))
    strength = evidence_strength(action.evidence_strength, [one.strength for one in evidence])
    dues = tuple(rest.dues[action.pk])
    helpers = rest.contributors[action.pk]
    reports: list[dict[str, str]] = action.reports  # type: ignore[attr-defined]
    return ActionLine(
        id=action.pk,
        version=action.version,
        reference=action.reference,
        description=action.description,
        information_class=action.information_class,
        provenance_kind=action.provenance_kind,
        provenance_text=action.provenance_text,
        provenance_page=action.provenance_page,
        lead=Party(action.lead_kind, action.lead_id),
        lead_name=_lead_name(action, rest),
        lead_held_by=_held_by(action),
        lead_words=tuple(action.lead_words),
        lead_is_confirmed=action.lead_is_confirmed,
        contributors=tuple(_helper_name(helper, rest) for helper in helpers),
        contributor_parties=tuple(_helper_party(helper) for helper in helpers),
        cohorts=tuple(action.cohorts),
        state=action.state,
        raised_on=action.raised_on,
        starts_on=action.starts_on,
        first_due_on=action.first_due_on,
        first_due_words=action.first_due_words,
        due=dues,
        due_on=action.due_on,
        next_due_on=next_due(action.due_days, today),
        due_sentence=due_in_words(dues, action.due_on, today) if action.state in WORKED_ON else "",
        slip_count=action.slip_count,
        closed_on=action.closed_on,
        milestones=tuple(_milestone(one, rest) for one in rest.milestones[action.pk]),
        reports_to=tuple(one["name"] for one in reports),
        reportings=tuple((UUID(one["group"]), one["name"], one["words"]) for one in reports),
        delivery=shown,
        computed=computed_delivery(standing, today),
        delivery_owner=action.delivery_owner,
        delivery_owner_on=action.delivery_owner_on,
        delivery_owner_by=action.delivery_owner_by,
        chair_rating=_said(action.chair_rating),
        impact=Impact(action.impact),
        impact_rating=_said(action.impact_rating),
        strength=strength,
        evidence_rating=_said(action.evidence_rating),
        last_update=_update(action),
        last_update_on=action.last_update_on,
        evidence=evidence,
        is_overdue=standing.state in WORKED_ON and is_overdue(action.due_on, today),
        is_silent=needs_update(standing, today),
        busy_but_green=busy_but_green(shown.rating, action.impact, strength) if action.state in COUNTED else "",
    )


def _lead_name(action: Action, rest: _Rest) -> str:
    if action.lead_agency_id:
        return rest.agencies.get(action.lead_agency_id, "")
    if action.lead_seat:
        return seat_name(action.lead_seat)
    return str(action.lead_group or action.lead_person)


def _held_by(action: Action) -> str:
    if not action.lead_seat:
        return ""
    holders: list[SeatHolder] = action.lead_seat.holders_now  # type: ignore[attr-defined]
    return ", ".join(holder.person.name for holder in holders)


def _helper_party(helper: Contributor) -> Party:
    kind = next(one for one in ("person", "seat", "group", "agency") if getattr(helper, f"{one}_id"))
    return Party(kind, getattr(helper, f"{kind}_id"))


def _helper_name(helper: Contributor, rest: _Rest) -> str:
    if helper.agency_id:
        return rest.agencies.get(helper.agency_id, "")
    return seat_name(helper.seat) if helper.seat else str(helper.group or helper.person)


def _milestone(row: Milestone, rest: _Rest) -> MilestoneLine:
    return MilestoneLine(row.pk, row.text, tuple(rest.dues[row.pk]), row.met_on, row.dropped_on, row.dropped_reason)


def _said(rating: Rating | None) -> SaidRating | None:
    if rating is None:
        return None
    return SaidRating(rating.value, rating.voice, rating.by_name, rating.at, rating.reason, rating.pk)


def _update(action: Action) -> UpdateLine | None:
    row = action.last_update
    if row is None:
        return None
    return UpdateLine(row.pk, row.text, row.at, row.by_name, row.on_behalf_of, row.delivery)
