"""`goldenthread restore FILE`: a backup brought back into an empty installation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand

from goldenthread.config import backups
from goldenthread.config.backups.asking import add_passphrase, passphrase_of, tell
from goldenthread.kernel.outcomes import Refused


class Command(BaseCommand):
    """Bring a backup back."""

    help = "Bring a backup back into an empty database and folder of documents, and up to date."
    requires_system_checks: list[str] = []  # noqa: RUF012

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and what opens it."""
        parser.add_argument("file", metavar="FILE")
        add_passphrase(parser)

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        """Say what came back. Exits with 1, having changed nothing, where it is refused."""
        try:
            restored = backups.restore(Path(file), passphrase_of(options, new=False), tell(self.stderr))
        except Refused as refused:
            raise CommandError(refused.reason) from refused
        self.stdout.write(f"Restored as of {restored.made_at}: the database and {restored.documents:,} documents.")
        if restored.waited:
            self.stdout.write(
                f"{restored.waited:,} messages waited to go out when it was made and may have gone since, so none goes "
                "by itself. They stand in doubt under Messages; send them again where they are still needed."
            )
        if restored.unreadable:
            self.stdout.write(
                f"The backup lacked {len(restored.unreadable)} documents: {', '.join(restored.unreadable)}."
            )
