"""What a plan holds besides priorities, objectives and actions: measures, cohorts, areas of assurance, prose, title."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz, process

from goldenthread.actions.queries import ActionLine
from goldenthread.plans.exchange.newer.differences import ADDED, CHANGED, GONE, KEEP, TAKE_OUT, Change, Difference
from goldenthread.plans.exchange.newer.fields import in_words
from goldenthread.plans.exchange.newer.lines import plain, spaced
from goldenthread.plans.queries import PlanTree
from goldenthread.plans.rules import pieces_of

Json = dict[str, Any]
ALIKE = 72
SILENT = {
    "measure": "measures",
    "focus_group": "groups to attend to",
    "assurance_area": "areas of assurance",
    "section": "the text around the plan",
}


@dataclass
class Wider:
    """Compares the rest of a plan. `unchanged` and `silent` are known once `differences` was asked for."""

    tree: PlanTree[ActionLine]
    file: Mapping[str, Any]
    parts: Sequence[tuple[Json, Json | None, str, str]]
    sections: Iterable[tuple[str, str, Json]]
    unchanged: int = 0
    silent: list[str] = field(default_factory=list)

    def differences(self, only_actions: bool) -> list[Difference]:
        """The differences, leaving out whole kinds of which the file says nothing: those are named in `silent`."""
        found = list(self._plan())
        kinds: dict[str, tuple[bool, bool, list[Difference]]] = {
            "measure": (*self._says_measures(), list(self._measures())),
            "focus_group": (bool(self.file.get("focus_groups")), bool(self.tree.focus_groups), list(self._groups())),
            "assurance_area": (
                bool(self.file.get("assurance_areas")), bool(self.tree.assurance_areas), list(self._areas())
            ),
            "section": self._prose(),
        }  # fmt: skip
        for kind, (says, has, differences) in kinds.items():
            if says and not (only_actions and kind == "section"):
                found += differences
            elif has:
                self.silent.append(SILENT[kind])
        return found

    def _plan(self) -> Iterator[Difference]:
        plan, changes = self.tree.plan, []
        title = self.file.get("title", "")
        if title and plain(title) != plain(plan.title):
            changes.append(Change("title", "Title", plan.title, title, take=False, to=title))
        period = self.file.get("period")
        if period and plan.starts_on and (period["start"], period["end"]) != (
            plan.starts_on.isoformat(), plan.ends_on.isoformat() if plan.ends_on else "",
        ):  # fmt: skip
            before = f"{plan.starts_on} to {plan.ends_on}"
            after = f"{period['start']} to {period['end']}"
            changes.append(Change("period", "First and last day", before, after, take=False, to=period))
        if changes:
            yield Difference(CHANGED, "plan", plan.title, live=str(plan.pk), live_title=plan.title, changes=changes)

    def _says_measures(self) -> tuple[bool, bool]:
        says = any(row.get(f"{kind}_measures") for row, _, _, _ in self.parts for kind in ("quality", "success"))
        has = any(live and live.get("measures") for _, live, _, _ in self.parts)
        return says, has

    def _measures(self) -> Iterator[Difference]:
        for row, live, live_id, level in self.parts:
            for kind in ("quality", "success"):
                new = row.get(f"{kind}_measures", [])
                old = [(uid, text) for uid, of, text in (live or {}).get("measures", []) if of == kind]
                yield from self._texts(
                    "measure",
                    new,
                    old,
                    f"{row['uid']}.{kind}_measures",
                    row.get("title", ""),
                    {"kind": kind, "level": level, "parent": live_id, "of_file": row["uid"]},
                )

    def _texts(
        self, kind: str, new: Sequence[str], old: Sequence[tuple[str, str]], name: str, under: str, to: Json
    ) -> Iterator[Difference]:
        """Short texts in a list: the same by their words, changed where the words are close, else added or gone."""
        waiting = dict(old)
        fresh: list[tuple[int, str]] = []
        for at, text in enumerate(new):
            known = next((uid for uid, words in waiting.items() if plain(words) == plain(text)), None)
            if known is None:
                fresh.append((at, text))
            else:
                self.unchanged += 1
                del waiting[known]
        for at, text in fresh:
            near = process.extractOne(text, waiting, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
            if near:
                uid, words = near[2], waiting.pop(near[2])
                change = Change("text", "Words", words, text, to=text)
                yield Difference(CHANGED, kind, text, live=uid, live_title=words, under=under, changes=[change])
            else:
                change = Change("line", "", "", text, to={**to, "text": text})
                yield Difference(ADDED, kind, text, of_file=f"{name}.{at}", under=under, changes=[change])
        for uid, words in waiting.items():
            yield Difference(GONE, kind, words, live=uid, live_title=words, under=under, may=[KEEP, TAKE_OUT])

    def _groups(self) -> Iterator[Difference]:
        old = [(str(row.pk), row.name) for row in self.tree.focus_groups]
        yield from self._texts("focus_group", self.file.get("focus_groups", []), old, "focus_groups", "", {})

    def _areas(self) -> Iterator[Difference]:
        old = {str(row.pk): row for row in self.tree.assurance_areas}
        rows = {row["title"]: row for row in self.file.get("assurance_areas", [])}
        titles = [(uid, row.title) for uid, row in old.items()]
        for one in self._texts("assurance_area", list(rows), titles, "assurance_areas", "", {}):
            if one.sort == ADDED:
                to = {"text": one.title, "expectations": rows[one.title].get("expectations", [])}
                change = Change("line", "", "", one.title, to=to)
                yield Difference(
                    ADDED, one.kind, one.title, of_file=one.of_file, said=to["expectations"], changes=[change]
                )
            else:
                yield one
        by_title = {plain(row.title): row for row in old.values()}
        for title, row in rows.items():
            live, new = by_title.get(plain(title)), row.get("expectations", [])
            if live and new and spaced(in_words(new)) != spaced(in_words(live.expectations)):
                self.unchanged -= 1
                change = Change("expectations", "Expectations", in_words(live.expectations), in_words(new), to=new)
                yield Difference(
                    CHANGED, "assurance_area", title, live=str(live.pk), live_title=title, changes=[change]
                )

    def _prose(self) -> tuple[bool, bool, list[Difference]]:
        """Sections by kind and heading; what a file left over is no section."""
        new = [one for one in self.sections if "left_over" not in one[2]]
        old = {
            (row.kind, plain(row.heading)): row for row in self.tree.sections if "left_over" not in row.body
        }  # fmt: skip
        found = []
        for at, (kind, heading, body) in enumerate(new):
            live = old.pop((kind, plain(heading)), None)
            after = text_of(kind, body)
            if live is None:
                to = {"kind": kind, "heading": heading, "body": body}
                change = Change("line", "", "", after, to=to)
                title = heading or kind.replace("_", " ").capitalize()
                found.append(
                    Difference(
                        ADDED, "section", title, of_file=f"section.{at}", said=after.split("\n")[:4], changes=[change]
                    )
                )
            elif _bag(text_of(kind, live.body)) == _bag(after):
                self.unchanged += 1
            else:
                change = Change("body", "Text", text_of(kind, live.body), after, to=body)
                found.append(
                    Difference(CHANGED, "section", str(live), live=str(live.pk), live_title=str(live), changes=[change])
                )
        for row in old.values():
            found.append(
                Difference(
                    GONE,
                    "section",
                    str(row),
                    live=str(row.pk),
                    live_title=str(row),
                    said=text_of(row.kind, row.body).split("\n")[:4],
                    may=[KEEP, TAKE_OUT],
                )
            )
        return bool(new), bool(self.tree.sections), found


def _bag(text: str) -> list[str]:
    """Its words in any order: files mix paragraphs and bullets, which a plan keeps apart."""
    return sorted(plain(text).split())


def text_of(kind: str, body: Mapping[str, Any]) -> str:
    """Everything a section prints, as lines of text."""
    found: list[str] = []

    def take(pieces: Iterable[Any]) -> None:
        for piece in pieces:
            found.extend(filter(None, [piece.heading, *piece.paragraphs, *piece.bullets]))
            take(piece.pieces)

    take(pieces_of(kind, body))
    return "\n".join(found)
