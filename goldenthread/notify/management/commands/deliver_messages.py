"""`goldenthread deliver_messages`: send what waits in the outbox, once."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import timezone

from goldenthread.notify.services import delivery, hearing


class Command(BaseCommand):
    """Deliver what waits."""

    help = (
        "Send the messages that wait in the outbox and may go out at this hour. Several may run at once, and one may "
        "be killed at any time: nothing is lost and nothing is sent twice. `serve` and `run_jobs` do it by themselves."
    )
    requires_system_checks: list[str] = []  # noqa: RUF012

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many at the most."""
        parser.add_argument("--limit", type=int, default=1000, help="send at most so many; 1000 unless said")

    def handle(self, *args: Any, limit: int, **options: Any) -> None:
        """Deliver, and say what came of it. Raises `CommandError` where GOV.UK Notify is half set up."""
        try:
            told = delivery.deliver(timezone.now(), limit=limit)
            hearing.ask_about_sent(timezone.now())
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        self.stdout.write(delivery.in_words(told) or "Nothing waits to be sent at this hour.")
