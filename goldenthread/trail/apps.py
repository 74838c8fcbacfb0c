"""The trail app."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    """Who did what."""

    name = "goldenthread.trail"
