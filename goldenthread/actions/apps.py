"""The actions app."""

from django.apps import AppConfig

from goldenthread.actions.rules import IMPACT_WORDS, STATE_WORDS, STRENGTH_WORDS, WHAT_WORDS
from goldenthread.kernel import forward_plan, jobs
from goldenthread.kernel.rag import WORDS
from goldenthread.notify import rules as notify
from goldenthread.threads import rules as threads
from goldenthread.trail import rules as trail
from goldenthread.web import navigation

EVENTS = {
    "raised": "raised this action",
    "read": "opened this action",
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
    "no_change_taken_back": "took “no change” back, which was said by mistake",
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
    "escalated": "escalated its silence to {escalated_to}",
    "update_asked": "asked for an update",
    "bulk_undone": "undid a change of many actions: {undone}",
    "carried": "carried this action into {into}",
}
FIELDS = {
    "into": "",
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
    "escalated_to": "",
    "missed": "cycles missed",
    "escalation": "its escalation",
    "undone": "",
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
        self._speak_of_silence()
        self._join_the_thread()
        self._stand_in_the_header()

    def _speak_of_silence(self) -> None:
        """How bulk changes and the switch read, what the timer does about silence, and whom a digest asks about it."""
        from goldenthread.actions.queries import digests
        from goldenthread.actions.services.escalating_everywhere import escalate_everywhere

        trail.register(
            "actions.bulkchange",
            trail.Phrases(
                singular="change of many actions",
                fields={"what": "", "to_words": "", "changed": "actions changed", "put_back": "actions put back"},
                values={"what": {what.value: words for what, words in WHAT_WORDS.items()}},
                events={
                    "made": "changed several actions at once: {the_thing}",
                    "undone": "undid a change of several actions: {the_thing}",
                },
            ),
        )
        trail.register(
            "actions.escalationswitch",
            trail.Phrases(
                singular="escalation of silence",
                events={
                    "switched_on": "switched the escalation of silence on",
                    "switched_off": "switched the escalation of silence off",
                },
            ),
        )
        jobs.register(
            jobs.Job(
                "actions.escalate", "Escalates actions on which two cycles or more were missed.", escalate_everywhere
            )
        )
        notify.register_source(notify.Source("escalations", of_actors=digests.escalation_asks))

    def _join_the_thread(self) -> None:
        """Actions, with documents and evidence: this is the lowest app that knows both the library and the threads."""
        from goldenthread.actions.permissions import SEE, UPDATE
        from goldenthread.actions.queries import following

        mend = threads.Mend("Add evidence", "actions:add_evidence", UPDATE, {"action": "id"})
        served, shown = threads.LinkKind.SERVES, threads.LinkKind.EVIDENCES
        threads.register(
            threads.Kind(
                "actions.action", "action", "actions", following.action_rows,
                threads.Page("actions:show_action", {"action": "id"}), level=50, also=following.said_of_actions,
                is_linkable=True, offers={served: ("plans.objective", "plans.priority")},
                expects=(
                    threads.Expectation(served, True, "It serves no objective or priority of a plan."),
                    threads.Expectation(shown, False, "Nothing shows yet what it changed.", mend),
                ),
                states={state.value: words for state, words in STATE_WORDS.items()}, unsought=following.UNSOUGHT,
                of_group=following.actions_of_group, needs=SEE,
            )
        )  # fmt: skip
        trail.register_reader("actions.action", following.may_read)
        self._join_the_papers()

    def _join_the_papers(self) -> None:
        from goldenthread.actions.queries import following
        from goldenthread.documents.permissions import SEE

        states = {"withdrawn": "Withdrawn", "replaced": "Replaced"}
        threads.register(
            threads.Kind(
                "documents.document", "document", "documents", following.document_rows,
                threads.Page("documents:show_document", {"document_id": "id"}), level=95,
                edges=following.document_edges, is_linkable=True, states=states, unsought=frozenset({"withdrawn"}),
                of_group=following.documents_of_group, needs=SEE,
            )
        )  # fmt: skip
        self._join_closing_reports()
        things = ("actions.action", "plans.measure", "plans.objective", "plans.priority", "partnerships.closingreport")
        threads.register(
            threads.Kind(
                "documents.evidenceitem", "evidence", "evidence", following.evidence_rows,
                threads.Page("documents:show_evidence", {"evidence_id": "id"}), level=90, is_linkable=True,
                offers={threads.LinkKind.EVIDENCES: things}, states=states, unsought=frozenset({"withdrawn"}),
                of_group=following.evidence_of_group, needs=SEE,
            )
        )  # fmt: skip

    def _join_closing_reports(self) -> None:
        """What a group of limited time leaves behind, which lies beneath the threads and the digests."""
        from goldenthread.actions.queries import following
        from goldenthread.partnerships.permissions import SEE_STRUCTURE

        threads.register(
            threads.Kind(
                "partnerships.closingreport", "closing report", "closing reports", following.closing_report_rows,
                threads.Page("partnerships:show_closing_report", {"group": "within"}), level=60, is_linkable=True,
                expects=(threads.Expectation(threads.LinkKind.EVIDENCES, False, "Nothing shows yet what came of it."),),
                of_group=following.closing_reports_of_group, needs=SEE_STRUCTURE,
            )
        )  # fmt: skip

    def _stand_in_the_header(self) -> None:
        from goldenthread.actions import permissions
        from goldenthread.actions.queries import my_work_count, work_asks
        from goldenthread.actions.queries.ahead import ahead
        from goldenthread.actions.queries.reviewing import document_review_asks
        from goldenthread.actions.services.answering import answer_path
        from goldenthread.documents.queries import reviews_waiting

        navigation.register(
            navigation.NavigationItem(
                "Actions", "actions:list_actions", permissions.SEE, order=30, within=("actions/",), under="Plan"
            )
        )
        navigation.register_counter("my_work_everywhere", my_work_count)
        forward_plan.register("actions", ahead)
        notify.register_source(notify.Source("actions", of_actors=work_asks, answer_path=answer_path))
        asks, waits = document_review_asks, reviews_waiting
        notify.register_source(notify.Source("document_reviews", of_actors=asks, button="Review", waits=waits))
