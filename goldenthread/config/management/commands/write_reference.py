"""`goldenthread write_reference`: write the reference pages from the code."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from goldenthread.config.reference import pages


class Command(BaseCommand):
    """Write docs/reference/."""

    help = "Write the reference pages (rules, roles, commands, data, settings, indicators) from the code."
    requires_system_checks: list[str] = []  # noqa: RUF012

    def handle(self, *args: Any, **options: Any) -> None:
        """Write each page and say its name."""
        folder = settings.BASE_DIR / "docs" / "reference"
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in pages().items():
            (folder / name).write_text(text)
            self.stdout.write(f"docs/reference/{name}")
