"""The top of the house."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Settings, addresses, navigation and commands."""

    name = "goldenthread.config"

    def ready(self) -> None:
        """Register the checks that keep a careless installation from starting."""
        from goldenthread.config import checks  # noqa: F401
