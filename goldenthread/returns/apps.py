"""The returns app: what stands on the thread, what people are asked, what lies ahead, what the timer does."""

from datetime import date, datetime

from django.apps import AppConfig

from goldenthread.kernel import forward_plan, jobs
from goldenthread.notify.rules import Source, register_source
from goldenthread.threads import rules as threads
from goldenthread.trail import rules as trail
from goldenthread.web import navigation
from goldenthread.web.beside import Teller, register_teller


class ReturnsConfig(AppConfig):
    """Question sets, rounds, returns and obligations."""

    name = "goldenthread.returns"

    def ready(self) -> None:
        """Register with the thread, the trail, the digest, the forward plan, the timer and the header."""
        self._stand_on_the_thread()
        self._say_what_happened()
        self._ask()
        self._fill()
        self._look_ahead()

    def _stand_on_the_thread(self) -> None:
        from goldenthread.returns.permissions import SEE
        from goldenthread.returns.queries import following
        from goldenthread.returns.rules import STATES

        threads.register(
            threads.Kind(
                "returns.return", "return", "returns", following.return_rows,
                threads.Page("returns:show_return", {"return_id": "id"}), level=44, edges=following.request_edges,
                is_linkable=True, states={str(key): words for key, words in STATES.items()}, needs=SEE,
                of_group=following.returns_of_group,
            )
        )  # fmt: skip
        states = {"open": "Not answered", "answered": "Answered", "withdrawn": "Withdrawn"}
        threads.register(
            threads.Kind(
                "returns.request", "exception", "exceptions", following.request_rows,
                threads.Page("returns:show_request", {"request_id": "id"}), level=46, is_linkable=True, states=states,
                needs=SEE, of_group=following.requests_of_group,
            )
        )  # fmt: skip

    def _say_what_happened(self) -> None:
        from goldenthread.returns.queries import following

        for kind, phrases in PHRASES.items():
            trail.register(kind, phrases)
        trail.register_reader("returns.return", following.may_read_return)
        trail.register_reader("returns.request", following.may_read_request)

    def _ask(self) -> None:
        from goldenthread.returns import queries

        register_source(
            Source("returns", of_actors=queries.return_asks, button="Answer", waits=queries.returns_waiting)
        )
        register_source(
            Source("report_requests", of_actors=queries.request_asks, button="Answer", waits=queries.requests_waiting)
        )
        register_source(
            Source("returns_to_check", of_actors=queries.check_asks, button="Read", waits=queries.checks_waiting)
        )

    def _fill(self) -> None:
        from goldenthread.returns.queries import filling
        from goldenthread.returns.rules import Filler, register_filler

        for key, label, nothing, find in (
            ("actions_done", "Completed since the last report", "Nothing was completed in this time.", filling.done),
            ("actions_off_track", "Off track, in the words of those who lead", "Nothing is off track or overdue.",
             filling.off_track),
            ("actions_silent", "Without any word for a cycle", "Somebody has said something of everything.",
             filling.silent),
            ("challenges", "Challenges raised", "No challenge was raised in this time.", filling.challenged),
            ("answers", "What the group above answered",
             "Nothing was answered in this time, and nothing waits for an answer.", filling.answered),
        ):  # fmt: skip
            register_filler(Filler(key, label, nothing, find))

    def _look_ahead(self) -> None:
        from goldenthread.returns.permissions import SEE
        from goldenthread.returns.queries import beside
        from goldenthread.returns.queries.ahead import ahead

        forward_plan.register("returns", ahead)
        jobs.register(jobs.Job("returns.issue", "Sends out the returns whose day it is.", _issue))
        jobs.register(jobs.Job("returns.chase", "Follows up returns that are late.", _chase))
        group = ("partnerships.group",)
        register_teller(Teller("reports_owed", group, SEE, beside.reports_owed, beside.draw_owed, order=30))
        register_teller(Teller("reports_to_come", group, SEE, beside.reports_to_come, beside.draw_to_come, order=31))
        within = ("returns/", "rounds/", "report-requests/", "reporting/", "question-sets/")
        navigation.register(
            navigation.NavigationItem("Returns", "returns:list_returns", SEE, 10, within=within, under="Assurance")
        )


def _issue(now: datetime, today: date) -> str:
    from goldenthread.partnerships import queries as partnerships
    from goldenthread.returns import services

    actors = [partnerships.system_actor(one, "timer") for one in partnerships.all_partnerships()]
    count = sum(services.issue_what_is_due(actor, now, today) for actor in actors)
    return f"{count} return{'' if count == 1 else 's'} sent out." if count else ""


def _chase(now: datetime, today: date) -> str:
    from goldenthread.partnerships import queries as partnerships
    from goldenthread.returns import services

    actors = [partnerships.system_actor(one, "timer") for one in partnerships.all_partnerships()]
    count = sum(services.climb_ladders(actor, now, today) for actor in actors)
    return f"{count} late return{'' if count == 1 else 's'} followed up." if count else ""


PHRASES = {
    "returns.return": trail.Phrases(
        "return",
        fields={"answered": "answered", "exceptions": "exceptions", "working_days_late": "working days late",
                "due_on": "due", "lead_id": "who answers", "deputy_id": "who stands in", "rungs": "", "sent_on": "",
                "signed_off_on": "", "accepted_on": "", "state_reason": "", "extended_reason": ""},
        events={
            "saved": "answered part of this return",
            "carried": "took over last time’s answers",
            "signed_off": "signed this return off",
            "taken_back": "took the sign-off of this return back",
            "submitted": "sent this return",
            "accepted": "accepted this return",
            "sent_back": "sent this return back for more",
            "extended": "gave this return more time",
            "excused": "excused this return",
            "reopened": "opened this return again",
            "file_opened": "opened a file of this return",
            "people_named": "said who answers this return",
            "went_along": "moved this return along with its meeting",
            "reminder_sent": "reminded those who owe this return",
            "chairs_letter_sent": "sent the chair’s letter about this return",
            "challenge_sent": "put this return into the challenge log",
            "executive_sent": "took this return to the executive",
        },
    ),
    "returns.request": trail.Phrases(
        "exception",
        events={"answered": "answered this exception", "answer_corrected": "put the answer to this exception right"},
        fields={"answered_on": "", "answered_by": ""}
    ),
    "returns.round": trail.Phrases(
        "round",
        fields={"asked_of": "asked", "reports_to": "asked by", "unanswered": "left unanswered", "due_on": "due"},
        events={"issued": "asked for these returns", "widened": "asked others in this round",
                "closed": "closed this round", "went_along": "moved this round along with its meeting"},
    ),
    "returns.questionset": trail.Phrases(
        "question set",
        events={"drafted": "began this question set", "published": "put this question set into use",
                "retired": "retired this question set", "brought_in": "brought this question set in from a file",
                "section_removed": "took out the section “{section}”",
                "question_removed": "took out the question “{question}”"},
        fields={"section": "", "question": "", "series": ""},
    ),
    "returns.section": trail.Phrases("section", events={"added": "added this section"}),
    "returns.question": trail.Phrases(
        "question", events={"added": "added this question", "moved": "moved this question"}
    ),
    "returns.ratingscheme": trail.Phrases("rating scheme", events={"kept": "added this rating scheme"}),
    "returns.obligation": trail.Phrases(
        "duty to report", events={"added": "added this duty to report", "ended": "ended this duty to report",
                                      "handed_over": "gave this duty to others"},
        fields={"reports_to": "reports to", "by_group_id": "by", "by_agency_id": "by"},
    ),
    "returns.obligationdate": trail.Phrases(
        "date", events={"moved": "moved this date", "left_out": "left this date out"}, fields={"due_on": "due"}
    ),
}  # fmt: skip
