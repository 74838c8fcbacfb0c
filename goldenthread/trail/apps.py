"""The trail app."""

from django.apps import AppConfig

from goldenthread.kernel import jobs


class TrailConfig(AppConfig):
    """Who did what."""

    name = "goldenthread.trail"

    def ready(self) -> None:
        """Have the trail sealed by the timer."""
        from goldenthread.trail import services

        jobs.register(jobs.Job("seal_trail", "Seals what the trail has gained.", services.seal_when_due))
