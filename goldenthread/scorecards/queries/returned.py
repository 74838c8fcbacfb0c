"""What a data return asks, what was answered so far, and what stands already of the same indicators."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, FilteredRelation, Q

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.periods import Period
from goldenthread.measures.cells import Cell, State
from goldenthread.returns.models import Answer, Question, QuestionSet, Return
from goldenthread.scorecards.models import DataRequest, IndicatorDefinition, Observation
from goldenthread.scorecards.queries.asking import as_asked, request_of_series
from goldenthread.scorecards.rules import requests as asking
from goldenthread.scorecards.rules.figures import Known
from goldenthread.scorecards.rules.returned import Key


@dataclass(frozen=True)
class Held:
    """What one data return is of, what it asks, what was answered so far, and what is known of its indicators."""

    owed: Return
    request: DataRequest
    period: Period
    asked: Sequence[asking.Asked]
    known: Mapping[str, Known]
    values: Mapping[str, str] = field(default_factory=dict)
    file: Any = None
    file_name: str = ""

    @property
    def notes(self) -> str:
        """What its reader should know, in the words of whoever answered."""
        return self.values.get(asking.NOTES, "").strip()


def held(actor: Actor, return_id: UUID) -> Held | None:
    """What a return that a data request asked for holds, or None for any other. Ask first whether it may be read.

    Four queries.
    """
    rows = Return.objects.within(actor).select_related("round__question_set")
    owed = rows.filter(pk=return_id, round__question_set__kind=QuestionSet.Kind.DATA_RETURN).first()
    request = request_of_series(actor, owed.round.question_set.series) if owed else None
    if owed is None or request is None or owed.round.period_ends_on is None:
        return None
    answers = _answers(owed)
    asked, known = _indicators(actor, owed, asking.codes_of([key for key, *_ in answers]))
    file, name = next(((file, name) for key, _, file, name in answers if key == asking.FILE and file), ("", ""))
    return Held(
        owed, request, asking.period_holding(request.grain, owed.round.period_ends_on), asked, known,
        {key: str(value or "") for key, value, *_ in answers}, Answer(file=file).file if file else None, name or "",
    )  # fmt: skip


def _answers(owed: Return) -> list[tuple[str, Any, str, str]]:
    """Each question of a return in order: its key, and the value, the file and the file's name that were given."""
    given = FilteredRelation("answers", condition=Q(answers__of_return=owed))
    rows = Question.objects.filter(section__question_set_id=owed.round.question_set_id).annotate(given=given)
    ordered = rows.order_by("section__position", "position")
    return list(ordered.values_list("key", "given__value", "given__file", "given__file_name"))


def _indicators(actor: Actor, owed: Return, codes: Sequence[str]) -> tuple[list[asking.Asked], dict[str, Known]]:
    """The indicators that the agency of a return sends of these, by code, with the editions that are known."""
    rows = IndicatorDefinition.objects.within(actor).filter(indicator__code__in=codes).select_related("indicator")
    rows = rows.filter(Q(indicator__agency__isnull=True) | Q(indicator__agency_id=owed.agency_id))
    by_code: dict[str, list[IndicatorDefinition]] = defaultdict(list)
    for one in rows.order_by("indicator__code", "edition"):
        by_code[one.indicator.code].append(one)
    asked = [as_asked(found[-1].indicator, found[-1]) for found in by_code.values()]
    known = {}
    for code, found in by_code.items():
        its = found[-1].indicator
        editions = frozenset(one.edition for one in found)
        known[code] = Known(code, editions, its.measure, its.decimals, its.grain)
    return asked, known


@dataclass(frozen=True)
class Before:
    """What stands of some indicators: the values of earlier periods by code, and the cells of this one."""

    values: Mapping[str, Sequence[Decimal]]
    standing: Mapping[Key, tuple[Cell, Cell | None]]


def before(actor: Actor, codes: Sequence[str], period: Period) -> Before:
    """What stands of indicators before a period, oldest first, and for it. One query."""
    same = Q(starts_on=period.starts_on, ends_on=period.ends_on)
    earlier = Q(breakdown="", ends_on__lt=period.starts_on, value__isnull=False)
    rows = Observation.objects.within(actor).filter(same | earlier, indicator__code__in=codes, current=True)
    values: dict[str, list[Decimal]] = defaultdict(list)
    standing: dict[Key, tuple[Cell, Cell | None]] = {}
    columns = ("numerator", "numerator_state", "denominator", "denominator_state", "value")
    told = rows.annotate(code=F("indicator__code")).order_by("starts_on")
    for code, ends_on, by, of, top, top_state, bottom, bottom_state, value in told.values_list(
        "code", "ends_on", "breakdown", "group", *columns
    ):
        if ends_on < period.starts_on:
            values[code].append(value)
        else:
            under = Cell(State(bottom_state), bottom) if bottom_state else None
            standing[code, by, of] = (Cell(State(top_state), top), under)
    return Before(values, standing)
