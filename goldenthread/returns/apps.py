"""The returns app."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    """Question sets, rounds, returns and obligations."""

    name = "goldenthread.returns"
