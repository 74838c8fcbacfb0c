"""The meetings app."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Meetings, papers, minutes and decisions."""

    name = "goldenthread.meetings"
