"""Groups, people and events as the parameters of components, where a template would otherwise have to think."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.kernel.actor import Permission, declared_permissions
from goldenthread.kernel.outcomes import Superseded
from goldenthread.partnerships.permissions import SENTENCES, Role, label
from goldenthread.partnerships.queries import Holding, Known, PersonLine, words
from goldenthread.partnerships.queries.holdings import SEAT
from goldenthread.partnerships.rules import Branch, tree
from goldenthread.rendering.delimited import Value
from goldenthread.rendering.structure import Node, structure_chart
from goldenthread.trail.rules import changes_in_words
from goldenthread.web.filters import listed, short_date

CHAIR, VICE_CHAIR = "chair", "vice_chair"
STRANDS = dict(words.STRANDS)


def strands_in_words(strands: Iterable[str]) -> str:
    """Whom the work is for, as one label: "Children, Adults"; empty where it is for all."""
    return ", ".join(STRANDS.get(strand, strand) for strand in strands)


def state_of(thing: Any, today: date) -> str:
    """ "future", "ended" or nothing for what is in effect."""
    if thing.starts_on and thing.starts_on > today:
        return "future"
    return "ended" if thing.ends_on and thing.ends_on < today else ""


def holders_in_words(group: Any, kind: str) -> str:
    """Who holds the seats of one kind in a group today, deputies apart: "Amina Clarke"; empty for a vacant one."""
    names = [
        holder.person.name
        for seat in group.seats_now
        if seat.kind == kind
        for holder in seat.holders_now
        if not holder.is_deputy
    ]
    return ", ".join(names)


@dataclass(frozen=True)
class Standing:
    """One group in the structure, with who chairs it and the groups beneath it."""

    group: Any
    chair: str
    vice_chair: str
    state: str
    strands: str
    beneath: tuple["Standing", ...]

    @property
    def in_words(self) -> str:
        """What it is, who chairs it and when it meets, in short sentences."""
        said = [self.group.get_kind_display() + (f", {self.strands.lower()}" if self.strands else "")]
        if self.chair or self.state != "ended":
            said.append(f"Chair: {self.chair}" if self.chair else "No chair yet")
        if self.vice_chair:
            said.append(f"Vice chair: {self.vice_chair}")
        if self.group.cadence:
            said.append(f"Meets {self.group.cadence[:1].lower()}{self.group.cadence[1:]}")
        return " ".join(f"{one.rstrip('.')}." for one in said)


SEAT_ORDER = {kind: place for place, (kind, _) in enumerate(words.SEAT_KINDS)}


def seats_in_order(seats: Iterable[Any]) -> list[Any]:
    """Seats as people read them out: chair, vice chair, members, those in attendance."""
    return sorted(seats, key=lambda seat: (SEAT_ORDER[seat.kind], seat.title.lower()))


def structure(groups: Sequence[Any], today: date) -> list[Standing]:
    """The groups as trees, in their own order."""
    by_id = {group.pk: group for group in groups}

    def stand(branch: Branch) -> Standing:
        group = by_id[branch.id]
        return Standing(
            group=group,
            chair=holders_in_words(group, CHAIR),
            vice_chair=holders_in_words(group, VICE_CHAIR),
            state=state_of(group, today),
            strands=strands_in_words(group.strands),
            beneath=tuple(stand(child) for child in branch.children),
        )

    return [stand(branch) for branch in tree({group.pk: group.parent_id for group in groups})]


@dataclass(frozen=True)
class Drawing:
    """The structure as a picture: its SVG, the sentence that says the same, and its size in pixels."""

    svg: str
    alt: str
    width: int
    height: int


def drawing(groups: Sequence[Any], title: str) -> Drawing:
    """The chart of the groups."""
    nodes = [
        Node(
            id=str(group.pk),
            name=group.name,
            parent=str(group.parent_id or ""),
            chair=holders_in_words(group, CHAIR),
            cadence=group.cadence,
        )
        for group in groups
    ]
    chart = structure_chart(nodes, title)
    size = re.search(r'width="([\d.]+)" height="([\d.]+)"', chart.svg)
    wide, high = (round(float(part)) for part in size.groups()) if size else (960, 540)
    return Drawing(chart.svg, chart.alt, wide, high)


STRUCTURE_HEADINGS = (
    "Group", "Short name", "Also called", "Kind", "Reports to", "Whom for", "Chair", "Vice chair", "How often it meets",
    "First day", "Last day", "Members",
)  # fmt: skip


def structure_rows(groups: Sequence[Any]) -> list[list[Value]]:
    """The structure as a table under `STRUCTURE_HEADINGS`, in the order of the tree."""
    by_id = {group.pk: group for group in groups}

    def flat(branches: Iterable[Branch]) -> list[UUID]:
        return [key for branch in branches for key in (branch.id, *flat(branch.children))]

    rows = []
    for key in flat(tree({group.pk: group.parent_id for group in groups})):
        group = by_id[key]
        above = by_id.get(group.parent_id)
        members = [
            f"{holder.person.name} ({seat.title}{', deputy' if holder.is_deputy else ''})"
            for seat in group.seats_now
            for holder in seat.holders_now
        ]
        rows.append([
            group.name, group.abbreviation, "; ".join(alias.name for alias in group.aliases.all()),
            group.get_kind_display(), above.name if above else "", strands_in_words(group.strands),
            holders_in_words(group, CHAIR), holders_in_words(group, VICE_CHAIR), group.cadence, group.starts_on,
            group.ends_on, "; ".join(members),
        ])  # fmt: skip
    return rows


def in_words(kind: str) -> Callable[[Superseded], dict[str, Any]]:
    """How both texts of a thing of that kind are said: what `attempt` needs where somebody may have saved first."""
    return lambda superseded: both_texts(superseded, kind)


def both_texts(superseded: Superseded, kind: str) -> dict[str, Any]:
    """The parameters of the component that shows two people's texts, with values and labels in words."""
    stands = {name: value for name, value in superseded.theirs.items() if name != "version"}
    said = changes_in_words(kind, stands, superseded.yours)
    return {
        "superseded": Superseded(
            superseded.reason,
            {name: theirs for name, theirs, _ in said},
            {name: yours for name, _, yours in said},
            by=superseded.by,
        ),
        "labels": {name: name[:1].upper() + name[1:] for name, _, _ in said},
    }


def roles_in_words(line: PersonLine, today: date | None = None) -> list[str]:
    """A person's appointments and roles: "Delegated safeguarding partner, Heronsea Council"; with days not of today."""
    return [
        f"{one.what}{f', {one.agency}' if one.agency else ''}{_when(one, today)}"
        for one in line.holdings
        if one.source != SEAT
    ]


def seats_in_words(line: PersonLine, today: date | None = None) -> list[str]:
    """A person's seats on groups: "Chair, Neglect subgroup"; with days that are not today's."""
    return [f"{one.what}{_when(one, today)}" for one in line.holdings if one.source == SEAT]


def _when(holding: Holding, today: date | None) -> str:
    state = holding.when(today) if today else "now"
    if state == "ended":
        return f" (until {short_date(holding.ends_on)})"
    return f" (from {short_date(holding.starts_on)})" if state == "coming" else ""


@dataclass(frozen=True)
class RoleLine:
    """One role with its sentence and what it may do, in words."""

    key: str
    name: str
    sentence: str
    may: list[str]


def role_catalogue() -> list[RoleLine]:
    """Every role with its permissions, from the code itself."""
    permissions = declared_permissions().values()
    return [
        RoleLine(role, label(role), SENTENCES[role], [one.sentence for one in permissions if role in one.roles])
        for role in Role
    ]


def permission_table() -> list[tuple[str, list[tuple[str, str]]]]:
    """For each part of the service, what may be done there and by whom, both in words."""
    parts: dict[str, list[tuple[str, str]]] = {}
    for name, permission in declared_permissions().items():
        part = name.partition(".")[0].replace("_", " ").capitalize()
        sentence = permission.sentence[:1].upper() + permission.sentence[1:]
        parts.setdefault(part, []).append((sentence, _who(permission)))
    return list(parts.items())


def _who(permission: Permission) -> str:
    """The roles that hold a permission; where nearly all do, those that do not."""
    held = [label(role).lower() for role in Role if role in permission.roles]
    without = [label(role).lower() for role in Role if role not in permission.roles]
    if not without:
        return "Every role"
    if len(without) <= 3:
        return f"Every role but {listed(without)}"
    said = listed(held) or "nobody"
    return said[:1].upper() + said[1:]


MOVEMENTS = (
    ("joiner", "Joining", "Nobody is on the way in."),
    ("mover", "Moving", "Nobody took on or gave up anything in the last six weeks."),
    ("leaver", "Leaving", "Nobody is on the way out."),
)


def movement_in_words(moved: Any, today: date) -> str:
    """Why somebody is listed, in one sentence."""
    on = short_date(moved.on)
    if moved.why == "invited":
        line = moved.invitation
        until = short_date(line.expires_at)
        return (
            f"Their invitation ran out on {until}." if line.has_expired
            else f"Invited on {short_date(line.sent_at)}; the link works until {until}."
        )  # fmt: skip
    return {
        "never signed in": "Has never signed in, and no invitation is on its way.",
        "starts later": f"Begins on {on}.",
        "changed": f"What they hold change{'d' if moved.on and moved.on <= today else 's'} on {on}.",
        "ends soon": f"Everything they hold ends by {on}.",
        "has ended": f"Everything they held ended by {on}.",
        "agency left": "Still holds something for an agency that takes part no longer.",
        "closed": "Their account is closed, yet they still hold something.",
        "silent": f"Has not signed in since {short_date(moved.person.last_login)}.",
    }[moved.why]


def step_for(moved: Any) -> str:
    """The one thing to do: "send", "leaver" or "look"."""
    if moved.why in ("invited", "never signed in"):
        return "send"
    return "leaver" if moved.why in ("agency left", "closed", "silent") and moved.agency_id else "look"


LEAD_HEADINGS = {"group": "Groups", "agency": "Agencies", "seat": "Seats", "person": "People"}


def lead_choices(
    known: Iterable[Known], also: Iterable[tuple[str, str]] = ()
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Leads as ("kind:id", name) under the headings of groups, agencies, seats and people.

    `also` are (value, name) that must be among them.
    """
    found: dict[str, list[tuple[str, str]]] = {kind: [] for kind in LEAD_HEADINGS}
    for one in known:
        name = f"{one.name}, {one.note}" if one.note and one.note not in one.name else one.name
        found[one.kind].append((f"{one.kind}:{one.id}", name))
    there = {value for choices in found.values() for value, _ in choices}
    for value, name in also:
        if value not in there:
            found[value.partition(":")[0]].append((value, name))
    return [
        (LEAD_HEADINGS[kind], sorted(choices, key=lambda one: one[1].lower()))
        for kind, choices in found.items()
        if choices
    ]
