"""`goldenthread import_plan FILE --partnership SLUG [--onto PLAN] [--apply]`: a plan, or a newer file of one."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships.queries import unit_actor
from goldenthread.plans.exchange import importing
from goldenthread.plans.exchange.files import UnreadablePlan
from goldenthread.plans.exchange.newer import receiving


class Command(BaseCommand):
    """Bring in a plan."""

    help = "Bring in a plan from a Word, Excel or CSV file. Says what it would do; changes nothing without --apply."
    requires_system_checks: list[str] = []  # noqa: RUF012

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, the partnership, and whether to apply."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--partnership", required=True, metavar="SLUG", help="the partnership's address")
        parser.add_argument("--apply", action="store_true", help="make the plan; without it nothing is changed")
        parser.add_argument("--groups", action="store_true", help="also add the groups the file names")
        parser.add_argument(
            "--onto", metavar="PLAN", default="", help="title or id of the plan this is a newer file of"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say it; this is what happens without --apply")

    def handle(self, *args: Any, file: Path, partnership: str, apply: bool, groups: bool, **options: Any) -> None:
        """Say what was understood and, with --apply, what was made. Raises `CommandError` with one sentence."""
        apply = apply and not options["dry_run"]
        actor, now, today = unit_actor(partnership), timezone.now(), timezone.localdate()
        try:
            if options["onto"]:
                told = receiving.bring_onto(actor, now, today, file, options["onto"], apply=apply)
            else:
                told = importing.import_file(actor, now, today, file, apply=apply, groups=groups)
        except (Refused, UnreadablePlan) as error:
            raise CommandError(error.reason) from None
        self.stdout.write("\n".join(told))
