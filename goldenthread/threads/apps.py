"""The threads app."""

from django.apps import AppConfig

from goldenthread.threads.rules import PHRASES, Kind, Page, register
from goldenthread.trail import rules as trail


class ThreadsConfig(AppConfig):
    """Links between any two things; and what the partnership is made of, which is found but not linked."""

    name = "goldenthread.threads"

    def ready(self) -> None:
        """Say how links read in a history, who may read it, and how groups, agencies and people are found."""
        from goldenthread.threads import queries

        trail.register_reader("threads.link", queries.may_see_link)
        trail.register(
            "threads.link",
            trail.Phrases(
                singular="link",
                fields={"link": "", "note": "note", "position": "place in the order"},
                values={"kind": {kind.value: words[0] for kind, words in PHRASES.items()}},
                events={
                    "tied": "added a link: {link}",
                    "untied": "took a link away: {link}",
                    "moved": "changed the order",
                },
            ),
        )
        self._find_structure()
        self._find_people()

    def _find_structure(self) -> None:
        from goldenthread.partnerships.models import Agency, Group
        from goldenthread.partnerships.permissions import SEE_STRUCTURE
        from goldenthread.threads.queries import places

        register(
            Kind(
                "partnerships.group", "group", "groups", places.groups,
                Page("partnerships:show_group", {"group": "id"}), level=110, needs=SEE_STRUCTURE,
                states=dict(Group.Kind.choices), of_group=places.groups_of_group,
            )
        )  # fmt: skip
        register(
            Kind(
                "partnerships.seat", "seat", "seats", places.seats,
                Page("partnerships:show_group", {"group": "within"}), level=120, needs=SEE_STRUCTURE,
                of_group=places.seats_of_group,
            )
        )  # fmt: skip
        register(
            Kind(
                "partnerships.agency", "agency", "agencies", places.agencies,
                Page("partnerships:show_agency", {"agency": "id"}), level=130, needs=SEE_STRUCTURE,
                states=dict(Agency.Sector.choices),
            )
        )  # fmt: skip

    def _find_people(self) -> None:
        from goldenthread.partnerships.permissions import SEE_PEOPLE, SEE_STRUCTURE
        from goldenthread.threads.queries import places

        register(
            Kind(
                "people.user", "person", "people", places.people,
                Page("partnerships:show_person", {"person": "id"}), level=140, needs=SEE_PEOPLE,
                of_group=places.people_of_group,
            )
        )  # fmt: skip
        register(
            Kind(
                "partnerships.statement", "text", "texts the partnership stands by", places.statements,
                Page("partnerships:show_partnership"), level=100, needs=SEE_STRUCTURE,
            )
        )  # fmt: skip
