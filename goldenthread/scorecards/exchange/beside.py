"""The panels beside a data return and an indicator: what to put right, what came, from where, and what did not come."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.kernel.actor import Actor
from goldenthread.measures.cells import WORDS, Cell
from goldenthread.measures.results.figures import Shown
from goldenthread.returns import rules as returns
from goldenthread.scorecards import queries
from goldenthread.scorecards.exchange.returned import Returned, look_at_return
from goldenthread.scorecards.rules.figures import Finding
from goldenthread.scorecards.rules.requests import Asked, label_of
from goldenthread.web.beside import Line, Panel
from goldenthread.web.environment import address
from goldenthread.web.filters import short_date

MOST, MOST_FIGURES = 12, 60
PUT_RIGHT, LOOK = "Put right", "Have a look"
Told = Sequence[Mapping[str, Any]]


def draw_findings(actor: Actor, kind: str, return_id: UUID, told: Told) -> Panel | None:
    """What must be put right in a data return and what asks for a look, with its template; None once it is accepted."""
    state = told[0]["state"]
    if state not in (*returns.OWED, returns.State.SUBMITTED):
        return None
    looked = look_at_return(actor, return_id)
    if looked is None:
        return None
    writes = state in returns.OWED
    lines = [*_findings(looked), *_figures(looked), *(_ways(actor, looked) if writes else [])]
    return Panel(_title(looked), tuple(lines))


def _title(looked: Returned) -> str:
    if not looked.figures and not any(one.code == "The file" for one in looked.stops):
        return "No figures yet"
    if looked.stops:
        return f"{_count(len(looked.stops))} to put right before it is sent"
    if looked.asks:
        return f"{_count(len(looked.asks))} worth a look"
    return "The figures hold together"


def _count(number: int) -> str:
    return "1 thing" if number == 1 else f"{number} things"


def _findings(looked: Returned) -> list[Line]:
    found = [(PUT_RIGHT, one) for one in looked.stops] + [(LOOK, one) for one in looked.asks]
    asked = sum(one.is_required for one in looked.held.asked)
    period = looked.held.period.label
    lines = [Line(f"{looked.came} of {asked} indicators have a figure for {period}.")]
    if not looked.figures and looked.came == 0:
        # What is missing is everything; it is said once.
        found = [(tag, one) for tag, one in found if one.code == "The file"]
    lines += [_line(tag, one) for tag, one in found[:MOST]]
    if len(found) > MOST:
        lines.append(Line(f"And {len(found) - MOST} more; put these right first."))
    return lines


def _figures(looked: Returned) -> list[Line]:
    """What the return says of each indicator, worked out: "84.6%, 44 of 52"."""
    names = {one.code: one for one in looked.held.asked}
    wholes = [one for one in looked.figures if not one.by and one.code in names]
    return [
        Line(f"{one.code} {names[one.code].name}", note=_said(one, names[one.code]))
        for one in sorted(wholes, key=lambda one: one.code)[:MOST_FIGURES]
    ]


def _said(figure: Shown, asked: Asked) -> str:
    value = _cell(figure.value)
    if figure.denominator is None:
        return value
    if not figure.value.shown and not figure.numerator.shown:
        return f"{value}, out of {_cell(figure.denominator)}" if figure.denominator.shown else value
    unit = "%" if asked.measure == "percent" and figure.value.shown else ""
    return f"{value}{unit}: {_cell(figure.numerator)} of {_cell(figure.denominator)}"


def _cell(cell: Cell) -> str:
    return WORDS[cell.state] if cell.number is None else f"{cell.number:,f}"


def _line(tag: str, found: Finding) -> Line:
    return Line(f"{found.code}, {found.period}", tag=tag, note=found.said)


def _ways(actor: Actor, looked: Returned) -> list[Line]:
    """How to make the figures: the template, and what an analyst types where the records lie."""
    held = looked.held
    about = {"from": held.period.starts_on.isoformat(), "agency": str(held.owed.agency_id)}
    lines = []
    for format, words in (("xlsx", "Template to fill in, Excel"), ("csv", "Template to fill in, CSV")):
        href = address(
            "scorecards:download_template", actor.partnership_slug, request_id=held.request.pk,
            query={**about, "format": format},
        )  # fmt: skip
        lines.append(Line(words, href))
    return [*lines, Line("With an analyst and an extract, on your own machine:", note=command_of(held))]


def command_of(held: queries.Held) -> str:
    """What an analyst types where the records lie, so that the file is what this return asks for."""
    first, last = held.period.starts_on, held.period.ends_on
    codes = " ".join(f"--indicator {one.code}" for one in held.asked)
    groups = "".join(f" --breakdown {one}" for one in held.request.breakdowns)
    return (
        f"goldenthread measure EXTRACT --from {first:%Y-%m} --to {last:%Y-%m} {codes}{groups} "
        f"--suppress {held.request.rule_set} --out figures.csv"
    )


def draw_brought(actor: Actor, kind: str, return_id: UUID, told: Told) -> Panel:
    """The indicators of which a return brought figures, each with the way to its page."""
    lines = tuple(
        Line(
            f"{one['code']} {one['name']}",
            address("scorecards:show_indicator", actor.partnership_slug, indicator_id=UUID(one["id"])),
            note="1 figure" if one["figures"] == 1 else f"{one['figures']} figures",
        )
        for one in sorted(told, key=lambda one: one["code"])
    )
    return Panel("What it brought", lines)


def draw_behind(actor: Actor, kind: str, indicator_id: UUID, told: Told) -> Panel:
    """The returns from which an indicator's figures came, newest first, for whoever reads them."""
    lines = tuple(
        Line(
            one["title"],
            address("returns:show_return", actor.partnership_slug, return_id=UUID(one["id"])),
            note=f"Accepted {short_date(date.fromisoformat(one['accepted_on']))}" if one["accepted_on"] else "",
        )
        for one in sorted(told, key=lambda one: one["ends_on"] or "", reverse=True)
    )
    return Panel("The returns its figures came from", lines)


def draw_missing(actor: Actor, kind: str, indicator_id: UUID, told: Told) -> Panel:
    """The periods for which an indicator was due and did not come, newest first: never nought."""
    lines = tuple(
        Line(
            label_of(date.fromisoformat(one["starts_on"]), date.fromisoformat(one["ends_on"])),
            address("returns:show_return", actor.partnership_slug, return_id=UUID(one["id"])),
            "Excused" if one["state"] == returns.State.EXCUSED else "Not returned",
            f"Was due {short_date(date.fromisoformat(one['due_on']))}",
        )
        for one in sorted(told, key=lambda one: one["ends_on"], reverse=True)
    )
    return Panel("Periods that did not come", lines)
