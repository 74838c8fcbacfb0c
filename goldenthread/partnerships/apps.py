"""The partnerships app."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    """The tenant, its agencies, groups, seats, appointments and roles."""

    name = "goldenthread.partnerships"
