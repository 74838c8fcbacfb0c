"""The actions app."""

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    """See the package's own words."""

    name = "goldenthread.actions"
