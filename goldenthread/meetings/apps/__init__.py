"""The meetings app: the job that plans ahead, how its histories read, its place on the thread and in the header."""

from django.apps import AppConfig

from goldenthread.kernel import forward_plan, jobs
from goldenthread.notify import rules as notify
from goldenthread.web import navigation
from goldenthread.web.beside import Teller, register_teller


class MeetingsConfig(AppConfig):
    """Meetings, papers, minutes and decisions."""

    name = "goldenthread.meetings"

    def ready(self) -> None:
        """Register the job, the forward plan, the words of histories, the thread and the header."""
        from goldenthread.meetings import queries
        from goldenthread.meetings.apps.histories import say_in_words
        from goldenthread.meetings.apps.thread import join_the_thread
        from goldenthread.meetings.permissions import SEE
        from goldenthread.meetings.queries import beside, reporting, waiting
        from goldenthread.meetings.services.series import plan_ahead_everywhere
        from goldenthread.returns import rules as returns

        jobs.register(
            jobs.Job("meetings.plan_ahead", "Plans the meetings of every series ahead.", plan_ahead_everywhere)
        )
        forward_plan.register("meetings", queries.dates_ahead)
        say_in_words()
        join_the_thread()
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
