"""The challenges app."""

from django.apps import AppConfig

from goldenthread.challenges import rules
from goldenthread.kernel import forward_plan
from goldenthread.notify import rules as notify
from goldenthread.threads import rules as threads
from goldenthread.trail import rules as trail
from goldenthread.web import navigation
from goldenthread.web.beside import Act, Teller, register_act, register_teller

KIND = "challenges.challenge"


class ChallengesConfig(AppConfig):
    """The challenge log."""

    name = "goldenthread.challenges"

    def ready(self) -> None:
        """Say how challenges read in a history, hang on the thread, fall due, and where the log stands."""
        from goldenthread.challenges import permissions, queries
        from goldenthread.challenges.queries import beside, waiting

        trail.register(KIND, _PHRASES)
        trail.register_reader(KIND, queries.may_read)
        things = ("actions.action", "plans.measure", "plans.objective", "plans.priority", "documents.document")
        threads.register(
            threads.Kind(
                KIND, "challenge", "challenges", queries.challenge_rows,
                threads.Page("challenges:show_challenge", {"challenge": "id"}), level=55,
                also=queries.said_of_challenges, is_linkable=True, offers={threads.LinkKind.ANSWERS: things},
                states={state.value: words for state, words in rules.STATE_WORDS.items()},
                of_group=queries.challenges_of_group, needs=permissions.SEE,
            )
        )  # fmt: skip
        forward_plan.register("challenges", queries.answers_due)
        notify.register_source(
            notify.Source("challenges", of_actors=queries.answer_asks, button="Answer", waits=waiting.answers_waiting)
        )
        about = beside.CAN_BE_CHALLENGED
        register_teller(
            Teller("challenges", about, permissions.SEE, beside.challenges_about, beside.draw_challenges, order=60)
        )
        register_act(
            Act(
                "challenge", "Raise a challenge about this", "challenges:raise_challenge", "about", about,
                permissions.RAISE, permissions.may_raise,
            )
        )  # fmt: skip
        navigation.register(
            navigation.NavigationItem(
                "Challenges", "challenges:list_challenges", permissions.SEE, order=30, within=("challenges/",),
                under="Assurance",
            )
        )  # fmt: skip


_PHRASES = trail.Phrases(
    singular="challenge",
    fields={"due_on": "answer due", "kind": ""},
    values={
        "state": {state.value: words for state, words in rules.STATE_WORDS.items()},
        "outcome": {outcome.value: words for outcome, words in rules.OUTCOME_WORDS.items()},
    },
    events={
        "raised": "raised this challenge",
        "noted": "noted this good practice",
        "answered": "recorded the answer",
        "evidenced": "added evidence",
        "extended": "gave more time for the answer",
        "closed": "closed this challenge",
        "reopened": "asked again",
        "read": "opened this challenge",
    },
)
