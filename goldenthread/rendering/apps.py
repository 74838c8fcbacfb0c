"""Rendering: no tables, no screens, only documents and pictures."""

from django.apps import AppConfig


class RenderingConfig(AppConfig):
    """Makes the folder an application of the project."""

    name = "goldenthread.rendering"
    label = "rendering"
