"""What takes longer than a page, timed in this process through the services: files in, files out, digests, seals.

Whatever is written is taken back, so that the database stays as it is.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

IMPORT, PDF, OFFICE = 3.0, 1.0, 2.0
PRIORITIES, OBJECTIVES = 10, 5


@dataclass
class Took:
    """How long something took, each time it was done; the first time may be slower than the rest."""

    title: str
    budget: float | None = None
    note: str = ""
    seconds: list[float] = field(default_factory=list)

    @contextmanager
    def once(self) -> Iterator[None]:
        """Time what is done within."""
        began = time.perf_counter()
        yield
        self.seconds.append(time.perf_counter() - began)


@contextmanager
def taken_back() -> Iterator[None]:
    """Do something in the database and then undo it."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Tasks:
    """The long tasks of one partnership, each done so many times."""

    def __init__(self, slug: str, rows: int, people: int, times: int) -> None:
        from django.utils import timezone

        from goldenthread.partnerships import queries

        self.slug, self.rows, self.people, self.times = slug, rows, people, times
        self.actor = queries.unit_actor(slug)
        self.now, self.today = timezone.now(), timezone.localdate()

    def every(self) -> dict[str, Callable[[], list[Took]]]:
        """Each task by name."""
        return {
            "export": self.exports,
            "import docx": lambda: self.imports("docx"),
            "import xlsx": lambda: self.imports("xlsx"),
            "digests": self.digests,
            "seal and verify": self.seals,
            "backup": self.backup,
            "pack": self.packs,
        }

    def exports(self) -> list[Took]:
        """A live plan as a file of each kind: the first time in this process, and after that."""
        from pypdf import PdfReader

        from goldenthread.actions.models import Action
        from goldenthread.plans.exchange.composing import export_plan

        plan_id, held = self._largest_plan()
        readable = Action.objects.filter(partnership__slug=self.slug).exclude(information_class="R").exists()
        note = f"a live plan of {held} actions" if readable else "a plan with nothing to read"
        found = []
        for title, format, budget in (("PDF", "pdf", PDF), ("Word", "docx", OFFICE), ("Excel", "xlsx", OFFICE)):
            cold, warm = Took(f"{title}, first time", budget, note), Took(f"{title}, again", budget, note)
            for took in (cold, *[warm] * self.times):
                with took.once():
                    made = export_plan(self.actor, plan_id, self.today, format)  # type: ignore[arg-type]
            warm.note = f"{note}, {len(made[1]) / 1000:,.0f} KB" if made else note
            if made and format == "pdf":
                warm.note += f", {len(PdfReader(BytesIO(made[1])).pages)} pages"
            found += [cold, warm]
        return found

    def _largest_plan(self) -> tuple[UUID, int]:
        from goldenthread.plans import queries
        from goldenthread.plans.models import Plan

        trees = [
            (queries.plan_tree(self.actor, one, self.today), one)
            for one in Plan.objects.filter(partnership__slug=self.slug, state="live").values_list("pk", flat=True)
        ]
        counts = {plan_id: _actions_in(tree) for tree, plan_id in trees if tree}
        largest = max(counts, key=lambda one: counts[one])
        return largest, counts[largest]

    def imports(self, format: str) -> list[Took]:
        """A file of so many rows: read it, show what was read, make the plan."""
        from goldenthread.plans.exchange import answering, applying, importing, showing
        from goldenthread.plans.exchange.writing import write_plan

        content = write_plan(plan_of(self.rows), format)  # type: ignore[arg-type]
        name, note = f".{format}", f"{self.rows} rows, {len(content) / 1000:,.0f} KB"
        read, shown = Took(f"{name}: read and keep", None, note), Took(f"{name}: show what was read", None, note)
        made, whole = Took(f"{name}: make the plan", None, note), Took(f"{name}: read, show and make", IMPORT, note)
        for _ in range(self.times):
            with taken_back():
                with read.once():
                    row = importing.receive_file(self.actor, self.now, content, f"plan.{format}")
                with shown.once():
                    checked = answering.check(self.actor, row.pk, self.today)
                    showing.import_page(checked)  # type: ignore[arg-type]
                with made.once():
                    applied = applying.apply_import(self.actor, self.now, self.today, row.pk)
                made.note = f"{applied.actions} actions made"
                whole.seconds.append(read.seconds[-1] + shown.seconds[-1] + made.seconds[-1])
        return [read, shown, made, whole]

    def digests(self) -> list[Took]:
        """The digests of a week for so many people, those of the busiest partnership first."""
        from goldenthread.notify import rules
        from goldenthread.notify.queries import asking
        from goldenthread.notify.services import composing, digests
        from goldenthread.partnerships.models import Partnership

        took = Took(f"digests of {self.people:,} people")
        busiest = Partnership.objects.get(slug=self.slug).pk
        for _ in range(self.times):
            with taken_back(), took.once():
                ties, places, made = asking.ties(self.today), composing.Places.fetch(), 0
                people = sorted(ties, key=lambda one: (busiest not in ties[one], one))[: self.people]
                for batch in digests.batches(people):
                    each = {one: ties[one] for one in batch}
                    made += digests.make_for(self.now, self.today, batch, "bench", each, places, rules.Every.WEEK)
            took.note = f"{made:,} owe something and get one"
        return [took]

    def seals(self) -> list[Took]:
        """Seal what waits, and check every chain again."""
        from goldenthread.partnerships import queries
        from goldenthread.trail.queries import check_seals
        from goldenthread.trail.services import seal_events

        sealed, checked = Took("seal the trail"), Took("verify the trail")
        for _ in range(self.times):
            with taken_back():
                with sealed.once():
                    events = sum(seal.count for seal in seal_events(self.now))
                sealed.note = f"{events:,} events"
                with checked.once():
                    every = [check_seals(one.pk) for one in queries.all_partnerships()]
                faults = sum(len(one.faults) for one in every)
                checked.note = f"{sum(one.events for one in every):,} events, {faults} faults"
        return [sealed, checked]

    def packs(self) -> list[Took]:
        """A board pack from the files that partners send."""
        from benchmarks.packs import packs

        return packs(self.times)

    def backup(self) -> list[Took]:
        """The whole database in one file. Documents of the measured partnerships are on no disk."""
        from goldenthread.config import backups

        took = Took("backup")
        for _ in range(self.times):
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "backup"
                with took.once():
                    backups.make(path, self.now)
                took.note = f"{path.stat().st_size / 1e6:,.1f} MB, database only"
        return [took]


def _actions_in(tree: Any) -> int:
    under = [*tree.objectives, *(one for priority in tree.priorities for one in priority.objectives)]
    return len(tree.actions) + sum(len(one.actions) for one in (*tree.priorities, *under))


def plan_of(rows: int) -> Any:
    """A fictional plan of so many actions, spread evenly over priorities and objectives."""
    from goldenthread.plans.exchange.document import ObjectiveDocument, PlanDocument, PlanPeriod, PriorityDocument

    each = max(rows // (PRIORITIES * OBJECTIVES), 1)
    priorities = []
    for p in range(1, PRIORITIES + 1):
        objectives = [
            ObjectiveDocument(
                f"{p}.{o}", f"Aim {o} of chapter {p}", ["Fewer repeat referrals"],
                [_action(f"{p}.{o}.{a}", p * o + a) for a in range(1, each + 1)],
            )
            for o in range(1, OBJECTIVES + 1)
        ]  # fmt: skip
        priorities.append(PriorityDocument(f"{p}", f"Chapter {p} of the plan", objectives=objectives))
    return PlanDocument(
        partnership="Kestrelford Safeguarding Partnership",
        title="Strategic Plan 2026-29",
        period=PlanPeriod("2026-04-01", "2029-03-31"),
        priorities=priorities,
    )


def _action(reference: str, number: int) -> Any:
    from benchmarks import words
    from goldenthread.plans.exchange.document import ActionDocument

    what = f"{words.VERBS[number % 12]} {words.THINGS[number * 5 % 12]} {words.REASONS[number % 5]}, step {reference}"
    return ActionDocument(
        reference=reference,
        description=what,
        leads=[f"{words.GROUPS[number % 12]} subgroup"],
        evidence=[f"{words.THINGS[number % 12].capitalize()} is in use"],
        due=["March 2027"],
        due_parsed=["2027-03"],
        progress=words.NEWS[number % 6],
        rag=("green", "amber", "red")[number % 3],
        rag_printed=True,
    )
