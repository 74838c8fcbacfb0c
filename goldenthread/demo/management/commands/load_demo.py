"""`goldenthread load_demo`: two fictional partnerships, where there is none yet."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from goldenthread.demo import services as demo
from goldenthread.kernel.outcomes import Refused


class Command(BaseCommand):
    """Load the demonstration."""

    help = "Load two fictional partnerships. Refuses in production, and where any partnership exists."
    requires_system_checks: list[str] = []  # noqa: RUF012

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        """Load it and say how to sign in. Raises `CommandError` with one sentence."""
        if settings.PRODUCTION:
            raise CommandError("The demonstration is not loaded in production, because everybody knows its password.")
        try:
            demo.load(timezone.now(), timezone.localdate())
        except Refused as refused:
            raise CommandError(refused.reason) from None
        if verbosity:
            self.stdout.write(demo.sign_ins_in_words(settings.BASE_URL))
