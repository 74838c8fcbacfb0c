"""The notify app."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """The outbox and the digests."""

    name = "goldenthread.notify"
