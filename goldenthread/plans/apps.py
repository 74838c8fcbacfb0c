"""The plans app: what can be linked in a plan, and how its history reads."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.apps import AppConfig

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.rag import WORDS

# Beginnings of the addresses of a plan's parts, which count as within Plan.
WITHIN = ("priorities/", "objectives/", "measures/", "sections/", "parts/", "place-action/")
RATINGS = {str(state): word.tag.lower() for state, word in WORDS.items()} | {"as_worked_out": "as worked out"}


class PlansConfig(AppConfig):
    """Plans, priorities, objectives and measures."""

    name = "goldenthread.plans"

    def ready(self) -> None:
        """Register the parts of a plan with the thread, the trail and the navigation."""
        self._register_kinds()
        self._register_phrases()
        self._register_phrases_of_files()
        self._register_readers()
        self._register_navigation()

    def _register_kinds(self) -> None:
        from goldenthread.plans import queries
        from goldenthread.threads.rules import Expectation, Kind, LinkKind, register

        served = Expectation(LinkKind.SERVES, False, "No action serves this yet.")
        measured = Expectation(LinkKind.MEASURES, False, "Nothing says yet how we will know.")
        shown = Expectation(LinkKind.EVIDENCES, False, "No evidence yet.")
        register(Kind("plans.plan", "plan", "plans", queries.plan_summaries, queries.plan_neighbours, level=10))
        register(
            Kind(
                "plans.priority", "priority", "priorities", queries.priority_summaries, queries.priority_neighbours,
                level=20, search=queries.search_priorities, expects=(served, measured),
            )
        )  # fmt: skip
        register(
            Kind(
                "plans.objective", "objective", "objectives", queries.objective_summaries,
                queries.objective_neighbours, level=30, search=queries.search_objectives, expects=(served, measured),
            )
        )  # fmt: skip
        register(
            Kind(
                "plans.measure", "measure", "measures", queries.measure_summaries, queries.measure_neighbours,
                level=40, search=queries.search_measures, expects=(shown,),
            )
        )  # fmt: skip

    def _register_phrases(self) -> None:
        from goldenthread.trail.rules import Phrases, register

        texts = {
            "what_we_will_do": "what we will do",
            "areas_of_focus": "areas of focus",
            "linked_boards": "linked boards",
            "said": "",
        }
        register(
            "plans.plan",
            Phrases(
                "plan",
                fields={"starts_on": "first day", "ends_on": "last day", "edition": "version", "group_id": "group"},
                events={
                    "drafted": "drafted this plan",
                    "changed": "changed this plan",
                    "approved": "approved this plan",
                    "reopened": "took this plan back to draft",
                    "started": "made this plan live",
                    "closed": "closed this plan",
                    "imported": "brought in this plan from a file",
                    "part_removed": "took out {what}",
                    "removed": "took away this draft",
                },
            ),
        )
        register(
            "plans.priority",
            Phrases(
                "priority",
                fields=texts,
                values={"rating": RATINGS, "said": RATINGS},
                events={"rated": "rated this priority {said}"},
            ),
        )
        register(
            "plans.objective",
            Phrases(
                "objective",
                fields={"said": ""},
                values={"rating": RATINGS, "said": RATINGS},
                events={"rated": "rated this objective {said}"},
            ),
        )
        register("plans.measure", Phrases("measure"))
        register("plans.focusgroup", Phrases("group of children or adults"))
        register("plans.assurancearea", Phrases("area of assurance"))
        register("plans.plansection", Phrases("section"))

    def _register_phrases_of_files(self) -> None:
        from goldenthread.trail.rules import Phrases, register

        register(
            "plans.planimport",
            Phrases(
                "file",
                events={
                    "uploaded": "uploaded this file",
                    "applied": "made a plan of this file",
                    "corrected": "corrected a line of this file",
                    "placed": "said whether this file is a new plan or a newer file of one",
                    "abandoned": "put this file aside",
                    "undone": "undid what this file had changed",
                },
            ),
        )

    def _register_readers(self) -> None:
        from goldenthread.plans.queries import PART_KINDS, may_read_part, may_read_plan
        from goldenthread.trail.rules import register_reader

        register_reader("plans.plan", may_read_plan)
        for kind in (model._meta.label_lower for model in PART_KINDS.values()):
            register_reader(kind, partial(_may_read, may_read_part, kind))

    def _register_navigation(self) -> None:
        from goldenthread.plans.permissions import SEE
        from goldenthread.web.navigation import NavigationItem, register

        register(NavigationItem("Home", "plans:show_home", SEE, 10))
        register(NavigationItem("Plan", "plans:list_plans", SEE, 20, WITHIN))


def _may_read(asked: Callable[[Actor, str, UUID], bool], kind: str, actor: Actor, part_id: UUID) -> bool:
    return asked(actor, kind, part_id)
