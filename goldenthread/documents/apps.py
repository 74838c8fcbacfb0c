"""The documents app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """See the package's own words."""

    name = "goldenthread.documents"
