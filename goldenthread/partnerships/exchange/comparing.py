"""Compare what was read with what stands: each line is new, changes something, is the same as now, or is doubtful."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.partnerships.exchange.document import Line
from goldenthread.partnerships.exchange.matching import Match, even, match
from goldenthread.partnerships.exchange.pairing import Said, email_of, pair, sitting
from goldenthread.partnerships.queries import Known

NEW, CHANGES, SAME, LEFT_OUT = "new", "changes", "same", "left_out"
WORDS = {NEW: "New", CHANGES: "Changes", SAME: "Same as now", LEFT_OUT: "Left out"}


@dataclass(frozen=True)
class Standing:
    """What stands in the partnership: groups with their seats and holders, what may be named, and people by e-mail.

    The groups hold those that have ended too; what may be named does not.
    """

    groups: Sequence[Any]
    known: Sequence[Known]
    people: Sequence[Any]
    may_add_people: bool
    # Groups whose last day has passed; a name in a file may still mean one of them.
    ended: Sequence[Known] = ()

    def of(self, kind: str) -> list[Known]:
        """Everything known of one kind."""
        return [one for one in self.known if one.kind == kind]


@dataclass(frozen=True)
class Checked:
    """A line beside what stands. `doubt` is one sentence, and nothing is applied while a line has one.

    `changes` are (what, before, after). `thing` is the group or seat here that it is; `agency_id`, `person` and
    `deputy` are who is meant by its words. `beside` names the line about a new seat whose deputy this line tells of.
    """

    line: Line
    status: str
    doubt: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()
    thing: Any = None
    agency_id: UUID | None = None
    person: Any = None
    deputy: Any = None
    beside: str = ""

    @property
    def words(self) -> str:
        """The status as it is said."""
        return "To be answered" if self.doubt else WORDS[self.status]


@dataclass(frozen=True)
class Compared:
    """All lines of a file beside what stands."""

    lines: list[Checked] = field(default_factory=list)

    @property
    def groups(self) -> list[Checked]:
        """The groups."""
        return [one for one in self.lines if one.line.sort == "group"]

    @property
    def seats(self) -> list[Checked]:
        """The seats."""
        return [one for one in self.lines if one.line.sort == "seat"]

    @property
    def doubts(self) -> list[Checked]:
        """What a person has to look at first."""
        return [one for one in self.lines if one.doubt]

    @property
    def to_do(self) -> list[Checked]:
        """What applying it would change."""
        return [one for one in self.lines if one.status in (NEW, CHANGES)]

    def find(self, uid: str) -> Checked | None:
        """One line, or None."""
        return next((one for one in self.lines if one.line.uid == uid), None)


def compare(lines: Iterable[Line], standing: Standing, today: date) -> Compared:
    """Every line beside what stands. It asks the database nothing."""
    every = list(lines)
    names = {even(line.name) for line in every if line.sort == "group" and not line.left_out}
    groups = [_group(line, standing, names) for line in every if line.sort == "group"]
    here = {even(one.line.name): one for one in groups if one.status != LEFT_OUT}
    said = {line.uid: _said(line, standing, here) for line in every if line.sort == "seat"}
    stands, beside = pair(one for one in said.values() if not one.line.left_out)
    seats = [_seat(one, standing, here, stands.get(uid), beside.get(uid, "")) for uid, one in said.items()]
    return Compared([*groups, *seats])


def _group(line: Line, standing: Standing, names: set[str]) -> Checked:
    if line.left_out:
        return Checked(line, LEFT_OUT)
    found = _meant(line, standing)
    thing = next((group for group in standing.groups if str(group.pk) == str(found.id)), None) if found.id else None
    doubt = _doubt_of_group(line, found, standing, names)
    if thing is None:
        return Checked(line, NEW, doubt)
    changes = tuple(_changes(line, thing, standing))
    return Checked(line, CHANGES if changes else SAME, doubt, changes, thing)


def _meant(line: Line, standing: Standing) -> Match:
    """Which group here a line is: as a person said, else by name, other name or close spelling."""
    if line.match == "new":
        return Match(line.name, "said to be new")
    if line.match:
        every = [*standing.of("group"), *standing.ended]
        known = next((one for one in every if str(one.id) == line.match), None)
        return Match(line.name, "said", 100, "group", known.id, known.name) if known else Match(line.name, "nobody")
    found = match(line.name, standing.of("group"))
    if found.how in ("name", "other name"):
        return found
    # No two groups have one name, so whoever brings in the name of one that has ended means that one.
    past = match(line.name, standing.ended)
    return found if past.is_guess else past


def _doubt_of_group(line: Line, found: Match, standing: Standing, names: set[str]) -> str:
    if found.how == "close spelling":
        return f"Is this “{found.name}”, which is here already, or a new group?"
    if found.id is None and not line.kind:
        return "What kind of group is it? The file does not say."
    if line.parent and even(line.parent) not in names and match(line.parent, standing.of("group")).is_guess:
        return f"It reports to “{line.parent}”, which is neither here nor in the file. To whom does it report?"
    if line.note and not line.confirmed:
        if line.first_day:
            day = line.first_day
            return f"The file says “{line.note}”. Does it begin on {day.day} {day:%B %Y}?"
        return f"The file says “{line.note}”. Look at its dates, or leave it out."
    if line.kind == "task_and_finish" and not line.last_day and found.id is None:
        return "A task and finish group has a last day. When will it be done?"
    if line.first_day and line.last_day and line.last_day < line.first_day:
        return "Its last day comes before its first. Which is right?"
    return ""


def _changes(line: Line, group: Any, standing: Standing) -> Iterable[tuple[str, str, str]]:
    """What the file says otherwise; what it does not say stays."""
    if line.kind and line.kind != group.kind:
        yield "kind", group.kind, line.kind
    above = next((one.name for one in standing.groups if one.pk == group.parent_id), "")
    if line.parent and even(line.parent) != even(above) and match(line.parent, standing.of("group")).name != above:
        yield "reports to", above, line.parent
    for what, name in (("meets", "cadence"), ("remit", "remit")):
        said = getattr(line, name)
        if said and even(said) != even(getattr(group, name)):
            yield what, getattr(group, name), said
    for what, name, day in (("first day", "starts_on", line.first_day), ("last day", "ends_on", line.last_day)):
        stands = getattr(group, name)
        if day and day != stands:
            yield what, stands.isoformat() if stands else "", day.isoformat()


def _agency(line: Line, standing: Standing) -> Match:
    return match(line.agency or line.name, standing.of("agency"))


def _said(line: Line, standing: Standing, here: dict[str, Checked]) -> Said:
    """Whom a line about a seat means."""
    if line.left_out:
        return Said(line)
    group, agency = here.get(even(line.group)), _agency(line, standing)
    return Said(
        line,
        group.thing if group else _known_group(line.group, standing),
        agency.id if agency.id and (line.agency or agency.how != "close spelling") else None,
        _person(line.person, email_of(line, False), standing),
        _person(line.deputy, email_of(line, True), standing),
    )


def _seat(one: Said, standing: Standing, here: dict[str, Checked], seat: Any, beside: str) -> Checked:
    line, person, deputy = one.line, one.person, one.deputy
    if line.left_out:
        return Checked(line, LEFT_OUT)
    if here.get(even(line.group)) is None and one.group is None:
        doubt = f"It is a seat on “{line.group}”, which is neither here nor in the file, or is left out."
    else:
        doubt = _doubt_of_seat(line, _agency(line, standing), person, deputy, standing)
    known = {"agency_id": one.agency_id, "person": person, "deputy": deputy}
    if beside:
        return Checked(line, CHANGES, doubt, (("deputy", "", line.deputy),), None, **known, beside=beside)
    if seat is None:
        return Checked(line, NEW, doubt, (), None, **known)
    changes = tuple(_changes_of_seat(line, seat, person, deputy))
    return Checked(line, CHANGES if changes else SAME, doubt, changes, seat, **known)


def _known_group(name: str, standing: Standing) -> Any:
    found = match(name, standing.of("group"))
    return None if found.is_guess else next((one for one in standing.groups if one.pk == found.id), None)


def _person(name: str, email: str, standing: Standing) -> Any:
    """Whoever is meant among the people known here, or None: by e-mail, else by exactly their name."""
    address = email.strip().lower()
    if address:
        return next((one for one in standing.people if one.email.lower() == address), None)
    same = [one for one in standing.people if name and even(one.name) == even(name)]
    return same[0] if len(same) == 1 else None


def _doubt_of_seat(line: Line, agency: Match, person: Any, deputy: Any, standing: Standing) -> str:
    if line.agency and agency.how == "nobody":
        return f"“{line.agency}” is no agency of this partnership. Which agency is meant, or add it first?"
    if line.agency and agency.how == "close spelling" and not line.confirmed:
        return f"Is “{line.agency}” the agency “{agency.name}”?"
    if line.confirmed:
        return ""
    if line.note:
        return f"“{line.note}” is no day that can be read. From when to when?"
    if line.name[:4].lower() == "the " or len(line.name.split()) > 8:
        return "This reads like several seats. Name one seat, or leave it out and add the seats yourself."
    for said, found, email in (
        (line.person, person, email_of(line, False)), (line.deputy, deputy, email_of(line, True))
    ):  # fmt: skip
        if said and found is None and not email:
            return f"“{said}” is not known here and has no e-mail address. Give one, or keep the seat empty."
        if said and found is None and not standing.may_add_people:
            return f"“{said}” is not known here, and only the business manager adds people. Keep the seat empty?"
    return ""


def _changes_of_seat(line: Line, seat: Any, person: Any, deputy: Any) -> Iterable[tuple[str, str, str]]:
    for what, found, is_deputy in (("held by", person, False), ("deputy", deputy, True)):
        said = line.deputy if is_deputy else line.person
        there = [holder.person for holder in seat.holders_now if holder.is_deputy is is_deputy]
        comes = found is not None or email_of(line, is_deputy)
        if said and comes and (found is None or found not in sitting(line, seat, is_deputy)):
            yield what, ", ".join(one.name for one in there), said
