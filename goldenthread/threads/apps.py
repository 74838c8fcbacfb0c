"""The threads app."""

from django.apps import AppConfig

from goldenthread.threads.rules import PHRASES
from goldenthread.trail import rules as trail


class ThreadsConfig(AppConfig):
    """Links between any two things."""

    name = "goldenthread.threads"

    def ready(self) -> None:
        """Say how links read in a history."""
        trail.register(
            "threads.link",
            trail.Phrases(
                singular="link",
                fields={"link": "the link", "note": "note", "position": "place in the order"},
                values={"kind": {kind.value: words[0] for kind, words in PHRASES.items()}},
                events={"tied": "added a link", "untied": "took a link away", "moved": "changed the order"},
            ),
        )
