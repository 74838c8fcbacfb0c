"""The partnerships app: how its events read, who may read the history of what, and its words in the navigation."""

from datetime import date, datetime
from uuid import UUID

from django.apps import AppConfig

from goldenthread.kernel.actor import Actor

DATES = {"starts_on": "first day", "ends_on": "last day"}
TAKEN_BACK = "took back “{the_thing}” before it began"
LEFT = {
    "left": "recorded that {name} is with {agency} no longer, from {left_on}",
    "stays_as_manager": "told that {name} is with {agency} no longer; they stay the only business manager here until "
    "somebody else is",
}
SIGN_IN = {
    "signed_out": "signed {name} out everywhere",
    "reset_asked": "asked for the second step of {name} to be taken away",
    "reset_agreed": "agreed that the second step of {name} is taken away",
    "reset_declined": "declined to take the second step of {name} away",
    "second_step_added": "added a second step for signing in",
    "second_step_removed": "removed a second step for signing in",
    "recovery_codes_renewed": "renewed their recovery codes",
    "second_step_reset": "took the second step of {name} away, and signed them out everywhere",
}


class PartnershipsConfig(AppConfig):
    """The tenant, its agencies, groups, seats, appointments and roles."""

    name = "goldenthread.partnerships"

    def ready(self) -> None:
        """Register with the trail and the navigation."""
        self._say_structure()
        self._say_files()
        self._say_terms()
        self._say_agencies_and_texts()
        self._say_people()
        self._say_away()
        self._let_read()
        self._stand_in_the_header()
        self._say_sign_in()
        self._say_views()
        self._work_by_itself()

    def _say_structure(self) -> None:
        from goldenthread.partnerships.models import Group, Seat, Strand
        from goldenthread.partnerships.permissions import Role, label
        from goldenthread.trail.rules import Phrases, register

        strands = dict(Strand.choices)
        register(
            "partnerships.partnership",
            Phrases(
                "partnership",
                fields={
                    "slug": "address", "financial_year_starts_in": "first month of the financial year",
                    "update_cycle_days": "days between updates", "rating_words": "words for ratings",
                    "is_demonstration": "",
                    "second_step_roles": "roles that need a second step to sign in",
                },
                values={
                    "strands": strands,
                    "second_step_roles": {role.value: label(role).lower() for role in Role},
                },
                events={"founded": "founded this partnership"},
            ),
        )  # fmt: skip
        register(
            "partnerships.group",
            Phrases(
                "group",
                fields={
                    **DATES, "parent": "reports to", "cadence": "how often it meets", "abbreviation": "short name",
                    "other_names": "other names", "position": "place in the list",
                    "information_class": "who reads its papers",
                },
                values={"kind": dict(Group.Kind.choices), "strands": strands,
                        "information_class": {"G": "governance readers", "R": "restricted"}},
                events={
                    "ended": "gave this group its last day, {ends_on}", "taken_back": "took the group {the_thing} back",
                },
            ),
        )  # fmt: skip
        register(
            "partnerships.seat",
            Phrases(
                "seat",
                fields=DATES,
                values={"kind": dict(Seat.Kind.choices)},
                events={
                    "added": "added the seat {title}",
                    "ended": "gave the seat {the_thing} its last day, {ends_on}",
                    "taken_back": "took the seat {the_thing} back",
                },
            ),
        )

    def _say_files(self) -> None:
        from goldenthread.trail.rules import Phrases, register

        register(
            "partnerships.structureimport",
            Phrases(
                "file about the structure",
                fields={"file_name": "file"},
                events={
                    "uploaded": "brought in the file {the_thing} to be checked", "corrected": "corrected “{line}”",
                    "put_aside": "put the file {the_thing} aside", "applied": "applied the file {the_thing}: {summary}",
                    "undone": "took back what the file {the_thing} did",
                },
            ),
        )  # fmt: skip

    def _say_terms(self) -> None:
        from goldenthread.kernel import forward_plan
        from goldenthread.partnerships import queries
        from goldenthread.partnerships.models import TermsOfReference
        from goldenthread.partnerships.permissions import SEE_STRUCTURE
        from goldenthread.trail.rules import Phrases, register, register_reader

        register(
            "partnerships.termsofreference",
            Phrases(
                "terms of reference",
                fields={
                    "number": "version", "frequency": "how often it meets", "decision_rights": "what it may decide",
                    "review_on": "next review", "put_on": "put on", "signed_off_on": "signed off on",
                    "signed_off_by": "signed off by",
                },
                values={"state": dict(TermsOfReference.State.choices)},
                events={
                    "drafted": "drafted {the_thing}", "changed": "changed the draft of {the_thing}",
                    "put": "put {the_thing} to the executive", "sent_back": "sent {the_thing} back",
                    "signed_off": "recorded that {signed_off_by} signed off {the_thing}",
                    "superseded": "superseded {the_thing}",
                },
            ),
        )  # fmt: skip
        register(
            "partnerships.closingreport",
            Phrases(
                "closing report",
                fields={"asked": "what was asked", "done": "what was done", "handed_on": "what is handed on",
                        "handed_to": "handed on to", "closed_on": "last day"},
                events={"written": "wrote the closing report and closed the group"},
            ),
        )  # fmt: skip

        def read(actor: Actor, thing_id: UUID, kind: str) -> bool:
            return actor.may(SEE_STRUCTURE) and queries.is_in_partnership(actor, kind, thing_id)

        register_reader("partnerships.termsofreference", lambda actor, thing: read(actor, thing, "terms"))
        register_reader("partnerships.closingreport", lambda actor, thing: read(actor, thing, "closing report"))
        forward_plan.register("partnerships", queries.dates_ahead)

    def _say_agencies_and_texts(self) -> None:
        from goldenthread.partnerships.models import Agency, Participation, Statement
        from goldenthread.trail.rules import Phrases, register

        register(
            "partnerships.participation",
            Phrases(
                "agency",
                fields=DATES,
                values={"basis": dict(Participation.Basis.choices)},
                events={"added": "brought {agency} into the partnership", "left": "ended “{the_thing}” on {ends_on}"},
            ),
        )
        register(
            "partnerships.agency",
            Phrases(
                "agency",
                fields={"on": "from"},
                values={"sector": dict(Agency.Sector.choices)},
                events={"renamed": "gave this agency the name {name} from {on}"},
            ),
        )
        register(
            "partnerships.statement",
            Phrases(
                "text",
                fields={"number": "version", "body": "text", "agreed_on": "agreed on"},
                values={"kind": {kind: word.lower() for kind, word in Statement.Kind.choices}},
                events={"written": "wrote version {number} of the {kind}, agreed on {agreed_on}"},
            ),
        )

    def _say_people(self) -> None:
        from goldenthread.partnerships.models import Appointment
        from goldenthread.partnerships.permissions import Role, label
        from goldenthread.trail.rules import Phrases, register

        register(
            "partnerships.seatholder",
            Phrases(
                "seat",
                fields={**DATES, "is_deputy": "deputy"},
                events={
                    "taken": "put {person} in the seat {seat} of {group} from {starts_on}",
                    "deputised": "made {person} deputy in the seat {seat} of {group} from {starts_on}",
                    "left": "ended “{the_thing}” on {ends_on}",
                    "taken_back": TAKEN_BACK,
                },
            ),
        )
        register(
            "partnerships.appointment",
            Phrases(
                "appointment",
                fields=DATES,
                values={"kind": {kind: word.lower() for kind, word in Appointment.Kind.choices}},
                events={
                    "made": "appointed {person} as {kind}",
                    "ended": "ended the appointment “{the_thing}” on {ends_on}",
                    "taken_back": TAKEN_BACK,
                },
            ),
        )
        register(
            "partnerships.membership",
            Phrases(
                "role",
                fields=DATES,
                values={"role": {role.value: label(role).lower() for role in Role}},
                events={
                    "granted": "gave {person} the role of {role}",
                    "ended": "ended the role “{the_thing}” on {ends_on}",
                    "taken_back": TAKEN_BACK,
                },
            ),
        )
        register(
            "people.user",
            Phrases(
                "person",
                fields={"job_title": "job title", "phone": "telephone number"},
                events={"added": "added {name}", "changed": "changed their own particulars", **LEFT},
            ),
        )

    def _say_away(self) -> None:
        from goldenthread.trail.rules import Phrases, register

        register(
            "partnerships.absence",
            Phrases(
                "time away",
                fields={**DATES, "covered_by": "asked instead"},
                events={
                    "entered": "said that {person} is away from {starts_on} to {ends_on}",
                    "changed": "changed the days away of {person}",
                    "ended": "said that {person} is back, away until {ends_on}",
                    "removed": "took back that {person} is away",
                },
            ),
        )

    def _say_sign_in(self) -> None:
        from goldenthread.partnerships.models import AccessReview
        from goldenthread.partnerships.services.sign_in import tell_partnerships
        from goldenthread.people.rules import register_witness
        from goldenthread.trail.rules import Phrases, register

        register(
            "partnerships.invitation",
            Phrases(
                "invitation",
                fields={"expires_at": "works until"},
                events={
                    "sent": "invited {person}", "sent_again": "invited {person} again",
                    "withdrawn": "withdrew the invitation to {person}", "taken": "took up their invitation",
                },
            ),
        )  # fmt: skip
        register(
            AccessReview._meta.label_lower,
            Phrases(
                "review of access",
                fields={"due_on": "due", "quarter_starts_on": "quarter from", "keep": "kept", "change": "to be changed",
                        "left": "have left", "on_behalf": "on behalf of the agency", "opened_at": ""},
                events={"opened": "opened the review of who acts for {agency}",
                        "finished": "finished “{the_thing}”"},
            ),
        )  # fmt: skip
        register("people.signin", Phrases("sign-in", fields={"name": ""}, events=SIGN_IN))
        register_witness(tell_partnerships)

    def _say_views(self) -> None:
        from goldenthread.trail.rules import Phrases, register

        register(
            "partnerships.savedview",
            Phrases(
                "view",
                fields={"is_shared": "shared"},
                events={
                    "saved": "kept the view {the_thing}", "renamed": "renamed the view {the_thing}",
                    "shared": "shared the view {the_thing} with everybody here",
                    "unshared": "shared the view {the_thing} no longer", "deleted": "deleted the view {the_thing}",
                },
            ),
        )  # fmt: skip

    def _work_by_itself(self) -> None:
        from goldenthread.kernel import jobs
        from goldenthread.partnerships import queries, services

        def open_reviews(now: datetime, today: date) -> str:
            actors = [queries.system_actor(one, "timer") for one in queries.all_partnerships()]
            opened = sum(len(services.open_access_reviews(actor, now)) for actor in actors)
            return f"{opened} reviews of access were opened." if opened else ""

        sentence = "Opens each agency's review of who acts for it, every quarter."
        jobs.register(jobs.Job("open_access_reviews", sentence, open_reviews))

    def _let_read(self) -> None:
        from goldenthread.partnerships import queries
        from goldenthread.partnerships.permissions import SEE_PEOPLE, SEE_STRUCTURE
        from goldenthread.trail.rules import register_reader

        def structure(actor: Actor, thing_id: UUID, kind: str) -> bool:
            return actor.may(SEE_STRUCTURE) and queries.is_in_partnership(actor, kind, thing_id)

        register_reader("partnerships.group", lambda actor, thing: structure(actor, thing, "group"))
        register_reader("partnerships.seat", lambda actor, thing: structure(actor, thing, "seat"))
        register_reader("partnerships.agency", lambda actor, thing: structure(actor, thing, "agency"))
        register_reader(
            "partnerships.partnership", lambda actor, thing: actor.may(SEE_STRUCTURE) and thing == actor.partnership_id
        )
        register_reader("partnerships.absence", lambda actor, thing: queries.show_absence(actor, thing) is not None)
        register_reader(
            "people.user",
            lambda actor, thing: actor.may(SEE_PEOPLE) and queries.is_in_partnership(actor, "person", thing),
        )

    def _stand_in_the_header(self) -> None:
        from goldenthread.partnerships.permissions import SEE_STRUCTURE, SEE_TRAIL
        from goldenthread.web.navigation import ACCOUNT, NavigationItem, register

        within: tuple[str, ...] = (
            "groups/",
            "structure/",
            "seats/",
            "seat-holders/",
            "agencies/",
            "people/",
            "roles/",
            "appointments/",
            "about/",
        )
        within += ("messages/", "movements/", "invitations/", "access-reviews/", "second-step/", "absences/")
        register(
            NavigationItem("Groups", "partnerships:show_structure", SEE_STRUCTURE, 40, within=within, under="Meetings")
        )
        register(NavigationItem("History", "partnerships:show_history", SEE_TRAIL, under=ACCOUNT))
