"""The challenges app."""

from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    """The challenge log."""

    name = "goldenthread.challenges"
