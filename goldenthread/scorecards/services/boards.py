"""Make and change scorecards: which indicators one group looks at, under which headings, in which order."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships import queries as partnerships
from goldenthread.scorecards.models import Indicator, Scorecard, ScorecardLine
from goldenthread.scorecards.permissions import KEEP
from goldenthread.trail import services as trail


@transaction.atomic
def make_scorecard(
    actor: Actor, now: datetime, *, title: str, indicator_ids: Sequence[UUID], group_id: UUID | None = None,
    purpose: str = "",
) -> Scorecard:  # fmt: skip
    """Make a scorecard of indicators in the order given and return it.

    Raises `Refused` for a missing or taken title, no indicator, or a group or indicator that is not here.
    """
    actor.must(KEEP)
    _insist(actor, title, group_id, None)
    made = Scorecard.objects.create(
        partnership_id=actor.partnership_id, title=title.strip(), group_id=group_id, purpose=purpose.strip()
    )
    _put_lines(actor, made, indicator_ids)
    after = {**trail.in_names(made), "indicators": len(indicator_ids)}
    trail.record(actor, "scorecards.scorecard.made", made, after=after, now=now)
    return made


@transaction.atomic
def change_scorecard(
    actor: Actor, now: datetime, scorecard_id: UUID, *, title: str, indicator_ids: Sequence[UUID],
    group_id: UUID | None = None, purpose: str = "",
) -> Scorecard:  # fmt: skip
    """Change what a scorecard is called and which indicators it shows, and return it. Raises `Refused` as making does.

    Editions frozen before stay as they were.
    """
    actor.must(KEEP)
    found = cast(
        "Scorecard | None",
        Scorecard.objects.within(actor).select_for_update(of=("self",)).filter(pk=scorecard_id).first(),
    )
    if found is None:
        raise Refused("There is no such scorecard in this partnership.")
    _insist(actor, title, group_id, found.pk)
    before = {**trail.in_names(found), "indicators": found.lines.count()}
    found.title, found.group_id, found.purpose = title.strip(), group_id, purpose.strip()
    found.version += 1
    found.save()
    headings = dict(found.lines.values_list("indicator_id", "heading"))
    found.lines.all().delete()
    _put_lines(actor, found, indicator_ids, headings)
    after = {**trail.in_names(found), "indicators": len(indicator_ids)}
    trail.record(actor, "scorecards.scorecard.changed", found, before=before, after=after, now=now)
    return found


def _insist(actor: Actor, title: str, group_id: UUID | None, own: UUID | None) -> None:
    if not title.strip():
        raise Refused("Give the scorecard a title.", "title")
    others = Scorecard.objects.within(actor).exclude(pk=own) if own else Scorecard.objects.within(actor)
    if others.filter(title=title.strip()).exists():
        raise Refused("There is a scorecard of that title already.", "title")
    if group_id is not None and not partnerships.is_in_partnership(actor, "group", group_id):
        raise Refused("Choose a group of this partnership.", "group_id")


def _put_lines(
    actor: Actor, scorecard: Scorecard, indicator_ids: Sequence[UUID], headings: dict[UUID, str] | None = None
) -> None:
    wanted = list(dict.fromkeys(indicator_ids))
    if not wanted:
        raise Refused("Choose at least one indicator.", "indicator_ids")
    there = {one.pk for one in Indicator.objects.within(actor).filter(pk__in=wanted)}
    if there != set(wanted):
        raise Refused("One of the indicators is not in this partnership’s library.", "indicator_ids")
    ScorecardLine.objects.bulk_create(
        [
            ScorecardLine(
                partnership_id=actor.partnership_id, scorecard=scorecard, indicator_id=one, position=place,
                heading=(headings or {}).get(one, ""),
            )
            for place, one in enumerate(wanted)
        ]
    )  # fmt: skip
