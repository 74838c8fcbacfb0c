"""What is said of figures, of whom it is asked, and what came of it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db.models import Max, OuterRef, Q, Subquery

from goldenthread.kernel.actor import Actor
from goldenthread.notify.rules import Ask, Urgency
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.permissions import Role
from goldenthread.scorecards.models import Commentary, CommentaryRequest, Indicator, Observation, Scorecard
from goldenthread.scorecards.permissions import COMMENT, may_comment
from goldenthread.scorecards.queries.library import with_agency
from goldenthread.scorecards.queries.revisions import marking
from goldenthread.web.environment import address

KIND = "scorecards.commentaryrequest"


def find_commentary(actor: Actor, commentary_id: UUID) -> Commentary | None:
    """One commentary with its indicator, or None."""
    rows = Commentary.objects.within(actor).select_related("indicator")
    return cast("Commentary | None", rows.filter(pk=commentary_id).first())


def commentaries_of(actor: Actor, indicator_id: UUID) -> list[Commentary]:
    """Everything that was ever said of an indicator, the newest period and in it the newest words first."""
    rows = Commentary.objects.within(actor).filter(indicator_id=indicator_id)
    return list(rows.order_by("-ends_on", "-written_at"))


def asked_of(actor: Actor, indicator_ids: Iterable[UUID], ends_on: date | None = None) -> dict[Any, CommentaryRequest]:
    """Of whom it is asked what these mean and not answered, by (indicator, last day of the period). One query."""
    rows = CommentaryRequest.objects.within(actor).filter(
        indicator_id__in=list(indicator_ids), answered_on__isnull=True
    )
    if ends_on is not None:
        rows = rows.filter(ends_on__lte=ends_on)
    return {(one.indicator_id, one.ends_on): one for one in rows}


def due_until(actor: Actor, indicator: Indicator) -> date | None:
    """The last day until which figures of an indicator were due: that of the scorecards it stands on. One query."""
    beside = Q(indicator__lines__scorecard__lines__indicator=indicator)
    rows = Observation.objects.within(actor).filter(beside | Q(indicator=indicator), current=True, breakdown="")
    newest: date | None = rows.aggregate(newest=Max("ends_on"))["newest"]
    return newest


def find_with_due(actor: Actor, indicator_id: UUID) -> Any:
    """One indicator as `find_indicator` gives it, with `due_until` and `marked`, or None. One query.

    They are what `due_until` says of it, and what the trail says of figures marked as final, for `MarkedFinal.of`.
    """
    beside = Q(indicator__lines__scorecard__lines__indicator_id=OuterRef("pk")) | Q(indicator_id=OuterRef("pk"))
    rows = Observation.objects.within(actor).filter(beside, current=True, breakdown="")
    newest = Subquery(rows.order_by("-ends_on").values("ends_on")[:1])
    found = with_agency(Indicator.objects.within(actor).filter(pk=indicator_id))
    return found.annotate(due_until=newest, marked=marking(actor, OuterRef("pk"))).first()


def groups_shown(actor: Actor, indicator_id: UUID) -> list[UUID]:
    """The groups whose scorecards in use show an indicator, each once."""
    rows = Scorecard.objects.within(actor).filter(lines__indicator_id=indicator_id, ended_on__isnull=True)
    return sorted({one for one in rows.values_list("group_id", flat=True) if one})


def who_may_say(actor: Actor, indicator: Indicator, today: date) -> list[tuple[UUID, str]]:
    """The people whose role lets them say what an indicator means, as (id, name), by name. Two queries."""
    people = partnerships.list_people(actor, today)
    found = partnerships.actors_of_people([person.pk for person in people], today)
    here = [
        (person, next((one for one in found.get(person.pk, []) if one.partnership_id == actor.partnership_id), None))
        for person in people
    ]
    return [(person.pk, one.name) for person, one in here if one is not None and may_comment(one, indicator)]


def _of(actor: Actor) -> Q:
    mine = Q(agency_id__in=actor.agencies_as(Role.AGENCY_LEAD))
    if actor.user_id:
        mine |= Q(person_id__in={actor.user_id, *actor.presence.covers})
    return Q(partnership_id=actor.partnership_id) & mine


def commentary_waiting(actors: Sequence[Actor], today: date) -> Any:
    """What `commentary_asks` asks of these actors, or None where none of them says what figures mean."""
    asked = [one for one in actors if one.may(COMMENT)]
    if not asked:
        return None
    found = _of(asked[0])
    for more in asked[1:]:
        found |= _of(more)
    return CommentaryRequest.objects.filter(found, answered_on__isnull=True)


def commentary_asks(actors: Sequence[Actor], today: date) -> list[tuple[Actor, Ask]]:
    """What figures mean, asked of whoever is named or of the agency's lead, each once. One query at most."""
    asked = [one for one in actors if one.may(COMMENT)]
    if not asked:
        return []
    # By agency and person alone: for all the people of a digest the whole condition would be pages long.
    near = Q(agency_id__in={agency for one in asked if Role.AGENCY_LEAD in one.roles for agency in one.agency_ids})
    near |= Q(person_id__in={person for one in asked if one.user_id for person in (one.user_id, *one.presence.covers)})
    waiting = CommentaryRequest.objects.filter(
        near, partnership_id__in={one.partnership_id for one in asked}, answered_on__isnull=True
    )
    rows = list(waiting.select_related("indicator").order_by("asked_on", "indicator__code"))
    return [(one, _ask(one, row)) for row in rows for one in asked if _is_asked(one, row)]


def _is_asked(actor: Actor, row: Any) -> bool:
    if row.partnership_id != actor.partnership_id:
        return False
    if row.person_id:
        return row.person_id == actor.user_id or row.person_id in actor.presence.covers
    return row.agency_id in actor.agencies_as(Role.AGENCY_LEAD)


def _ask(actor: Actor, row: Any) -> Ask:
    path = address("scorecards:say_what_it_means", actor.partnership_slug, indicator_id=row.indicator_id)
    relieved = row.agency_id in actor.presence.relieved_agency_ids if row.agency_id else False
    return Ask(
        kind=KIND, thing_id=row.pk, partnership_id=row.partnership_id, partnership_name=actor.partnership_name,
        title=f"{row.indicator.code} {row.indicator.name}", why=f"say what the figure of {row.period} means",
        urgency=Urgency.NOW, path=f"{path}?to={row.ends_on.isoformat()}", relieved=relieved,
    )  # fmt: skip
