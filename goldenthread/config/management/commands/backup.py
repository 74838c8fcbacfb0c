"""`goldenthread backup FILE`: the whole installation in one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import timezone

from goldenthread.config import backups
from goldenthread.config.backups.asking import add_passphrase, passphrase_of, tell
from goldenthread.kernel.outcomes import Refused


class Command(BaseCommand):
    """Back everything up."""

    help = "Write the database and every document into one new file, encrypted where a passphrase is given."
    requires_system_checks: list[str] = []  # noqa: RUF012

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and whether it is encrypted."""
        parser.add_argument("file", metavar="FILE")
        add_passphrase(parser)

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        """Say what went in. Exits with 1 where it is refused, and where a document could not be read."""
        try:
            made = backups.make(Path(file), timezone.now(), passphrase_of(options, new=True), tell(self.stderr))
        except Refused as refused:
            raise CommandError(refused.reason) from refused
        megabytes = Path(file).stat().st_size / 1_000_000
        self.stdout.write(f"{file}: the database and {made.documents:,} documents, {megabytes:,.1f} MB.")
        if made.unreadable:
            raise CommandError(
                f"{len(made.unreadable)} documents are missing or altered where documents are kept, and are not in the "
                f"backup: {', '.join(made.unreadable[:10])}. Everything else is."
            )
