"""A scorecard, or one indicator, with its figures and all that stands beside them, in queries that do not grow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db.models import Count, OuterRef

from goldenthread.kernel.actor import Actor
from goldenthread.scorecards.models import (
    Commentary,
    Comparator,
    Indicator,
    IndicatorDefinition,
    Rebase,
    Scorecard,
    ScorecardLine,
    Target,
)
from goldenthread.scorecards.queries.figures import Seen, newest_groups, standing
from goldenthread.scorecards.queries.revisions import MarkedFinal, marking, with_revisions


@dataclass(frozen=True)
class Line:
    """One indicator for one day: what stands of it, oldest first, and what it is held against.

    `groups` are the figures of breakdowns, fetched for an edition and for the page of one indicator; the definitions
    are for that page only.
    """

    indicator: Indicator
    heading: str = ""
    definitions: tuple[IndicatorDefinition, ...] = ()
    figures: tuple[Seen, ...] = ()
    groups: tuple[Seen, ...] = ()
    revised: tuple[tuple[Seen, ...], ...] = ()
    targets: tuple[Target, ...] = ()
    comparators: tuple[Comparator, ...] = ()
    rebases: tuple[Rebase, ...] = ()
    undone: tuple[Rebase, ...] = ()
    commentaries: tuple[Commentary, ...] = ()
    final: MarkedFinal | None = None

    @property
    def latest(self) -> Seen | None:
        """The figure of the newest period, or None where nothing was ever sent."""
        return self.figures[-1] if self.figures else None


@dataclass(frozen=True)
class Board:
    """A scorecard at one day with its lines in order."""

    scorecard: Scorecard
    until: date | None
    lines: tuple[Line, ...] = field(default=())


def list_scorecards(actor: Actor) -> list[Any]:
    """The scorecards in use, each with its group and `indicators`, how many it has."""
    rows = Scorecard.objects.within(actor).filter(ended_on__isnull=True).select_related("group")
    return list(rows.annotate(indicators=Count("lines")))


def find_scorecard(actor: Actor, scorecard_id: UUID) -> Scorecard | None:
    """One scorecard with its group, or None."""
    rows = Scorecard.objects.within(actor).select_related("group")
    return cast("Scorecard | None", rows.filter(pk=scorecard_id).first())


def indicators_of(actor: Actor, scorecard: Scorecard) -> list[UUID]:
    """The indicators of a scorecard by id, in order."""
    rows = ScorecardLine.objects.within(actor).filter(scorecard=scorecard).order_by("position")
    return list(rows.values_list("indicator_id", flat=True))


def board(actor: Actor, scorecard: Scorecard, until: date | None = None, *, groups: bool = False) -> Board:
    """The scorecard with what stood of each indicator for periods ended by `until`, the newest of all unless given.

    With `groups` the newest figures of each breakdown as well, which are for an edition.
    """
    return _boards(actor, [scorecard], until, groups=groups)[0]


def boards_of(actor: Actor, group_id: UUID) -> list[Board]:
    """The scorecards in use of a group as they stand, in queries that grow neither with them nor with their lines."""
    rows = Scorecard.objects.within(actor).filter(group_id=group_id, ended_on__isnull=True)
    return _boards(actor, list(rows), None)


def _boards(actor: Actor, scorecards: Sequence[Scorecard], until: date | None, *, groups: bool = False) -> list[Board]:
    rows = ScorecardLine.objects.within(actor).filter(scorecard__in=scorecards).select_related("indicator__agency")
    lines: list[Any] = list(rows.annotate(marked=marking(actor, OuterRef("indicator_id"))).order_by("position"))
    ids = list({one.indicator_id: None for one in lines})
    figures = standing(actor, ids, until=until)
    last = until or max((found[-1].ends_on for found in figures.values()), default=None)
    parts = _beside(actor, ids, last)
    by_group = newest_groups(actor, ids, until=last) if groups else {}
    made: dict[UUID, list[Line]] = {one.pk: [] for one in scorecards}
    for one in lines:
        key = one.indicator_id
        made[one.scorecard_id].append(
            Line(
                one.indicator, one.heading, figures=tuple(figures.get(key, ())), groups=tuple(by_group.get(key, ())),
                final=MarkedFinal.of(one.marked), **parts[key],
            )
        )  # fmt: skip
    return [Board(one, until or _newest(made[one.pk]), tuple(made[one.pk])) for one in scorecards]


def _newest(lines: Iterable[Line]) -> date | None:
    return max((one.latest.ends_on for one in lines if one.latest), default=None)


def show_indicator(
    actor: Actor, indicator: Indicator, until: date | None = None, *, final: MarkedFinal | None = None
) -> Line:
    """One indicator with everything that stands of it, breakdowns included; `final` where that was asked before."""
    every, revised = with_revisions(actor, indicator, until)
    definitions = IndicatorDefinition.objects.within(actor).filter(indicator=indicator)
    return Line(
        indicator,
        definitions=tuple(definitions),
        revised=revised,
        figures=tuple(one for one in every if not one.breakdown),
        groups=tuple(one for one in every if one.breakdown),
        final=final,
        **_beside(actor, [indicator.pk], until, whole=True)[indicator.pk],
    )


def _beside(
    actor: Actor, ids: Sequence[UUID], until: date | None, *, whole: bool = False
) -> dict[UUID, dict[str, Any]]:
    """What stands beside the figures of each indicator, by the name of the field of `Line`."""
    rebases = _by_indicator(Rebase.objects.within(actor), ids)
    # What was said before is for the page of one indicator.
    commentaries = Commentary.objects.within(actor) if whole else Commentary.objects.within(actor).filter(current=True)
    if until is not None:
        commentaries = commentaries.filter(ends_on__lte=until)
    every: dict[str, Mapping[UUID, list[Any]]] = {
        "targets": _by_indicator(Target.objects.within(actor), ids),
        "comparators": _by_indicator(Comparator.objects.within(actor), ids),
        "rebases": {key: [one for one in found if one.undone_on is None] for key, found in rebases.items()},
        "undone": {key: [one for one in found if one.undone_on] for key, found in rebases.items()},
        "commentaries": _by_indicator(commentaries, ids),
    }
    return {one: {name: tuple(found.get(one, ())) for name, found in every.items()} for one in ids}


def _by_indicator(rows: Any, ids: Iterable[UUID]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows.filter(indicator_id__in=list(ids)):
        found[row.indicator_id].append(row)
    return found
