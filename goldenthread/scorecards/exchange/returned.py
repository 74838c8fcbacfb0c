"""A data return on its way: its file and what was typed read together, looked over, and taken over when accepted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from goldenthread.documents.rules import FileType
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Allowed, Denied, Refused, Verdict
from goldenthread.kernel.periods import Period
from goldenthread.measures.cells import NOT_RETURNED
from goldenthread.measures.disclosure.rule_sets import find_rule_set
from goldenthread.measures.problems import Unreadable
from goldenthread.measures.results.figures import Shown
from goldenthread.measures.results.files import read
from goldenthread.returns.rules import Taken
from goldenthread.scorecards import queries, services
from goldenthread.scorecards.rules import requests as asking
from goldenthread.scorecards.rules import returned as rules
from goldenthread.scorecards.rules.figures import Finding, Judged, Weight, breakdown_adds_up, check_figure
from goldenthread.scorecards.rules.requests import DENOMINATOR, NUMERATOR, Asked


@dataclass
class Returned(Judged):
    """What a return holds when its file and what was typed are read together, and all there is to say of it."""

    held: queries.Held
    figures: list[Shown] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def came(self) -> int:
        """For how many of the indicators asked for there is a figure."""
        return len({one.code for one in self.figures if not one.by})


def look_at_return(actor: Actor, return_id: UUID) -> Returned | None:
    """What a data return holds, with everything that is wrong or asks for a look; None for one no request asked for.

    Ask first whether it may be read. Nothing is written.
    """
    held = queries.held(actor, return_id)
    if held is None:
        return None
    looked = Returned(held)
    filed = _filed(looked)
    typed = _typed(looked)
    there = {one.code: one for one in filed if not one.by}
    looked.findings += [one for one in (rules.said_twice(figure, there.get(figure.code)) for figure in typed) if one]
    looked.figures = filed + [one for one in typed if one.code not in there]
    _look_over(actor, looked)
    looked.findings.sort(key=lambda one: one.weight is Weight.ASKS)
    return looked


def _filed(looked: Returned) -> list[Shown]:
    """The figures of the file; what keeps it from being read stands among the findings."""
    held = looked.held
    if not held.file:
        return []
    try:
        held.file.open("rb")
        with held.file as file:
            results = read(file.read(), held.file_name or "The file")
    except (Unreadable, OSError) as wrong:
        said = wrong.reason if isinstance(wrong, Unreadable) else "The file cannot be opened; choose it again."
        looked.findings.append(rules.stops("The file", held.period, said))
        return []
    wrong_rules = rules.right_rule_set(results.rule_set, find_rule_set(held.request.rule_set))
    if wrong_rules:
        looked.findings.append(rules.stops("The file", held.period, wrong_rules))
        return []
    asked = {one.code: one for one in held.asked}
    whole = (rules.completed(one, asked[one.code]) if one.code in asked else one for one in results.figures)
    return [one for one in whole if one is not None]


def _typed(looked: Returned) -> list[Shown]:
    """The figures that were typed; what is no cell stands among the findings."""
    held, found = looked.held, []
    for one in held.asked:
        cells = {}
        for name, ending in (("numerator", NUMERATOR), ("denominator", DENOMINATOR)):
            text = held.values.get(f"{one.code}{ending}", "")
            cells[name] = rules.typed_cell(text)
            if cells[name] is None:
                looked.findings.append(rules.unreadable(one, held.period, text, name))
        top, bottom = cells["numerator"], cells["denominator"]
        if top is None or bottom is None:
            continue
        figure = rules.typed_figure(one, held.period, top, None if one.measure == "count" else bottom)
        if figure is not None:
            found.append(figure)
    return found


def _look_over(actor: Actor, looked: Returned) -> None:
    held, found = looked.held, looked.findings
    rule_set = find_rule_set(held.request.rule_set)
    codes = {one.code for one in held.asked}
    ours = [one for one in looked.figures if _belongs(one, looked, codes)]
    before = queries.before(actor, sorted(codes), held.period)
    small = (rule_set.low, rule_set.high)
    for one in ours:
        missing = rules.both_numbers(one)
        wrong = (
            [missing]
            if missing
            else check_figure(one, held.known, small, before.values.get(one.code, ()), rule_set.base)
        )
        found += [*wrong, *(each for each in (rules.too_recent(one), rules.revises(one, before.standing)) if each)]
    found += [*rules.hidden_by_groups(ours, rule_set.base), *breakdown_adds_up(ours)]
    said = {one.code for one in found if one.weight is Weight.STOPS}
    if "The file" not in said:
        left = [one for one in held.asked if one.code not in said]
        found += rules.nothing_missing(looked.figures, left, held.period)
        if ours:
            found += rules.breakdowns_came(ours, held.request.breakdowns, held.period)


def _belongs(figure: Shown, looked: Returned, codes: set[str]) -> bool:
    """True for a figure that this return is asked for; why another is not stands among the findings."""
    wrong = rules.was_asked(figure, codes, looked.held.request.breakdowns) or rules.of_period(
        figure, looked.held.period
    )
    if wrong:
        looked.findings.append(wrong)
    return not wrong


def check(actor: Actor, return_id: UUID) -> Verdict:
    """Whether a data return may be signed off and sent: denied with one sentence, the first thing to put right."""
    looked = look_at_return(actor, return_id)
    if looked is None or not looked.stops:
        return Allowed()
    return Denied(sentence(looked.stops[0]))


def sentence(found: Finding) -> str:
    """A finding as one sentence that names its indicator and period."""
    return f"{found.code}, {found.period}: {found.said}"


def accept(actor: Actor, now: datetime, today: date, return_id: UUID) -> None:
    """Take the figures of a return over as it is accepted. Raises `Refused` for what must be put right first."""
    looked = look_at_return(actor, return_id)
    if looked is None:
        return
    if looked.stops:
        raise Refused(sentence(looked.stops[0]))
    services.accept_figures(
        actor, now, today, return_id, looked.figures, rule_set=looked.held.request.rule_set, reason=looked.held.notes
    )


def period_of(actor: Actor, series: UUID, planned_on: date) -> Period | None:
    """Of which period a return is that a request brings round on a day; None where no request asks these questions."""
    request = queries.request_of_series(actor, series)
    return asking.period_before(request.grain, planned_on) if request else None


def check_file(content: bytes, name: str) -> Verdict:
    """Whether a JSON file is one that `goldenthread measure` wrote; denied with one sentence where it is not."""
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return Denied(f"{name} holds no JSON; send the file as `goldenthread measure` wrote it.")
    try:
        read(content, name)
    except Unreadable as wrong:
        return Denied(wrong.reason)
    return Allowed()


# The library of documents keeps no JSON; a data return takes it, where it is a results file and nothing else.
RESULTS_FILE = Taken(asking.FILE, FileType("json", "application/json", "JSON", "text"), check_file)


def blank_figures(asked: Sequence[Asked], period: Period) -> list[Shown]:
    """A row for each indicator with blank cells, as a template holds them."""
    return [
        Shown(
            one.code, one.edition, one.limit, period, "", "", NOT_RETURNED,
            None if one.measure == "count" else NOT_RETURNED, NOT_RETURNED,
            overdue=NOT_RETURNED if one.has_overdue else None,
        )
        for one in asked
    ]  # fmt: skip
