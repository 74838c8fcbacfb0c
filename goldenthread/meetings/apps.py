"""The meetings app: the job that plans ahead, how its histories read, its place on the thread and in the header."""

from collections.abc import Mapping
from typing import Any

from django.apps import AppConfig

from goldenthread.kernel import forward_plan, jobs
from goldenthread.meetings.rules import (
    DECISION_WORDS,
    INVITED_WORDS,
    LINE_WORDS,
    OUTCOME_WORDS,
    PURPOSE_WORDS,
    REPLY_WORDS,
    RULE_WORDS,
    STATE_WORDS,
)
from goldenthread.notify import rules as notify
from goldenthread.threads import rules as threads
from goldenthread.trail import rules as trail
from goldenthread.web import navigation
from goldenthread.web.beside import Teller, register_teller

MEETING_FIELDS = {
    "starts_at": "starts", "ends_at": "ends", "series": "", "series_on": "", "is_moved": "", "issued_at": "",
    "paper_days": "working days for papers", "quorum": "", "online": "link for joining", "reason": "",
    "minute_taker": "", "who_came": "who came", "agreed_by": "agreed by",
    "agreed_on": "agreed on", "approved_on": "approved on", "partnership_asked": "partnership",
}  # fmt: skip
MEETING_EVENTS = {
    "planned": "planned this meeting",
    "partnership_asked": "asked {partnership_asked} to take part",
    "partnership_joined": "accepted the invitation to take part",
    "partnership_declined": "declined to take part",
    "partnership_left": "left this meeting",
    "partnership_withdrawn": "took back the invitation of {partnership_asked}",
    "laid_out": "brought this meeting into line with its series",
    "changed": "changed this meeting",
    "moved": "moved this meeting",
    "cancelled": "cancelled this meeting",
    "postponed": "postponed this meeting",
    "withdrawn": "took this meeting out of its series",
    "issued": "issued the agenda",
    "attended": "recorded who came",
    "held": "began to record this meeting",
    "drafted": "put the minutes to the chair",
    "returned": "sent the minutes back to be changed",
    "agreed": "agreed the minutes",
    "agreed_for_chair": "recorded that the chair agreed the minutes",
    "approved": "recorded that the next meeting approved the minutes",
}
SERIES_FIELDS = {
    "rhythm": "", "starts_time": "starts at", "minutes_long": "minutes", "paper_days": "working days for papers",
    "quorum": "", "standing": "standing items", "online": "link for joining", "minute_taker": "",
    "first_on": "first day", "ended_on": "last day",
}  # fmt: skip
ITEM_FIELDS = {
    "meeting": "", "position": "", "source": "", "carried_from": "", "removed_at": "", "parked_at": "",
    "presenter": "", "presented_by": "presented by",
}  # fmt: skip
ITEM_EVENTS = {
    "added": "put this item on the agenda",
    "changed": "changed this item",
    "reordered": "moved this item on the agenda",
    "removed": "took this item off the agenda",
    "carried": "carried this item to the next meeting",
}
PAPER_FIELDS = {
    "is_own_file": "",
    "item": "", "owner": "", "document": "", "added_at": "", "added_by": "", "is_late": "late", "withdrawn_at": "",
    "decision_sought": "decision sought",
}  # fmt: skip
PAPER_EVENTS = {
    "asked": "asked for this paper",
    "added": "added this paper",
    "added_late": "added this paper late",
    "changed": "changed this paper",
    "withdrawn": "took this paper back",
    "read": "opened this paper",
}
PACK_FIELDS = {"pages": "", "papers": "", "sha256": "fingerprint of the file (SHA-256)"}
PACK_EVENTS = {"issued": "issued this pack", "read": "opened this pack"}
INVITATION_EVENTS = {
    "received": "asked this partnership to take part in a meeting",
    "accepted": "accepted this invitation",
    "declined": "declined this invitation",
    "left": "left the meeting of this invitation",
    "withdrawn": "took this invitation back",
}
LINK_FIELDS = {"name": "", "ends_at": "works until", "size": "", "paper": ""}
LINK_EVENTS = {
    "sent": "sent this link for a paper",
    "sent_again": "sent this link for a paper again",
    "taken": "sent a paper by this link",
    "accepted": "accepted the paper that came by this link",
    "withdrawn": "took this link back",
}


class MeetingsConfig(AppConfig):
    """Meetings, papers, minutes and decisions."""

    name = "goldenthread.meetings"

    def ready(self) -> None:
        """Register the job, the forward plan, the words of histories, the thread and the header."""
        from goldenthread.meetings import queries
        from goldenthread.meetings.permissions import SEE
        from goldenthread.meetings.queries import beside, reporting, waiting
        from goldenthread.meetings.services.series import plan_ahead_everywhere
        from goldenthread.returns import rules as returns

        jobs.register(
            jobs.Job("meetings.plan_ahead", "Plans the meetings of every series ahead.", plan_ahead_everywhere)
        )
        forward_plan.register("meetings", queries.dates_ahead)
        self._say_in_words()
        self._join_the_thread()
        self._offer_agendas()
        returns.register_meeting_days(reporting.meeting_days)
        none = "The group has not met in this time, or nobody has recorded who came."
        returns.register_filler(returns.Filler("attendance", "Meetings and who came", none, reporting.attendance))
        notify.register_source(
            notify.Source("papers", of_actors=queries.paper_asks, button="Add the paper", waits=waiting.papers_waiting)
        )
        notify.register_source(
            notify.Source(
                "minutes", of_actors=queries.minute_asks, button="Read the minutes", waits=waiting.minutes_waiting
            )
        )
        notify.register_source(
            notify.Source(
                "invitations", of_actors=queries.invitation_asks, button="Answer the invitation",
                waits=waiting.invitations_waiting,
            )
        )  # fmt: skip
        group = ("partnerships.group",)
        register_teller(Teller("meetings", group, SEE, beside.meetings_beside, beside.draw_meetings, order=10))
        register_teller(Teller("directions", group, SEE, beside.directions_beside, beside.draw_directions, order=20))
        written, waits = queries.written_asks, waiting.written_waiting
        notify.register_source(notify.Source("written", of_actors=written, button="Answer", waits=waits))
        navigation.register(
            navigation.NavigationItem(
                "Meetings", "meetings:list_meetings", SEE, order=10, under="Meetings",
                within=("meetings/", "meeting-series/", "decisions/"),
            )
        )  # fmt: skip

    def _offer_agendas(self) -> None:
        from goldenthread.documents.rules.agendas import Agendas, register_agendas
        from goldenthread.meetings.queries.placing import meetings_to_add_to
        from goldenthread.meetings.services.placing import put_document_on_agenda

        register_agendas(Agendas(meetings_to_add_to, put_document_on_agenda))

    def _say_in_words(self) -> None:
        from goldenthread.meetings import queries

        states = {state.value: words for state, words in STATE_WORDS.items()}
        trail.register(
            "meetings.meeting",
            trail.Phrases("meeting", fields=MEETING_FIELDS, values={"state": states}, events=MEETING_EVENTS),
        )
        trail.register_reader("meetings.meeting", queries.may_see_meeting)
        trail.register(
            "meetings.meetingseries",
            trail.Phrases(
                "series of meetings",
                fields=SERIES_FIELDS,
                events={
                    "added": "set up this series",
                    "changed": "changed this series",
                    "ended": "let this series end",
                },
            ),
        )
        trail.register_reader("meetings.meetingseries", queries.may_see_series)
        invited = {state.value: words for state, words in INVITED_WORDS.items()}
        trail.register(
            "meetings.meetinginvitation",
            trail.Phrases("invitation", values={"state": invited}, events=INVITATION_EVENTS),
        )
        trail.register_reader("meetings.meetinginvitation", queries.may_see_invitation)
        self._say_in_words_of_agendas()

    def _say_in_words_of_agendas(self) -> None:
        from goldenthread.meetings import queries

        trail.register(
            "meetings.agendaitem",
            trail.Phrases(
                "agenda item",
                fields=ITEM_FIELDS,
                values={"purpose": {key.value: words for key, words in PURPOSE_WORDS.items()}},
                events=ITEM_EVENTS,
            ),
        )
        trail.register_reader("meetings.agendaitem", queries.may_see_item)
        trail.register("meetings.paper", trail.Phrases("paper", fields=PAPER_FIELDS, events=PAPER_EVENTS))
        trail.register_reader("meetings.paper", queries.may_see_paper)
        trail.register("meetings.pack", trail.Phrases("board pack", fields=PACK_FIELDS, events=PACK_EVENTS))
        trail.register_reader("meetings.pack", queries.may_see_pack)
        trail.register("meetings.paperlink", trail.Phrases("link for a paper", fields=LINK_FIELDS, events=LINK_EVENTS))
        trail.register_reader("meetings.paperlink", queries.may_see_link)
        self._say_in_words_of_minutes()
        self._say_in_words_of_procedures()
        trail.register(
            "meetings.declarationofinterest",
            trail.Phrases(
                "declaration of interest",
                fields={"meeting": "", "item": "", "person_name": "who declared it"},
                events={"declared": "recorded this declaration of interest"},
            ),
        )

    def _join_the_thread(self) -> None:
        from goldenthread.meetings.permissions import SEE
        from goldenthread.meetings.queries import following

        states = {state.value: words for state, words in STATE_WORDS.items()}
        threads.register(
            threads.Kind(
                "meetings.meeting", "meeting", "meetings", following.meeting_rows,
                threads.Page("meetings:show_meeting", {"meeting": "id"}), level=15, is_linkable=True, states=states,
                of_group=following.meetings_of_group, needs=SEE,
            )
        )  # fmt: skip
        self._join_decisions_to_the_thread()
        threads.register(
            threads.Kind(
                "meetings.agendaitem", "agenda item", "agenda items", following.item_rows,
                threads.Page("meetings:show_item", {"item": "id"}), level=45, of_group=following.items_of_group,
                needs=SEE,
            )
        )  # fmt: skip
        threads.register(
            threads.Kind(
                "meetings.paper", "paper", "papers", following.paper_rows,
                threads.Page("meetings:show_paper", {"paper": "id"}), level=55, is_linkable=True,
                offers={threads.LinkKind.SERVES: ("plans.priority", "plans.objective")},
                of_group=following.papers_of_group, needs=SEE,
            )
        )  # fmt: skip

    def _join_decisions_to_the_thread(self) -> None:
        from goldenthread.meetings.permissions import SEE
        from goldenthread.meetings.queries import following

        threads.register(
            threads.Kind(
                "meetings.decision", "decision", "decisions", following.decision_rows,
                threads.Page("meetings:show_decision", {"decision": "id"}), level=25, edges=following.decision_edges,
                is_linkable=True, states=dict(DECISION_WORDS), of_group=following.decisions_of_group, needs=SEE,
            )
        )  # fmt: skip
        threads.register(
            threads.Kind(
                "meetings.direction", "direction", "directions", following.direction_rows,
                threads.Page("meetings:show_direction", {"direction": "id"}), level=35,
                edges=following.direction_edges, is_linkable=True, of_group=following.directions_of_group, needs=SEE,
            )
        )  # fmt: skip

    def _say_in_words_of_minutes(self) -> None:
        from goldenthread.meetings import queries

        quiet = dict.fromkeys(("meeting", "item", "decision", "direction", "action", "removed_at", "line"), "")
        trail.register(
            "meetings.minute",
            trail.Phrases(
                "line of the minutes",
                fields={**quiet, "is_public": "in the public version", "to_whom": "to whom"},
                values={"kind": {key.value: words for key, words in LINE_WORDS.items()}},
                events={
                    "taken": "wrote this into the minutes",
                    "changed": "changed this line of the minutes",
                    "removed": "took this line out of the draft",
                    "read": "opened this line of the minutes",
                },
            ),
        )
        trail.register_reader("meetings.minute", queries.may_see_line)
        trail.register(
            "meetings.decision",
            trail.Phrases(
                "decision",
                fields={**quiet, "views": "", "ratified_in": "", "needs_ratification": "to be ratified"},
                events={
                    "recorded": "recorded this decision",
                    "changed": "changed this decision",
                    "removed": "took this decision out of the draft",
                    "ratified": "recorded that this decision was ratified",
                    "read": "opened this decision",
                },
            ),
        )
        trail.register_reader("meetings.decision", queries.may_see_decision)
        trail.register(
            "meetings.direction",
            trail.Phrases(
                "direction",
                fields={**quiet, "to_group": ""},
                events={"given": "gave this direction", "read": "opened this direction"},
            ),
        )
        trail.register_reader("meetings.direction", queries.may_see_direction)
        trail.register(
            "meetings.correction",
            trail.Phrases("correction", fields=quiet, events={"made": "corrected the minutes"}),
        )

    def _say_in_words_of_procedures(self) -> None:
        from goldenthread.meetings import queries

        quiet = dict.fromkeys(("group", "item", "decision", "procedure", "seat", "agency", "person"), "")
        trail.register(
            "meetings.writtenprocedure",
            trail.Phrases(
                "decision in writing",
                fields={**quiet, "needed": "what carries it"},
                values={"needed": _plain(RULE_WORDS), "outcome": _plain(OUTCOME_WORDS)},
                events={
                    "begun": "put this proposal to the group in writing",
                    "closed": "said what the answers came to",
                    "read": "opened this proposal",
                },
            ),
        )
        trail.register_reader("meetings.writtenprocedure", queries.may_see_procedure)
        trail.register(
            "meetings.writtenanswer",
            trail.Phrases(
                "answer", fields=quiet, values={"answer": _plain(REPLY_WORDS)}, events={"answered": "answered"}
            ),
        )


def _plain(words: Mapping[Any, str]) -> dict[str, str]:
    return {str(key.value): said for key, said in words.items()}
