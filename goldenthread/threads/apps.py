"""The threads app."""

from django.apps import AppConfig


class ThreadsConfig(AppConfig):
    """See the package's own words."""

    name = "goldenthread.threads"
