"""Raise actions, one or hundreds at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldenthread.actions.models import (
    Acceptance,
    Action,
    Contributor,
    DueDate,
    Milestone,
    ProgressUpdate,
    Rating,
    Reporting,
    lead_fields,
)
from goldenthread.actions.permissions import RAISE, oversees
from goldenthread.actions.queries.lines import KIND
from goldenthread.actions.queries.names import Party
from goldenthread.actions.rules import State, Voice, origin_is_told
from goldenthread.actions.services import dates
from goldenthread.actions.services.locking import insist_known, said_by, tell_raised, told, year_starts_in
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused, insist
from goldenthread.kernel.rag import Delivery
from goldenthread.partnerships.permissions import Role, readable_classes
from goldenthread.threads import services as threads
from goldenthread.threads.rules import LinkKind, Ref

BATCH = 500


@dataclass(frozen=True)
class NewMilestone:
    """One thing that will be evidenced, with its due dates as words, days or already read."""

    text: str
    due: Sequence[dates.Typed] = ()
    met_on: date | None = None


@dataclass(frozen=True)
class NewReporting:
    """A group the action reports to and when, in words ("June, October and February")."""

    group_id: UUID
    words: str = ""


@dataclass(frozen=True)
class NewAction:
    """Everything that may be known of an action when it is raised.

    `lead_words` are the names as printed, `lead_is_confirmed` is False where the lead was guessed from them. `due`
    holds words, days or due dates already read. `progress` and `delivery` are what the document already says of it;
    a delivery of "complete" brings the action in as complete. `serves` are what it is for, each with the action's
    place there; `raised_by` is what raised it, `answers` the request of a report it is an answer to, raised by it too.
    """

    description: str
    lead: Party
    provenance_kind: str
    provenance_text: str
    provenance_page: str = ""
    reference: str = ""
    information_class: str = "G"
    lead_words: Sequence[str] = ()
    lead_is_confirmed: bool = True
    contributors: Sequence[Party] = ()
    cohorts: Sequence[str] = ()
    due: Sequence[dates.Typed] = ()
    starts_on: date | None = None
    milestones: Sequence[NewMilestone] = ()
    reports_to: Sequence[NewReporting] = ()
    raised_on: date | None = None
    progress: str = ""
    delivery: str = ""
    serves: Sequence[tuple[Ref, int]] = ()
    raised_by: Ref | None = None
    answers: Ref | None = None


@dataclass
class _Rows:
    actions: list[Action] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    dues: list[DueDate] = field(default_factory=list)
    contributors: list[Contributor] = field(default_factory=list)
    reportings: list[Reporting] = field(default_factory=list)
    updates: list[ProgressUpdate] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)
    steps: list[Acceptance] = field(default_factory=list)


def raise_action(actor: Actor, now: datetime, today: date, new: NewAction) -> Action:
    """Raise one action and return it. Raises as `raise_actions`, and where `serves` names what is not here."""
    with transaction.atomic():
        action = _raise(actor, now, today, [new])[0]
        for link in _ties(action, new):
            threads.tie(actor, now, link.kind, link.source, link.target, link.position)
    return action


@transaction.atomic
def raise_actions(actor: Actor, now: datetime, today: date, news: Iterable[NewAction]) -> list[Action]:
    """Raise many actions at once and return them in the order given, with one trail event each.

    A constant number of look-ups, and one insert into each table for every 500 rows. What they serve or were raised
    by is taken on trust, because the caller has just made it. Raises `NotPermitted`, and `Refused` for words missing
    or a lead that does not belong to the partnership; then nothing is raised.
    """
    wanted = list(news)
    actions = _raise(actor, now, today, wanted)
    links = [link for action, new in zip(actions, wanted, strict=True) for link in _ties(action, new)]
    if links:
        threads.tie_many(actor, now, links)
    return actions


def _ties(action: Action, new: NewAction) -> list[threads.Tie]:
    me = Ref(KIND, action.pk)
    links = [threads.Tie(LinkKind.SERVES, me, target, position) for target, position in new.serves]
    links += [threads.Tie(LinkKind.RAISED_BY, me, by) for by in (new.raised_by, new.answers) if by]
    return links


def _raise(actor: Actor, now: datetime, today: date, news: Sequence[NewAction]) -> list[Action]:
    actor.must(RAISE)
    for new in news:
        _insist_whole(actor, new, len(news) > 1)
    parties = {party for new in news for party in (new.lead, *new.contributors)}
    parties |= {Party("group", one.group_id) for new in news for one in new.reports_to}
    names = insist_known(actor, list(parties), today)
    starts_in = year_starts_in(actor)
    rows = _Rows()
    for new in news:
        _build(rows, actor, now, today, new, starts_in)
    _insist_own(actor, rows)
    _save(rows)
    each = [(one, told(actor, one, today, names) | {"due": one.first_due_words}) for one in rows.actions]
    tell_raised(actor, now, each)
    return rows.actions


def _insist_whole(actor: Actor, new: NewAction, is_one_of_many: bool) -> None:
    try:
        if not new.description.strip():
            raise Refused("Say what is to be done.", "description")
        insist(origin_is_told(new.provenance_kind, new.provenance_text, new.provenance_page), _field_of_origin(new))
        if new.information_class not in readable_classes(actor.roles):
            raise Refused("Your role does not read papers of that class, so you cannot mark an action with it.")
        if new.delivery and new.delivery not in set(Delivery):
            raise Refused(f"“{new.delivery}” is not a rating of delivery.", "delivery")
    except Refused as refused:
        if not is_one_of_many:
            raise
        short = " ".join(new.description.split())[:60] or "An action without words"
        raise Refused(f"“{short}”: {refused.reason}", refused.field) from refused


def _field_of_origin(new: NewAction) -> str:
    return "provenance_page" if new.provenance_text.strip() else "provenance_text"


def _insist_own(actor: Actor, rows: _Rows) -> None:
    """A chair raises for groups they chair; the unit, those who decide and analysts raise for anybody."""
    if Role.ANALYST in actor.roles:
        return
    report_to: dict[UUID, list[UUID]] = {}
    for row in rows.reportings:
        report_to.setdefault(row.action_id, []).append(row.group_id)
    if not all(oversees(actor, action, report_to.get(action.pk, ())) for action in rows.actions):
        raise NotPermitted(
            "You may raise actions that a group you chair leads or receives reports on. The business unit can raise "
            "others."
        )


def _build(rows: _Rows, actor: Actor, now: datetime, today: date, new: NewAction, starts_in: int) -> None:
    action = Action(
        partnership_id=actor.partnership_id,
        reference=new.reference.strip(),
        description=new.description.strip(),
        information_class=new.information_class,
        provenance_kind=new.provenance_kind,
        provenance_text=new.provenance_text.strip(),
        provenance_page=new.provenance_page.strip(),
        lead_words=list(new.lead_words),
        lead_is_confirmed=new.lead_is_confirmed,
        cohorts=[cohort.strip() for cohort in new.cohorts if cohort.strip()],
        raised_on=new.raised_on or today,
        raised_by_name=actor.name,
        starts_on=new.starts_on,
        **lead_fields(new.lead.kind, new.lead.id),
    )
    dues = dates.read(new.due, starts_in)
    dates.keep(action, dues)
    rows.actions.append(action)
    rows.dues += dates.rows(action, dues)
    for position, one in enumerate(new.milestones):
        milestone = Milestone(
            partnership_id=actor.partnership_id, action=action, text=one.text.strip(), position=position,
            met_on=one.met_on,
        )  # fmt: skip
        rows.milestones.append(milestone)
        rows.dues += dates.rows(action, dates.read(one.due, starts_in), milestone)
    rows.contributors += contributor_rows(action, new.contributors)
    rows.reportings += reporting_rows(action, new.reports_to, starts_in)
    _build_said(rows, actor, now, today, action, new)


def contributor_rows(action: Action, parties: Sequence[Party]) -> list[Contributor]:
    """Unsaved rows for those who help, each once, without the lead."""
    others = [one for one in dict.fromkeys(parties) if one != Party(action.lead_kind, action.lead_id)]
    return [
        Contributor(
            partnership_id=action.partnership_id, action=action, position=position, **{f"{one.kind}_id": one.id}
        )
        for position, one in enumerate(others)
    ]


def reporting_rows(action: Action, news: Sequence[NewReporting], starts_in: int) -> list[Reporting]:
    """Unsaved rows for the groups it reports to, each once."""
    each = {one.group_id: one for one in news}
    return [
        Reporting(
            partnership_id=action.partnership_id,
            action=action,
            group_id=one.group_id,
            words=one.words.strip(),
            days=[due.ends_on for due in dates.read([one.words], starts_in) if due.ends_on],
            position=position,
        )
        for position, one in enumerate(each.values())
    ]


def _build_said(rows: _Rows, actor: Actor, now: datetime, today: date, action: Action, new: NewAction) -> None:
    """What the document already says: its progress text, its rating, and that it is complete."""
    said = said_by(actor, now)
    rating = "" if new.delivery in (Delivery.NO_UPDATE, Delivery.COMPLETE) else new.delivery
    if new.progress.strip():
        update = ProgressUpdate(action=action, text=new.progress.strip(), delivery=rating, **said)
        rows.updates.append(update)
        action.last_update = update
    elif rating:
        reason = f"As it stood in {action.provenance_text}."
        rows.ratings.append(
            Rating(action=action, axis=Rating.Axis.DELIVERY, voice=Voice.OWNER, value=rating, reason=reason, **said)
        )
    if new.progress.strip() or rating:
        action.last_update_on = today
    if rating:
        action.delivery_owner, action.delivery_owner_on, action.delivery_owner_by = rating, today, actor.name
    if new.delivery == Delivery.COMPLETE:
        statement = f"Complete when it was brought in from {action.provenance_text}."
        step = Acceptance(action=action, step=Acceptance.Step.BROUGHT_IN, done_on=today, statement=statement, **said)
        rows.steps.append(step)
        action.state, action.closed_on, action.acceptance = State.COMPLETE, today, step


def _save(rows: _Rows) -> None:
    # The pointers from an action to what was said about it are checked when the transaction ends.
    Action.objects.bulk_create(rows.actions, batch_size=BATCH)
    Milestone.objects.bulk_create(rows.milestones, batch_size=BATCH)
    DueDate.objects.bulk_create(rows.dues, batch_size=BATCH)
    Contributor.objects.bulk_create(rows.contributors, batch_size=BATCH)
    Reporting.objects.bulk_create(rows.reportings, batch_size=BATCH)
    ProgressUpdate.objects.bulk_create(rows.updates, batch_size=BATCH)
    Rating.objects.bulk_create(rows.ratings, batch_size=BATCH)
    Acceptance.objects.bulk_create(rows.steps, batch_size=BATCH)
