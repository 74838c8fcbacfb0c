"""The scorecards app: how figures read in a history, hang on the thread, and stand in the header."""

from django.apps import AppConfig

from goldenthread.threads import rules as threads
from goldenthread.trail import rules as trail
from goldenthread.web import beside, navigation


class ScorecardsConfig(AppConfig):
    """The multi-agency data set and its scorecards."""

    name = "goldenthread.scorecards"

    def ready(self) -> None:
        """Register phrases, readers, the thread and the page of the header."""
        from goldenthread.scorecards import queries
        from goldenthread.scorecards.permissions import SEE
        from goldenthread.scorecards.presenters.measured import draw_measuring

        self._speak()
        self._join_the_thread()
        beside.register_teller(
            beside.Teller("indicators", queries.CAN_BE_MEASURED, SEE, queries.measuring, draw_measuring, order=5)
        )
        navigation.register(
            navigation.NavigationItem(
                "Scorecards", "scorecards:list_scorecards", SEE, 5, ("scorecards/",), under="Data"
            )
        )

        from goldenthread.notify import rules as notify
        from goldenthread.scorecards import queries

        notify.register_source(
            notify.Source(
                "commentary", of_actors=queries.commentary_asks, button="Say what it means",
                waits=queries.commentary_waiting,
            )
        )  # fmt: skip

    def _speak(self) -> None:
        from goldenthread.scorecards.queries import following

        for kind, phrases in PHRASES.items():
            trail.register(kind, phrases)
        for kind, may_read in following.READERS.items():
            trail.register_reader(kind, may_read)

    def _join_the_thread(self) -> None:
        from goldenthread.scorecards import queries
        from goldenthread.scorecards.permissions import SEE
        from goldenthread.scorecards.queries import following

        threads.register(
            threads.Kind(
                "scorecards.indicator", "indicator", "indicators", following.indicator_rows,
                threads.Page("scorecards:show_indicator", {"indicator_id": "id"}), level=60, is_linkable=True,
                states={"used": "In use", "retired": "Retired"},
                offers={threads.LinkKind.MEASURES: queries.CAN_BE_MEASURED}, needs=SEE,
            )
        )  # fmt: skip


PHRASES = {
    "scorecards.indicator": trail.Phrases(
        "indicator",
        fields={"agency_id": "sent by", "grain": "how often", "new": "new figures", "revised": "revised figures",
                "unchanged": "unchanged figures", "rule_set": "rules for small numbers", "is_in_library": "",
                "starts_on": "from", "per_population": "",
                "asked_of": "asked of", "from_day": "from", "source": "", "until": "figures to", "due_on": "by"},
        events={
            "adopted": "took this indicator over from the national library",
            "changed": "changed who sends this indicator or how often",
            "retired": "retired this indicator",
            "target_set": "set a target for this indicator",
            "figures_brought": "brought in figures for this indicator",
            "compared": "brought in what others report of this indicator",
            "rebased": "decided that the chart of this indicator begins anew",
            "rebase_undone": "undid that the chart of this indicator begins anew",
            "marked_final": "marked figures of this indicator as final",
            "commented": "said what this indicator means",
            "commentary_asked": "asked what this indicator means",
            "action_raised": "raised an action from what was said of this indicator",
        },
    ),
    "scorecards.scorecard": trail.Phrases(
        "scorecard",
        fields={"group_id": "for", "number": "", "meeting": ""},
        events={
            "made": "made this scorecard",
            "changed": "changed what this scorecard shows",
            "frozen": "froze edition {number} of this scorecard",
            "put_on_agenda": "put edition {number} on the agenda of {meeting}",
        },
    ),
}  # fmt: skip
