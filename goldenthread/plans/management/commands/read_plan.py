"""`goldenthread read_plan FILE`: says what a plan file holds, without touching the database."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from goldenthread.plans.exchange.reading import UnreadablePlan, read_plan


class Command(BaseCommand):
    """Prints the plan as JSON, or a short summary."""

    help = "Read a plan from a Word, Excel or CSV file and say what it holds."
    requires_system_checks: list[str] = []  # noqa: RUF012

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and the form of the answer."""
        parser.add_argument("file", help="a .docx, .xlsx or .csv file")
        parser.add_argument("--json", action="store_true", help="print the whole plan as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was read; a file that cannot be read is one sentence and exit code 1."""
        try:
            plan = read_plan(options["file"])
        except UnreadablePlan as problem:
            self.stderr.write(problem.reason)
            raise SystemExit(1) from problem
        if options["json"]:
            self.stdout.write(json.dumps(plan.to_json(), ensure_ascii=False, indent=2))
            return
        self.stdout.write(plan.title or plan.source)
        for name, count in plan.counts().items():
            self.stdout.write(f"  {name.replace('_', ' ')}: {count}")
        self.stdout.write(f"  doubts: {len(plan.doubts)}\n  left over: {len(plan.left_over)}")
