"""The demo app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """See the package's own words."""

    name = "goldenthread.demo"
