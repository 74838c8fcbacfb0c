"""The threads app."""

from django.apps import AppConfig

from goldenthread.threads.rules import PHRASES
from goldenthread.trail import rules as trail


class ThreadsConfig(AppConfig):
    """Links between any two things."""

    name = "goldenthread.threads"

    def ready(self) -> None:
        """Say how links read in a history, and who may read it."""
        from goldenthread.threads import queries

        trail.register_reader("threads.link", queries.may_see_link)
        trail.register(
            "threads.link",
            trail.Phrases(
                singular="link",
                fields={"link": "", "note": "note", "position": "place in the order"},
                values={"kind": {kind.value: words[0] for kind, words in PHRASES.items()}},
                events={
                    "tied": "added a link: {link}",
                    "untied": "took a link away: {link}",
                    "moved": "changed the order",
                },
            ),
        )
