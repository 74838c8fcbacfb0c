"""Say what a figure means, ask somebody to, and raise an action from what is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.db import transaction

from goldenthread.actions import services as actions
from goldenthread.actions.models import Action
from goldenthread.actions.rules import Provenance
from goldenthread.actions.services import Party
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import SAVED_FIRST, NotPermitted, Refused, Superseded
from goldenthread.partnerships import queries as partnerships
from goldenthread.scorecards import queries
from goldenthread.scorecards.models import Commentary, CommentaryRequest, Indicator
from goldenthread.scorecards.permissions import COMMENT, KEEP, may_comment
from goldenthread.scorecards.services.library import locked
from goldenthread.threads.rules import Ref
from goldenthread.trail import services as trail

KIND = "scorecards.indicator"
THEIRS = (
    "What this figure means is said by the lead of the agency that sends it, by those who chair and decide, and by the "
    "business unit."
)
ASKED = {
    "what": "Say what the figures show.",
    "why": "Say why, or that it is not known yet and how it will be found out.",
    "so_what": "Say what it means for children and families.",
    "now_what": "Say what happens now, even if it is to keep watching.",
}


@dataclass(frozen=True)
class Said:
    """What is said of a figure: what, why, so what, now what, who sees to it and by when."""

    what: str
    why: str
    so_what: str
    now_what: str
    who: str
    owner_id: UUID | None = None
    due_on: date | None = None

    def fields(self) -> dict[str, Any]:
        """What is kept of it. Raises `Refused` for a part that is missing."""
        words = {name: getattr(self, name).strip() for name in ASKED}
        for name, sentence in ASKED.items():
            if not words[name]:
                raise Refused(sentence, name)
        if not self.who.strip():
            raise Refused("Say who sees to it.", "who")
        return {**words, "owner_name": self.who.strip()[:200], "owner_id": self.owner_id, "due_on": self.due_on}


@transaction.atomic
def say_what_it_means(
    actor: Actor, now: datetime, today: date, indicator_id: UUID, said: Said, *, period: str, ends_on: date,
    after: UUID | str | None = "",
) -> Commentary:  # fmt: skip
    """Keep what is said of one period of an indicator, and return it; what was said before is kept beneath it.

    `after` is the commentary that stood when writing began, None for none; "" does not look. Raises `Superseded` with
    both texts where somebody said something else meanwhile, `Refused` for a part that is missing, `NotPermitted`.
    """
    indicator = locked(actor, indicator_id)
    insist_may_comment(actor, indicator)
    fields = said.fields()
    if said.owner_id and not partnerships.is_in_partnership(actor, "person", said.owner_id):
        raise Refused("Choose somebody who belongs to this partnership.", "who")
    rows = Commentary.objects.within(actor).filter(indicator=indicator, ends_on=ends_on)
    stands = cast("Commentary | None", rows.filter(current=True).first())
    _insist_last(stands, after, fields)
    rows.filter(current=True).update(current=False)
    made = Commentary.objects.create(
        partnership_id=actor.partnership_id, indicator=indicator, period=period, ends_on=ends_on,
        written_by=actor.name, written_at=now, **fields,
    )  # fmt: skip
    # Whoever speaks of a later period is not asked about an earlier one any more.
    requests = CommentaryRequest.objects.within(actor).filter(indicator=indicator, ends_on__lte=ends_on)
    requests.filter(answered_on__isnull=True).update(answered_on=today)
    # The words stay on the page of the indicator, where every version is kept.
    after_ = {"period": period, "due_on": said.due_on.isoformat() if said.due_on else None}
    trail.record(actor, "scorecards.indicator.commented", indicator, after=after_, now=now)
    return made


def insist_may_comment(actor: Actor, indicator: Indicator) -> None:
    """Return quietly for whoever may say what this indicator means. Raises `NotPermitted`."""
    actor.must(COMMENT)
    if not may_comment(actor, indicator):
        raise NotPermitted(THEIRS)


def _insist_last(stands: Commentary | None, after: UUID | str | None, fields: dict[str, Any]) -> None:
    if after == "" or (stands.pk if stands else None) == after:
        return
    theirs = {name: getattr(stands, name) if stands else "" for name in (*ASKED, "owner_name", "due_on")}
    yours = {name: fields[name] for name in theirs}
    if stands and theirs != yours:
        raise Superseded(SAVED_FIRST, {**theirs, "version": str(stands.pk)}, yours, by=stands.written_by)


@transaction.atomic
def ask_what_it_means(
    actor: Actor, now: datetime, today: date, indicator_id: UUID, *, period: str, ends_on: date,
    person_id: UUID | None = None,
) -> CommentaryRequest:  # fmt: skip
    """Ask a person, or else the lead of the agency that sends it, what an indicator means for a period; return that.

    Asked again it is asked of the one named now, from today. Raises `Refused` where it is said already, where no agency
    sends it and nobody is named, or where the one named may not say.
    """
    actor.must(KEEP)
    indicator = locked(actor, indicator_id)
    if Commentary.objects.within(actor).filter(indicator=indicator, ends_on=ends_on, current=True).exists():
        raise Refused("It is said already what this means.", "person_id")
    agency_id = None if person_id else indicator.agency_id
    if not person_id and agency_id is None:
        raise Refused("No agency sends this indicator yet, so choose a person.", "person_id")
    name = _insist_says(actor, today, indicator, person_id) if person_id else _agency(actor, indicator)
    fields = {
        "period": period, "person_id": person_id, "agency_id": agency_id, "of_name": name, "asked_on": today,
        "asked_by": actor.name, "answered_on": None, "partnership_id": actor.partnership_id,
    }  # fmt: skip
    asked, _ = CommentaryRequest.objects.update_or_create(indicator=indicator, ends_on=ends_on, defaults=fields)
    told = {"period": period, "asked_of": name}
    trail.record(actor, "scorecards.indicator.commentary_asked", indicator, after=told, now=now)
    return cast(CommentaryRequest, asked)


def _agency(actor: Actor, indicator: Indicator) -> str:
    found = queries.find_indicator(actor, indicator.pk)
    return f"the lead of {found.agency_name}"  # type: ignore[union-attr]


def _insist_says(actor: Actor, today: date, indicator: Indicator, person_id: UUID) -> str:
    found = partnerships.actors_of_people([person_id], today).get(person_id, [])
    there = next((one for one in found if one.partnership_id == actor.partnership_id), None)
    if there is None or not may_comment(there, indicator):
        raise Refused("Choose somebody whose role lets them say what this figure means.", "person_id")
    return there.name


@dataclass(frozen=True)
class Missing:
    """An indicator that signals for a period without anybody having said what it means."""

    indicator_id: UUID
    period: str
    ends_on: date


@transaction.atomic
def ask_for_what_is_missing(
    actor: Actor, now: datetime, today: date, missing: Sequence[Missing]
) -> tuple[int, list[UUID]]:
    """Ask the agencies' leads about everything that is missing and not asked yet; how many, and those without agency.

    An indicator that no agency sends is left out: somebody has to be named for it.
    """
    actor.must(KEEP)
    there = {
        one.pk: one for one in Indicator.objects.within(actor).filter(pk__in=[one.indicator_id for one in missing])
    }
    rows = CommentaryRequest.objects.within(actor).filter(indicator_id__in=list(there))
    asked = set(rows.values_list("indicator_id", "ends_on"))
    wanted = [one for one in missing if one.indicator_id in there and (one.indicator_id, one.ends_on) not in asked]
    nobody = [one.indicator_id for one in wanted if there[one.indicator_id].agency_id is None]
    sent = [one for one in wanted if one.indicator_id not in nobody]
    for one in sent:
        ask_what_it_means(actor, now, today, one.indicator_id, period=one.period, ends_on=one.ends_on)
    return len(sent), nobody


@transaction.atomic
def raise_action(
    actor: Actor, now: datetime, today: date, commentary_id: UUID, *, description: str, lead: Party,
    due: Sequence[date | str] = (),
) -> Action:  # fmt: skip
    """Raise an action in the one tracker from what is said of a figure, tied to its indicator, and return it.

    It reports to the groups whose scorecards show the indicator. Raises as `actions.services.raise_action`.
    """
    found = queries.find_commentary(actor, commentary_id)
    if found is None:
        raise Refused("There is no such commentary in this partnership.")
    insist_may_comment(actor, found.indicator)
    groups = queries.groups_shown(actor, found.indicator_id)
    new = actions.NewAction(
        description=description, lead=lead, provenance_kind=Provenance.OTHER, provenance_text="Scorecard",
        provenance_page=f"{found.indicator.code}, {found.period}", due=due, raised_by=Ref(KIND, found.indicator_id),
        reports_to=[actions.NewReporting(key) for key in groups],
    )  # fmt: skip
    made = actions.raise_action(actor, now, today, new)
    told = {"period": found.period}
    trail.record(actor, "scorecards.indicator.action_raised", found.indicator, after=told, now=now)
    return made
