"""The risks app."""

from django.apps import AppConfig


class RisksConfig(AppConfig):
    """The risk register."""

    name = "goldenthread.risks"
