"""Bring a structure in: receive the file, check it, correct a line, apply it all in one transaction."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships import queries, services
from goldenthread.partnerships.exchange.comparing import CHANGES, LEFT_OUT, NEW, Checked, Compared, Standing, compare
from goldenthread.partnerships.exchange.document import Line, as_json, from_json
from goldenthread.partnerships.exchange.files import open_file
from goldenthread.partnerships.exchange.matching import even, match
from goldenthread.partnerships.exchange.pairing import email_of, sitting
from goldenthread.partnerships.exchange.reading import read_structure
from goldenthread.partnerships.permissions import APPOINT, CHANGE_STRUCTURE
from goldenthread.web.filters import count

Done = dict[str, Any]


def receive_file(actor: Actor, now: datetime, content: bytes, file_name: str) -> Any:
    """Read a file and keep what was read, and return the import. Raises `Refused` for a file that cannot be read."""
    actor.must(CHANGE_STRUCTURE)
    lines = read_structure(open_file(content, file_name), file_name)
    return services.receive_structure(actor, now, file_name=file_name, content=content, lines=as_json(lines))


@dataclass(frozen=True)
class Checking:
    """A file being checked: its row, its lines beside what stands, and what stands."""

    row: Any
    compared: Compared
    standing: Standing


def check(actor: Actor, import_id: UUID, today: date) -> Checking | None:
    """A file of the partnership beside what stands today, or None. Seven queries."""
    row = queries.show_structure_import(actor, import_id)
    if row is None:
        return None
    groups, known, people, ended = queries.standing_structure(actor, today)
    standing = Standing(groups, known, people, actor.may(APPOINT), ended)
    return Checking(row, compare(from_json(row.lines), standing, today), standing)


def correct(actor: Actor, now: datetime, import_id: UUID, line: Line, answers: dict[str, Any]) -> None:
    """Keep a line as somebody corrected it; they have looked at it now. Raises `Refused`."""
    said = replace(line, confirmed=True, **answers)
    services.correct_structure(actor, now, import_id, as_json([said])[0])


@transaction.atomic
def apply_structure(actor: Actor, now: datetime, today: date, import_id: UUID) -> str:
    """Apply everything that is new or changes something, and return what was done in one sentence.

    Raises `Refused`, and changes nothing, while a line is doubtful, where there is nothing to do, and where a service
    declines.
    """
    actor.must(CHANGE_STRUCTURE)
    checking = check(actor, import_id, today)
    if checking is None:
        raise Refused("There is no such file in this partnership.")
    compared = checking.compared
    if compared.doubts:
        raise Refused(f"Answer {count(len(compared.doubts), 'line')} first: {compared.doubts[0].doubt}")
    if not compared.to_do:
        raise Refused("Everything in this file is as it stands already, so there is nothing to apply.")
    done = _Doing(actor, now, today, checking).do()
    summary = in_words(compared)
    services.mark_structure_applied(actor, now, import_id, done, summary)
    return summary


def in_words(compared: Compared) -> str:
    """What applying does or did: "3 groups added, 1 group changed, 5 seats added"."""
    said = []
    for one, lines in (("group", compared.groups), ("seat", compared.seats)):
        for status, did in ((NEW, "added"), (CHANGES, "changed")):
            number = sum(1 for line in lines if line.status == status and not line.beside)
            if number:
                said.append(f"{count(number, one)} {did}")
    if deputies := sum(1 for line in compared.seats if line.beside):
        said.append(f"{count(deputies, 'deputy', 'deputies')} added")
    return ", ".join(said)


class _Doing:
    """One applying, from the groups at the top down to who sits where."""

    def __init__(self, actor: Actor, now: datetime, today: date, checking: Checking) -> None:
        self.actor, self.now, self.today, self.checking = actor, now, today, checking
        self.ids = {even(one.name): one.pk for one in checking.standing.groups}
        self.done: list[Done] = []
        self.people: dict[str, UUID] = {}
        # The seats that were added, by the line that tells of each.
        self.seats: dict[str, Any] = {}

    def do(self) -> list[Done]:
        groups = [one for one in self.checking.compared.groups if one.status != LEFT_OUT]
        for one in groups:
            if one.thing is not None:
                self.ids[even(one.line.name)] = one.thing.pk
        self._add_groups([one for one in groups if one.status == NEW])
        for one in groups:
            if one.status == CHANGES:
                self._change_group(one)
        # A deputy on a line of their own comes after the line whose seat it is.
        for one in sorted(self.checking.compared.seats, key=lambda one: bool(one.beside)):
            if one.status in (NEW, CHANGES):
                self._seat(one)
        return self.done

    def _keep(self, did: str, kind: str, row: Any, title: str, before: Any = None) -> None:
        self.done.append(
            {"did": did, "kind": kind, "id": str(row.pk), "title": title, "before": before or {},
             "version": row.version}
        )  # fmt: skip

    def _add_groups(self, waiting: list[Checked]) -> None:
        """Each after the one it reports to. Raises `Refused` where some report in a circle."""
        while waiting:
            names = {even(one.line.name) for one in waiting}
            ready = [one for one in waiting if even(one.line.parent) not in names]
            if not ready:
                raise Refused(f"“{waiting[0].line.name}” reports to itself by way of others. Mend to whom it reports.")
            for one in ready:
                line = one.line
                group = services.add_group(
                    self.actor, self.now, name=line.name, kind=line.kind, parent_id=self._group(line.parent),
                    cadence=line.cadence, remit=line.remit, starts_on=line.first_day, ends_on=line.last_day,
                )  # fmt: skip
                self.ids[even(line.name)] = group.pk
                self._keep("added", "group", group, group.name)
            waiting = [one for one in waiting if one not in ready]

    def _group(self, name: str) -> UUID | None:
        if not name:
            return None
        known = self.checking.standing.of("group")
        return self.ids.get(even(name)) or match(name, known).id

    def _change_group(self, one: Checked) -> None:
        line, group = one.line, one.thing
        said = {"kind": line.kind, "cadence": line.cadence, "remit": line.remit, "starts_on": line.first_day,
                "ends_on": line.last_day, "parent_id": self._group(line.parent)}  # fmt: skip
        fields: dict[str, Any] = {
            name: value for name, value in said.items() if value and value != getattr(group, name)
        }
        before = {name: _plain(getattr(group, name)) for name in fields}
        changed = services.change_group(self.actor, self.now, group.pk, **fields)
        self._keep("changed", "group", changed, changed.name, before)

    def _seat(self, one: Checked) -> None:
        line, seat = one.line, one.thing or self.seats.get(one.beside)
        if seat is None:
            group_id = self._group(line.group)
            if group_id is None:
                raise Refused(f"“{line.group}”, on which “{line.name}” is a seat, is not here.")
            seat = services.add_seat(
                self.actor, self.now, group_id, title=line.name, kind=line.kind or "member", agency_id=one.agency_id,
            )  # fmt: skip
            self.seats[line.uid] = seat
            self._keep("added", "seat", seat, f"{line.name}, {line.group}")
        for name, person, email, is_deputy in (
            (line.person, one.person, email_of(line, False), False),
            (line.deputy, one.deputy, email_of(line, True), True),
        ):
            person_id = self._person(name, person, email)
            if person_id:
                self._sit(line, seat, person_id, name, is_deputy)

    def _person(self, name: str, person: Any, email: str) -> UUID | None:
        """The id of whoever is meant, made known first where need be; None where the seat stays empty."""
        if not name and not email:
            return None
        if person is not None:
            return person.pk  # type: ignore[no-any-return]
        if not email or not self.actor.may(APPOINT):
            return None
        if email not in self.people:
            self.people[email] = services.add_person(self.actor, self.now, email=email, name=name).pk
        return self.people[email]

    def _sit(self, line: Line, seat: Any, person_id: UUID, name: str, is_deputy: bool) -> None:
        first = line.first_day or self.today
        there = [one for one in getattr(seat, "holders_now", []) if one.is_deputy is is_deputy]
        if hasattr(seat, "holders_ever") and any(one.pk == person_id for one in sitting(line, seat, is_deputy)):
            return
        held = services.hold_seat(
            self.actor, self.now, seat.pk, person_id=person_id, starts_on=first, is_deputy=is_deputy
        )
        if not is_deputy:
            for holder in there:
                before = {"ends_on": _plain(holder.ends_on)}
                holder.refresh_from_db()
                self._keep("changed", "holder", holder, f"{holder.person} in {line.name}", before)
        if line.last_day:
            held = services.leave_seat(self.actor, self.now, held.pk, ends_on=line.last_day)
        self._keep("added", "holder", held, f"{name} in {line.name}")


def _plain(value: Any) -> Any:
    """A value as JSON holds it."""
    return value if value is None or isinstance(value, str) else str(value)
