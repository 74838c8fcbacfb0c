"""The people app."""

from datetime import date, datetime

from django.apps import AppConfig

from goldenthread.kernel import jobs


class PeopleConfig(AppConfig):
    """People and sign-in."""

    name = "goldenthread.people"

    def ready(self) -> None:
        """Enter what the timer does here."""
        jobs.register(
            jobs.Job("people.links", "Forgets used links that are too old to be used again.", _forget_used_links)
        )


def _forget_used_links(now: datetime, today: date) -> str:
    from goldenthread.people.services.links import forget_used_links

    gone = forget_used_links(now)
    return f"Forgot {gone} used link{'' if gone == 1 else 's'}." if gone else ""
