"""An action as a line: everything a list, a plan or an export says of it, in two queries however many."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Model, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils.timezone import localtime

from goldenthread.actions.models import Action, Contributor, DueDate, Milestone, Rating, Reporting
from goldenthread.actions.queries.names import Party, seat_name
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
from goldenthread.partnerships.models import Group, Seat, SeatHolder
from goldenthread.partnerships.queries import called_on
from goldenthread.people.models import User
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import LinkKind

KIND = "actions.action"
EVIDENCE = "documents.evidenceitem"


def actions_by_id(actor: Actor, ids: Collection[UUID], today: date) -> dict[UUID, ActionLine]:
    """The lines of the actions among `ids` that the actor may see, by id, in the order of `ids`.

    Two queries however many ids; evidence the actor may not read is left out.
    """
    wanted = list(ids)
    if not wanted:
        return {}
    found = {action.pk: action for action in _fetch(actor, wanted, today)}
    pieces = documents.evidence_in_brief(actor, {piece for action in found.values() for piece in action.shown_by})
    return {key: _line(found[key], pieces, today) for key in wanted if key in found}


def last_words(actor: Actor, ids: Collection[UUID]) -> dict[UUID, str]:
    """What was last said of each of these actions that the actor may see, where anything was. One query."""
    rows = Action.objects.visible(actor).filter(pk__in=ids, last_update__isnull=False).order_by()
    return dict(rows.values_list("pk", "last_update__text"))


def _fetch(actor: Actor, ids: Sequence[UUID], today: date) -> list[Any]:
    """The actions, each with `reports`, `helpers`, `dues` and `steps` as JSON, `holders` by name, `shown_by` by id."""

    def hanging(model: Any, **fields: Any) -> ArraySubquery:
        return ArraySubquery(model.objects.filter(action_id=OuterRef("pk")).values(json=JSONObject(**fields)))

    holders = SeatHolder.objects.in_effect(today).filter(seat_id=OuterRef("lead_seat_id"), is_deputy=False)
    actions = Action.objects.visible(actor).filter(pk__in=ids)
    actions = actions.select_related("last_update", "chair_rating", "impact_rating", "evidence_rating")
    return list(
        actions.annotate(
            cycle_days=F("partnership__update_cycle_days"),
            person_name=F("lead_person__name"),
            seat_title=F("lead_seat__title"),
            seat_group=F("lead_seat__group__name"),
            group_name=F("lead_group__name"),
            agency_name=called_on("lead_agency_id", today),
            shown_by=threads.linked_sources(actor, LinkKind.EVIDENCES, KIND, EVIDENCE),
            holders=ArraySubquery(holders.values("person__name")),
            reports=hanging(Reporting, group="group_id", name="group__name", words="words"),
            helpers=hanging(
                Contributor, person="person_id", seat="seat_id", group="group_id", agency="agency_id",
                person_name=_looked_up(User, "person_id", "name"), seat_title=_looked_up(Seat, "seat_id", "title"),
                seat_group=_looked_up(Seat, "seat_id", "group__name"), group_name=_looked_up(Group, "group_id", "name"),
                agency_name=called_on("agency_id", today),
            ),
            dues=hanging(
                DueDate, milestone="milestone_id", words="words", kind="kind", starts_on="starts_on",
                ends_on="ends_on", parsed="parsed",
            ),
            steps=hanging(
                Milestone, id="id", text="text", met_on="met_on", dropped_on="dropped_on",
                dropped_reason="dropped_reason",
            ),
        )
    )  # fmt: skip


def _looked_up(model: type[Model], path: str, field: str) -> Subquery:
    """One field of the row at `path`, found by its key: joins inside a list that each row carries are far slower."""
    return Subquery(model._default_manager.filter(pk=OuterRef(path)).order_by().values(field)[:1])


def _evidence(ids: Iterable[UUID], pieces: Mapping[UUID, Any]) -> list[EvidenceLine]:
    found = [pieces[one] for one in ids if one in pieces]
    return [
        EvidenceLine(piece.id, piece.claim, piece.kind, piece.strength, piece.quadrant, piece.dated_on)
        for piece in sorted(found, key=lambda piece: piece.dated_on, reverse=True)
    ]


def _line(action: Any, pieces: Mapping[UUID, Any], today: date) -> ActionLine:
    standing = standing_of(action, action.cycle_days)
    if action.chair_rating:
        standing = replace(standing, chair_said_on=localtime(action.chair_rating.at).date())
    shown = shown_delivery(standing, today)
    evidence = tuple(_evidence(action.shown_by, pieces))
    strength = evidence_strength(action.evidence_strength, [one.strength for one in evidence])
    dues = _dues(action, None)
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
        lead_name=_name(vars(action)),
        lead_held_by=", ".join(action.holders),
        lead_words=tuple(action.lead_words),
        lead_is_confirmed=action.lead_is_confirmed,
        contributors=tuple(_name(helper) for helper in action.helpers),
        contributor_parties=tuple(_helper_party(helper) for helper in action.helpers),
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
        milestones=tuple(_milestone(action, one) for one in action.steps),
        reports_to=tuple(one["name"] for one in action.reports),
        reportings=tuple((UUID(one["group"]), one["name"], one["words"]) for one in action.reports),
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


def _helper_party(helper: Mapping[str, str]) -> Party:
    kind = next(one for one in ("person", "seat", "group", "agency") if helper[one])
    return Party(kind, UUID(helper[kind]))


def _name(one: Mapping[str, Any]) -> str:
    """What a lead or a helper is called, of whichever kind it is."""
    if one["seat_title"]:
        return seat_name(one["seat_title"], one["seat_group"])
    return one["agency_name"] or one["group_name"] or one["person_name"] or ""


def _dues(action: Any, milestone: str | None) -> tuple[DueLine, ...]:
    return tuple(
        DueLine(one["words"], one["kind"], _day(one["starts_on"]), _day(one["ends_on"]), one["parsed"])
        for one in action.dues
        if one["milestone"] == milestone
    )


def _milestone(action: Any, step: Mapping[str, Any]) -> MilestoneLine:
    return MilestoneLine(
        id=UUID(step["id"]),
        text=step["text"],
        due=_dues(action, step["id"]),
        met_on=_day(step["met_on"]),
        dropped_on=_day(step["dropped_on"]),
        dropped_reason=step["dropped_reason"],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _said(rating: Rating | None) -> SaidRating | None:
    if rating is None:
        return None
    return SaidRating(rating.value, rating.voice, rating.by_name, rating.at, rating.reason, rating.pk)


def _update(action: Action) -> UpdateLine | None:
    row = action.last_update
    if row is None:
        return None
    return UpdateLine(row.pk, row.text, row.at, row.by_name, row.on_behalf_of, row.delivery)
