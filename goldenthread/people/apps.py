"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People and sign-in."""

    name = "goldenthread.people"
