"""The notify app."""

from datetime import datetime

from django.apps import AppConfig
from django.core.mail import send_mail
from django.db import transaction

from goldenthread.kernel.letters import Letter, register_post


def send_at_once(letter: Letter, now: datetime) -> None:
    """Send a letter as soon as the caller's transaction stands."""
    transaction.on_commit(lambda: send_mail(letter.subject, letter.body, None, [letter.address]))


class NotifyConfig(AppConfig):
    """The outbox and the digests."""

    name = "goldenthread.notify"

    def ready(self) -> None:
        """Take letters."""
        register_post(send_at_once)
