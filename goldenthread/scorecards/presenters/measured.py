"""What the figures say of a part of a plan: each indicator that measures it, with its line and what the line shows."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from goldenthread.kernel.actor import Actor
from goldenthread.measures.cells import Cell, State
from goldenthread.scorecards import queries
from goldenthread.scorecards.presenters.charts import charted, sentence, small
from goldenthread.scorecards.presenters.words import said
from goldenthread.web.beside import Line, Panel
from goldenthread.web.environment import address


def draw_measuring(actor: Actor, kind: str, thing_id: UUID, told: Sequence[Mapping[str, Any]]) -> Panel | None:
    """The indicators by code, each with its newest figure, what its chart says, and the chart; None where none is."""
    ordered = sorted(told, key=lambda one: str(one["code"]))
    lines = charted([_line(one) for one in ordered], None)
    shown = tuple(
        Line(
            one["name"],
            address("scorecards:show_indicator", actor.partnership_slug, indicator_id=UUID(str(one["id"]))),
            tag=f"{said(drawn.latest.cell, one['measure'])}, {drawn.latest.period.label}" if drawn.latest else "",
            note=sentence(drawn),
            picture=small(drawn) if drawn.slots else None,
        )
        for one, drawn in zip(ordered, lines, strict=True)
    )
    return Panel("What the figures say", shown) if shown else None


def _line(one: Mapping[str, Any]) -> queries.Line:
    indicator: Any = queries.as_indicator(one)
    return queries.Line(indicator, figures=tuple(_seen(indicator.pk, each) for each in one["figures"]))


def _seen(indicator_id: UUID, each: Mapping[str, Any]) -> queries.Seen:
    def cell(value: Any, state: str) -> Cell:
        return Cell(State(state), None if value is None else Decimal(str(value)))

    def count(value: Any) -> Cell:
        return cell(value, State.NUMBER if value is not None else State.NOT_AVAILABLE)

    return queries.Seen(
        indicator_id=indicator_id, edition=each["edition"], limit=None, period=each["period"],
        starts_on=date.fromisoformat(each["starts_on"]), ends_on=date.fromisoformat(each["ends_on"]), breakdown="",
        group="", status="", revision=1, reason="", too_recent=False, looks_back_too_far=False, rule_set="",
        received_on=date.fromisoformat(each["ends_on"]), numerator=count(each["numerator"]),
        denominator=count(each["denominator"]), value=cell(each["value"], each["state"]), rate=None, overdue=None,
        untimed=None,
    )  # fmt: skip
