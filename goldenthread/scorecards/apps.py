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
        self._ask()
        self._fill()
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

    def _ask(self) -> None:
        """Read data returns, and tell of them beside a return and an indicator."""
        from goldenthread.returns.models import QuestionSet
        from goldenthread.returns.rules import Content, register_content
        from goldenthread.scorecards.exchange import beside as drawing
        from goldenthread.scorecards.exchange import returned
        from goldenthread.scorecards.permissions import SEE
        from goldenthread.scorecards.queries import beside as rows

        kind = QuestionSet.Kind.DATA_RETURN.value
        register_content(Content(kind, returned.check, returned.accept, returned.period_of, returned.RESULTS_FILE))
        for key, of, ask, draw, order in (
            ("figures_looked_at", rows.RETURN, rows.data_return, drawing.draw_findings, 10),
            ("figures_brought", rows.RETURN, rows.brought_by, drawing.draw_brought, 11),
            ("figures_missing", rows.INDICATOR, rows.periods_missing, drawing.draw_missing, 10),
            ("figures_came_from", rows.INDICATOR, rows.returns_behind, drawing.draw_behind, 11),
        ):
            beside.register_teller(beside.Teller(key, (of,), SEE, ask, draw, order))
        navigation.register(
            navigation.NavigationItem(
                "Data requests", "scorecards:list_data_requests", SEE, 20, ("scorecards/requests/",), under="Data"
            )
        )

    def _fill(self) -> None:
        """Say in a group's report what stands out in its figures."""
        from goldenthread.returns.rules import Filler, register_filler
        from goldenthread.scorecards.exchange.headlines import headlines

        nothing = "No scorecard is kept for this group, so no figures are told here."
        register_filler(Filler("figures", "What stands out in the figures", nothing, headlines))

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
    "scorecards.datarequest": trail.Phrases(
        "request for data",
        fields={"to_group_id": "for", "agreement_document_id": "agreement", "question_series": "", "ended_reason": "",
                "power": "power relied on", "grain": "how often", "rule_set": "rules for small numbers",
                "starts_on": "from", "ends_on": "until"},
        events={
            "made": "asked agencies for this data",
            "changed": "changed what this request asks",
            "ended": "ended this request",
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
