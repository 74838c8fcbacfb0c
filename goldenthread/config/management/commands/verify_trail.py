"""`goldenthread verify_trail`: make every seal on the record again and say which no longer holds."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import timezone

from goldenthread.config import receipts as kept
from goldenthread.partnerships import queries as partnerships
from goldenthread.trail import queries as trail
from goldenthread.trail import services

NOBODY = "(none)"


class Command(BaseCommand):
    """Check the seals."""

    help = "Check that nothing in the record of who did what was changed, put in or taken out since it was sealed."
    requires_system_checks: list[str] = []  # noqa: RUF012

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which partnership, and where receipts are kept."""
        parser.add_argument("--partnership", metavar="NAME-IN-ADDRESS", help="only this one")
        parser.add_argument("--receipts", metavar="FILE", help="compare with the receipts in FILE, then add today's")
        parser.add_argument("--seal-first", action="store_true", help="seal what waits before checking")

    def handle(self, *args: Any, partnership: str | None, receipts: str | None, **options: Any) -> None:
        """Say for each partnership how it went. Exits with 1, naming what is wrong, where a seal does not hold."""
        if options["seal_first"]:
            services.seal_events(timezone.now())
        chains: dict[str, UUID | None] = {one.slug: one.pk for one in partnerships.all_partnerships()} | {NOBODY: None}
        if partnership is not None and partnership not in chains:
            raise CommandError(f"There is no partnership “{partnership}”. Those that exist: {', '.join(chains)}.")
        expected = kept.read(Path(receipts)) if receipts else {}
        unknown = [] if partnership is not None else sorted(set(expected) - set(chains))
        for slug in unknown:
            self.stderr.write(f"{slug}: Receipts were kept of it, and no partnership goes by that name any more.")
        wrong, heads = len(unknown), []
        for slug, key in chains.items():
            if partnership is not None and slug != partnership:
                continue
            checked = trail.check_seals(key, expected.get(slug))
            wrong += self._tell(slug, checked)
            heads += [(slug, checked.head.number, checked.head.digest)] if checked.head else []
        if wrong:
            raise CommandError(f"{wrong} faults were found; the record was changed behind the program's back.")
        if receipts:
            kept.add(Path(receipts), [head for head in heads if expected.get(head[0], {}).get(head[1]) is None])

    def _tell(self, slug: str, checked: trail.Checked) -> int:
        for fault in checked.faults:
            self.stderr.write(f"{slug}: {fault}")
        if not checked.faults and (checked.seals or checked.unsealed):
            self.stdout.write(
                f"{slug}: {checked.seals:,} seals over {checked.events:,} events hold; "
                f"{checked.unsealed:,} events wait to be sealed."
            )
        return len(checked.faults)
