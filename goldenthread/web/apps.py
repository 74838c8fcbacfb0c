"""The web app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, form fields and lists."""

    name = "goldenthread.web"
