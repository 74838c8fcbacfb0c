"""`goldenthread read_return`: read one mail that came back, from standard input."""

import sys
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import timezone

from goldenthread.kernel.outcomes import Refused
from goldenthread.notify.services import hearing

LARGEST = 5_000_000


class Command(BaseCommand):
    """Read a report of a message that could not be delivered."""

    help = (
        "Read one mail from standard input, in which a mail server reports that a message came back, and keep that. "
        "A mail server hands its mail to this command."
    )
    requires_system_checks: list[str] = []  # noqa: RUF012

    def handle(self, *args: Any, **options: Any) -> None:
        """Say in a sentence what was kept. Exits with 1 for a mail that is not understood."""
        raw = sys.stdin.buffer.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise CommandError("This mail is larger than 5 MB, which no report of a mail server is.")
        try:
            self.stdout.write(hearing.hear_return(raw, timezone.now()))
        except Refused as refused:
            raise CommandError(refused.reason) from refused
