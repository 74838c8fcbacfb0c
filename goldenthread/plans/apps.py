"""The plans app."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """See the package's own words."""

    name = "goldenthread.plans"
