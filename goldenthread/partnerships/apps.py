"""The partnerships app: how its events read, who may read the history of what, and its words in the navigation."""

from uuid import UUID

from django.apps import AppConfig

from goldenthread.kernel.actor import Actor

DATES = {"starts_on": "first day", "ends_on": "last day"}


class PartnershipsConfig(AppConfig):
    """The tenant, its agencies, groups, seats, appointments and roles."""

    name = "goldenthread.partnerships"

    def ready(self) -> None:
        """Register with the trail and the navigation."""
        self._say_structure()
        self._say_agencies_and_texts()
        self._say_people()
        self._let_read()
        self._stand_in_the_header()

    def _say_structure(self) -> None:
        from goldenthread.partnerships.models import Group, Seat, Strand
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
                },
                values={"strands": strands},
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
                events={"ended": "gave this group its last day, {ends_on}"},
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
                },
            ),
        )

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
                },
            ),
        )
        register(
            "people.user",
            Phrases(
                "person",
                fields={"job_title": "job title", "phone": "telephone number"},
                events={"added": "added {name}", "changed": "changed their own particulars"},
            ),
        )

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
        register_reader(
            "people.user",
            lambda actor, thing: actor.may(SEE_PEOPLE) and queries.is_in_partnership(actor, "person", thing),
        )

    def _stand_in_the_header(self) -> None:
        from goldenthread.partnerships.permissions import SEE_STRUCTURE, SEE_TRAIL
        from goldenthread.web.navigation import NavigationItem, register

        within = ("groups/", "seats/", "seat-holders/", "agencies/", "people/", "roles/", "appointments/", "about/")
        within += ("messages/",)
        register(NavigationItem("Groups", "partnerships:show_structure", SEE_STRUCTURE, order=40, within=within))
        register(NavigationItem("History", "partnerships:show_history", SEE_TRAIL, order=90))
