"""The actions app."""

from django.apps import AppConfig

from goldenthread.actions.rules import IMPACT_WORDS, STATE_WORDS, STRENGTH_WORDS
from goldenthread.kernel.rag import WORDS
from goldenthread.threads import rules as threads
from goldenthread.trail import rules as trail
from goldenthread.web import navigation

EVENTS = {
    "raised": "raised this action",
    "changed": "changed this action",
    "date_moved": "moved the date",
    "reassigned": "gave this action to another lead",
    "lead_confirmed": "confirmed who leads",
    "milestone_added": "added a milestone",
    "milestone_met": "said that a milestone was met",
    "milestone_dropped": "said that a milestone is no longer needed",
    "milestones_set": "changed the milestones",
    "updated": "gave an update",
    "update_taken_back": "took back an update",
    "no_change_said": "said that nothing has changed",
    "delivery_rated": "rated delivery, with the last word",
    "impact_rated": "rated the impact",
    "evidence_rated": "rated the strength of evidence",
    "evidence_added": "added evidence",
    "completion_asked": "asked for completion to be accepted",
    "completion_accepted": "accepted that it is complete",
    "completion_returned": "returned it to its lead",
    "closed": "closed it without completion",
    "reopened": "reopened this action",
    "withdrawn": "withdrew this action",
}
FIELDS = {
    "due": "date",
    "due_on": "final date",
    "starts_on": "start",
    "provenance_kind": "where it came from",
    "provenance_text": "source",
    "provenance_page": "page",
    "information_class": "class",
    "delivery_owner": "lead's rating",
    "delivery_chair": "chair's rating",
    "evidence_strength": "strength of evidence",
    "reports_to": "reports to",
    "met_on": "met on",
}


class ActionsConfig(AppConfig):
    """The one tracker."""

    name = "goldenthread.actions"

    def ready(self) -> None:
        """Say how actions read in a history, how they hang on the thread, and where they stand in the header."""
        delivery = {state.value: word.tag for state, word in WORDS.items()}
        trail.register(
            "actions.action",
            trail.Phrases(
                singular="action",
                fields=FIELDS,
                values={
                    "state": {state.value: words for state, words in STATE_WORDS.items()},
                    "delivery_owner": delivery,
                    "delivery_chair": delivery,
                    "impact": {state.value: word.tag for state, word in IMPACT_WORDS.items()},
                    "evidence_strength": {state.value: word.tag for state, word in STRENGTH_WORDS.items()},
                    "information_class": {"P": "published", "G": "governance", "R": "restricted"},
                },
                events=EVENTS,
            ),
        )
        self._join_the_thread()
        self._stand_in_the_header()

    def _join_the_thread(self) -> None:
        """Actions, with documents and evidence: this is the lowest app that knows both the library and the threads."""
        from goldenthread.actions.queries import summaries

        threads.register(
            threads.Kind(
                key="actions.action",
                singular="action",
                plural="actions",
                summaries=summaries.summaries,
                level=50,
                search=summaries.search,
                offers={threads.LinkKind.SERVES: ("plans.objective", "plans.priority")},
                expects=(
                    threads.Expectation(threads.LinkKind.SERVES, True, "It serves no objective or priority of a plan."),
                    threads.Expectation(threads.LinkKind.EVIDENCES, False, "Nothing shows yet what it changed."),
                ),
            )
        )

        threads.register(
            threads.Kind(
                key="documents.document",
                singular="document",
                plural="documents",
                summaries=summaries.document_summaries,
                level=80,
                search=summaries.search_documents,
            )
        )
        threads.register(
            threads.Kind(
                key="documents.evidenceitem",
                singular="evidence",
                plural="evidence",
                summaries=summaries.evidence_summaries,
                level=90,
                search=summaries.search_evidence,
                offers={
                    threads.LinkKind.EVIDENCES: (
                        "actions.action", "plans.measure", "plans.objective", "plans.priority",
                    )
                },
            )
        )  # fmt: skip
        trail.register_reader("actions.action", summaries.may_read)

    def _stand_in_the_header(self) -> None:
        from goldenthread.actions import permissions
        from goldenthread.actions.queries import my_work_count

        navigation.register(
            navigation.NavigationItem(
                "Actions", "actions:list_actions", permissions.SEE, order=30, within=("actions/",)
            )
        )
        navigation.register_counter("actions:my_work", my_work_count)
