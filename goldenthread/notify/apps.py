"""The notify app: it takes letters, does the two jobs of the timer, and says how its doings read in a history."""

from datetime import date, datetime
from uuid import UUID

from django.apps import AppConfig

from goldenthread.kernel import forward_plan, jobs, letters
from goldenthread.kernel.actor import Actor
from goldenthread.trail import rules as trail
from goldenthread.web import navigation


class NotifyConfig(AppConfig):
    """The outbox and the digests."""

    name = "goldenthread.notify"

    def ready(self) -> None:
        """Take letters, enter the jobs, and register what the trail says of messages and who may read it."""
        from goldenthread.notify import rules
        from goldenthread.notify.permissions import SEE, SEE_FORWARD_PLAN
        from goldenthread.notify.queries import asking, statutory_ahead
        from goldenthread.notify.services import posting
        from goldenthread.partnerships.queries import unanswered_waiting
        from goldenthread.partnerships.queries.waiting import closing_reports_waiting

        navigation.register_section(navigation.NavigationItem("Messages", "notify:list_recipients", SEE))
        navigation.register(
            navigation.NavigationItem(
                "Forward plan", "notify:show_forward_plan", SEE_FORWARD_PLAN, 20, ("forward-plan/",), "Meetings"
            )
        )
        letters.register_post(posting.post)
        jobs.register(jobs.Job("notify.digests", "Makes the digests whose day it is.", _make_digests))
        jobs.register(jobs.Job("notify.messages", "Delivers what waits, and asks what became of it.", _deliver))
        rules.register_source(rules.Source("access_reviews", asking.access_reviews))
        closing, waits, button = asking.closing_report_asks, closing_reports_waiting, "Write the closing report"
        rules.register_source(rules.Source("closing_reports", of_actors=closing, button=button, waits=waits))
        forward_plan.register("notify", statutory_ahead)
        away = rules.Source(
            "absences", of_actors=asking.absence_asks, button="Say who answers", waits=unanswered_waiting
        )
        rules.register_source(away)
        for kind, phrases in _PHRASES.items():
            trail.register(kind, phrases)
            trail.register_reader(kind, _may_read)


def _make_digests(now: datetime, today: date) -> str:
    from goldenthread.notify.services import digests

    made = digests.make_digests(now, today)
    return f"{made} digest{'' if made == 1 else 's'} made." if made else ""


def _deliver(now: datetime, today: date) -> str:
    from goldenthread.notify.services import delivery, hearing

    said = delivery.in_words(delivery.deliver(now))
    hearing.ask_about_sent(now)
    return said


def _may_read(actor: Actor, thing_id: UUID) -> bool:
    # The trail gives only events of the actor's own partnership.
    from goldenthread.notify.permissions import SEE

    return actor.may(SEE)


_EVERY = {"week": "every week", "fortnight": "every fortnight", "month": "every month"}
_PHRASES = {
    "notify.message": trail.Phrases(
        "message", events={"sent_again": "sent {person} the message “{subject}” again"}, fields={"subject": "message"}
    ),
    "notify.round": trail.Phrases("digests", events={"sent": "sent the digests to {people}"}, fields={"people": ""}),
    "notify.hold": trail.Phrases(
        "digests",
        events={"placed": "held the digests to {person}", "released": "released the digests to {person}"},
        fields={"person": ""},
    ),
    "notify.bounce": trail.Phrases(
        "address",
        events={
            "recorded": "noted that messages to {person} come back",
            "cleared": "noted that messages to {person} arrive again",
        },
        fields={"person": ""},
    ),
    "notify.feed": trail.Phrases(
        "calendar feed",
        events={"made": "made a calendar feed", "revoked": "took a calendar feed away", "read": "read a calendar feed"},
        fields={"of": "of", "read_on": "read on"},
    ),
    "notify.keptdate": trail.Phrases(
        "statutory date",
        events={
            "kept": "put “{the_thing}” into the forward plan",
            "changed": "changed when “{the_thing}” falls",
            "dropped": "took “{the_thing}” out of the forward plan",
            "met": "recorded that “{the_thing}” was met",
            "unmet": "took back that “{the_thing}” was met",
        },
        fields={
            "first_on": "day",
            "group": "who sees to it",
            "due_on": "day it fell",
            "met_on": "met on",
            "met_by": "by",
            "note": "",
            "link": "",
        },
    ),
    "notify.rhythm": trail.Phrases(
        "digest", values={"every": _EVERY}, fields={"every": "how often their digest comes"}
    ),
}
