"""Editions of scorecards as they were frozen, and the meetings one may be put on."""

from collections.abc import Sequence
from datetime import date
from typing import cast
from uuid import UUID

from django.db.models import Max

from goldenthread.documents.rules.agendas import agendas
from goldenthread.kernel.actor import Actor
from goldenthread.scorecards.models import Scorecard, ScorecardEdition


def list_editions(actor: Actor, scorecard: Scorecard) -> list[ScorecardEdition]:
    """The editions of a scorecard without what they hold, the newest first. One query."""
    rows = ScorecardEdition.objects.within(actor).filter(scorecard=scorecard).defer("content")
    return list(rows.order_by("-number"))


def find_edition(actor: Actor, edition_id: UUID) -> ScorecardEdition | None:
    """One edition with its scorecard and everything it holds, or None."""
    rows = ScorecardEdition.objects.within(actor).select_related("scorecard", "document")
    return cast("ScorecardEdition | None", rows.filter(pk=edition_id).first())


def edition_before(actor: Actor, edition: ScorecardEdition) -> ScorecardEdition | None:
    """The edition of the same scorecard frozen before this one, or None."""
    rows = ScorecardEdition.objects.within(actor).filter(scorecard_id=edition.scorecard_id, number__lt=edition.number)
    return cast("ScorecardEdition | None", rows.order_by("-number").first())


def number_of_next(actor: Actor, scorecard: Scorecard) -> int:
    """The number the next edition of a scorecard takes."""
    rows = ScorecardEdition.objects.within(actor).filter(scorecard=scorecard)
    return int(rows.aggregate(newest=Max("number"))["newest"] or 0) + 1


def meetings_to_put_on(actor: Actor, today: date, group_id: UUID | None = None) -> Sequence[tuple[UUID, str]]:
    """The meetings on whose agendas the actor may put an edition, those of the group first."""
    offered = agendas()
    return offered.meetings(actor, today, group_id) if offered else []
