"""Lay a read file beside the live plan and say what it adds, changes and no longer holds. Changes nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from goldenthread.actions.rules import WORKED_ON
from goldenthread.plans.exchange.applying import sections_of
from goldenthread.plans.exchange.correcting import read_back
from goldenthread.plans.exchange.deciding import Decisions, Proposals
from goldenthread.plans.exchange.newer import wider
from goldenthread.plans.exchange.newer.differences import (
    ADDED,
    CHANGED,
    CLOSE,
    DOUBT,
    GONE,
    KEEP,
    TAKE_OUT,
    WITHDRAW,
    Change,
    Choices,
    Comparison,
    Difference,
)
from goldenthread.plans.exchange.newer.fields import Printed, action_changes, milestones_printed, part_changes
from goldenthread.plans.exchange.newer.lines import Item, items
from goldenthread.plans.exchange.newer.pairing import NEW, Doubt, Pairing, pair
from goldenthread.plans.exchange.newer.standing import Standing

ORDER = {"doubt": 0, "gone": 1, "changed": 2, "added": 3}


@dataclass(frozen=True)
class Beside:
    """A live plan and a file beside it, with whatever was decided of the file so far."""

    live: Standing
    file: Mapping[str, Any]
    proposals: Proposals
    decisions: Decisions
    choices: Choices
    dated_on: date
    only_actions: bool = False


def compare(beside: Beside) -> Comparison:
    """Every difference, doubts first, then what is gone, changed and added, each in the order of the plan."""
    return _Comparing(beside).compare()


@dataclass
class _Comparing:
    beside: Beside
    found: list[Difference] = field(default_factory=list)
    unchanged: int = 0
    settled: int = 0

    def __post_init__(self) -> None:
        self.live = items(self.beside.live.data)
        self.file = items(self.beside.file)
        self.by_live = {one.id: one for one in self.live}
        self.by_file = {one.id: one for one in self.file}
        self.pairing: Pairing = pair(self.live, self.file, self.beside.choices.same)

    def compare(self) -> Comparison:
        for doubt in self.pairing.doubts:
            self.found.append(self._doubt(doubt))
        seen: set[str] = set()
        doubted = {one.of_file for one in self.pairing.doubts}
        for item in self.file:
            live = self.by_live.get(self.pairing.pairs.get(item.id, ""))
            if live is None and item.id not in doubted:
                self.found.append(self._added(item))
            elif live is not None and live.thing not in seen:
                seen.add(live.thing)
                self._paired(item, live)
        self._gone(seen)
        rest = wider.Wider(self.beside.live.tree, self.beside.file, self._pairs(), sections_of(self._document()))
        self.found += rest.differences(self.beside.only_actions)
        ordered = sorted(self.found, key=lambda one: ORDER[one.sort])
        return Comparison(
            ordered,
            self.unchanged + rest.unchanged,
            self.settled,
            rest.silent,
            dict(self.beside.live.stamps),
            {uid: live.partition("@")[0] for uid, live in self.pairing.pairs.items()},
        )

    def _document(self) -> Any:
        return read_back(dict(self.beside.file))

    def _pairs(self) -> list[tuple[dict[str, Any], dict[str, Any] | None, str, str]]:
        """The priorities and objectives of the file as (row, live row, live id, level), for their measures."""
        sure = {one.of_file: one.live for one in self.pairing.doubts} | self.pairing.pairs
        found = []
        for item in self.file:
            if item.level != "action":
                live = self.by_live.get(sure.get(item.id, ""))
                found.append((item.row, live.row if live else None, live.thing if live else "", item.level))
        return found

    def _title(self, item: Item | None) -> str:
        return item.words if item else ""

    def _doubt(self, doubt: Doubt) -> Difference:
        item, live = self.by_file[doubt.of_file], self.by_live[doubt.live]
        return Difference(
            DOUBT,
            item.level,
            item.words,
            of_file=item.id,
            live=live.id,
            live_title=live.words,
            under=self._title(self.by_file.get(item.under)),
            place=item.row.get("place", ""),
            likeness=doubt.likeness,
            said=list(_cells(item.row)),
        )

    def _added(self, item: Item) -> Difference:
        who = self.beside.proposals.by_uid.get(item.id)
        said = list(_cells(item.row))
        if who and not who.is_sure:
            said.append(f"{who.name or 'Nobody'} answers meanwhile: {who.why}.")
        return Difference(
            ADDED,
            item.level,
            item.words,
            of_file=item.id,
            under=self._title(self.by_file.get(item.under)),
            place=item.row.get("place", ""),
            said=said,
        )

    def _paired(self, item: Item, live: Item) -> None:
        """A line that is in both: what it says otherwise, and where it stands otherwise."""
        if live.level == "action":
            line = self.beside.live.lines[live.thing]
            if line.state not in WORKED_ON:
                self.settled += 1
                return
            decisions = self.beside.decisions
            printed = Printed(
                self.beside.dated_on,
                self.beside.proposals.by_uid.get(item.id),
                decisions.dates.get(item.id),
                self.beside.live.said.get(line.id, []),
            )
            changes = action_changes(item.row, live.row, line, printed)
        else:
            changes = part_changes(live.level, item.row, live.row)
        changes += self._moved(item, live) + self._order(item, live)
        if not changes:
            self.unchanged += 1
            return
        self.found.append(
            Difference(
                CHANGED,
                live.level,
                item.words,
                of_file=item.id,
                live=live.thing,
                live_title=live.words,
                under=self._title(self.by_live.get(live.under)),
                place=item.row.get("place", ""),
                changes=changes,
            )
        )

    def _moved(self, item: Item, live: Item) -> list[Change]:
        above = self.pairing.above(item)
        if above == live.under or (above is None and item.under not in self.by_file):
            return []
        before, after = self._title(self.by_live.get(live.under)), self._title(self.by_file.get(item.under))
        to = {"from": live.under, "to": above or "", "of_file": "" if above or not item.under else item.under}
        return [Change("under", "Where it stands", before or "Under the plan itself", after or "Under the plan itself",
                       to=to)]  # fmt: skip

    def _order(self, item: Item, live: Item) -> list[Change]:
        """The order of the actions beneath it, where both have the same ones in another order."""
        mine = [self.pairing.pairs.get(one.id, "") for one in self.file if one.under == item.id and _is_action(one)]
        theirs = [one.id for one in self.live if one.under == live.id and _is_action(one)]
        both = set(mine) & set(theirs)
        new, old = [one for one in mine if one in both], [one for one in theirs if one in both]
        if new == old:
            return []

        def said(ids: list[str]) -> str:
            return "\n".join(_short(self.by_live[one].words) for one in ids)

        to = [self.by_live[one].thing for one in new]
        return [Change("order", "The order of what stands beneath", said(old), said(new), to=to)]

    def _gone(self, seen: set[str]) -> None:
        doubted = {one.live.partition("@")[0] for one in self.pairing.doubts}
        told: set[str] = set()
        for live in self.live:
            if live.thing in seen | doubted | told:
                continue
            told.add(live.thing)
            may = [KEEP]
            if live.level == "action":
                if self.beside.live.lines[live.thing].state not in WORKED_ON:
                    self.settled += 1
                    continue
                may += [CLOSE, WITHDRAW]
            elif self.beside.only_actions and not any(one.under == live.id for one in self.live if _is_action(one)):
                # A table of actions cannot hold it, so its absence says nothing.
                continue
            else:
                may += [] if _holds(live.row) else [TAKE_OUT]
            said = list(_cells(live.row)) if _is_action(live) else []
            self.found.append(
                Difference(
                    GONE,
                    live.level,
                    live.words,
                    live=live.thing,
                    live_title=live.words,
                    said=said,
                    may=may,
                    under=self._title(self.by_live.get(live.under)),
                )
            )


def _is_action(item: Item) -> bool:
    return item.level == "action"


def _holds(row: Mapping[str, Any]) -> bool:
    return any(row.get(name) for name in ("objectives", "actions", "measures"))


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 90 else f"{line[:89].rstrip()}…"


def _cells(row: Mapping[str, Any]) -> Iterator[str]:
    """What a line says besides its own words, cell by cell."""
    if row.get("reference"):
        yield f"Number {row['reference']}"
    if row.get("leads"):
        yield f"Led by {'; '.join(row['leads'])}"
    if row.get("due"):
        yield f"By {'; '.join(row['due'])}"
    milestones = [text for text, _ in milestones_printed(dict(row))]
    if milestones:
        yield f"Shown by {'; '.join(milestones)}"
    if row.get("progress"):
        yield str(row["progress"])
    if row.get("outcome"):
        yield f"Outcome: {row['outcome']}"


def marked_stale(comparison: Comparison, seen: Comparison) -> Comparison:
    """The comparison with those lines marked whose live side is not as it was when a person last looked."""
    before = {one.key: one for one in seen.differences}
    waiting = {one.live for one in seen.differences if one.is_stale}

    def is_stale(one: Difference) -> bool:
        live, known = one.live.partition("@")[0], before.get(one.key)
        if one.sort == DOUBT or not live:
            return False
        changed = live in seen.stamps and seen.stamps[live] != comparison.stamps.get(live)
        return changed or one.live in waiting or (known is not None and not one.same_as(known))

    return replace(comparison, differences=[replace(one, is_stale=is_stale(one)) for one in comparison.differences])


__all__ = ["NEW", "Beside", "compare", "marked_stale"]
