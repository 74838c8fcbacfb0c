"""How the histories of meetings read, and who reads each."""

from collections.abc import Mapping
from typing import Any

from goldenthread.meetings import queries
from goldenthread.meetings.rules import (
    INVITED_WORDS,
    LINE_WORDS,
    OUTCOME_WORDS,
    PURPOSE_WORDS,
    REPLY_WORDS,
    RULE_WORDS,
    STATE_WORDS,
)
from goldenthread.trail import rules as trail

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
    "planned_again": "planned this meeting again",
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


def say_in_words() -> None:
    """Register how each kind of thing of this app is told of, and who may read what happened to it."""
    _of_meetings()
    _of_agendas()
    _of_minutes()
    _of_procedures()


def _of_meetings() -> None:
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


def _of_agendas() -> None:
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
    trail.register(
        "meetings.declarationofinterest",
        trail.Phrases(
            "declaration of interest",
            fields={"meeting": "", "item": "", "person_name": "who declared it"},
            events={
                "declared": "recorded this declaration of interest",
                "changed": "changed this declaration of interest",
                "taken_out": "took this declaration of interest out",
            },
        ),
    )


def _of_minutes() -> None:
    quiet = dict.fromkeys(("meeting", "item", "decision", "direction", "action", "removed_at", "line"), "")
    trail.register(
        "meetings.minute",
        trail.Phrases(
            "line of the minutes",
            fields={
                **quiet,
                "is_public": "in the public version",
                "public_text": "words of the public version",
                "to_whom": "to whom",
            },
            values={"kind": {key.value: words for key, words in LINE_WORDS.items()}},
            events={
                "taken": "wrote this into the minutes",
                "changed": "changed this line of the minutes",
                "removed": "took this line out of the draft",
                "restored": "put this line back into the draft",
                "published": "chose what the public version holds",
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
                "restored": "put this decision back into the draft",
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


def _of_procedures() -> None:
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
        trail.Phrases("answer", fields=quiet, values={"answer": _plain(REPLY_WORDS)}, events={"answered": "answered"}),
    )


def _plain(words: Mapping[Any, str]) -> dict[str, str]:
    return {str(key.value): said for key, said in words.items()}
