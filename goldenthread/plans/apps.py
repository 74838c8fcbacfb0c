"""The plans app: what can be linked in a plan, and how its history reads."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.apps import AppConfig

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.rag import WORDS
from goldenthread.threads.rules import Expectation, LinkKind, Mend
from goldenthread.trail.rules import Phrases

# Beginnings of the addresses of a plan's parts, which count as within Plan.
WITHIN = ("priorities/", "objectives/", "measures/", "sections/", "parts/", "place-action/", "broken-threads/")
# What happened to a plan's versions and refreshes; `edition` is what a version is called.
VERSION_EVENTS = {
    "version_made": "made version {edition} of this plan",
    "version_taken_again": "took version {edition} of this plan afresh",
    "version_sent": "put version {edition} of this plan to {seats}",
    "version_approved": "approved version {edition} for {seat}",
    "version_declined": "declined version {edition} for {seat}",
    "version_recorded_approved": "recorded that {person} approved version {edition} for {seat}",
    "version_recorded_declined": "recorded that {person} declined version {edition} for {seat}",
    "version_issued": "issued version {edition} of this plan",
    "refresh_begun": "began to refresh this plan for a new year",
    "refresh_changed": "changed the new year of this plan",
    "refresh_decided": "decided on {decided} for the new year of this plan",
    "refresh_abandoned": "put the refresh of this plan aside",
    "refreshed": "took this plan into its new year",
}
VERSION_FIELDS = {"seats": "seats", "seat": "", "person": "", "decided": "", "occasion": "", "issue_on": "issued on"}
CARRIED_EVENTS = {
    "continued": "continued this {level} into {into}",
    "carried": "carried this {level} into {into}",
    "closed": "closed this {level}",
    "evidence_added": "added evidence",
}
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
        self._register_lineage()
        self._register_asks()
        self._open_files()

    def _open_files(self) -> None:
        from goldenthread.partnerships.exchange.files import register_opener
        from goldenthread.plans.exchange.structures import open_structure

        register_opener(open_structure)

    def _register_lineage(self) -> None:
        from goldenthread.actions.rules import register_lineage
        from goldenthread.plans.queries import lineage_of_action

        register_lineage(lineage_of_action)

    def _register_asks(self) -> None:
        from goldenthread.kernel import forward_plan
        from goldenthread.notify.rules import Source, register_source
        from goldenthread.plans.queries import approval_asks, approvals_waiting
        from goldenthread.plans.queries.ahead import ahead

        forward_plan.register("plans", ahead)
        register_source(Source("plan_approvals", of_actors=approval_asks, button="Answer", waits=approvals_waiting))

    def _register_kinds(self) -> None:
        from goldenthread.plans.models import Plan
        from goldenthread.plans.permissions import SEE
        from goldenthread.plans.queries import following as rows
        from goldenthread.threads.rules import Kind, Page, register

        shown = Expectation(LinkKind.EVIDENCES, False, "No evidence yet.", _mend("Add evidence", part="measure"))
        register(
            Kind(
                "plans.plan", "plan", "plans", rows.plan_rows, Page("plans:show_plan", {"plan_id": "id"}), level=10,
                edges=rows.plan_edges, states=dict(Plan.State.choices), of_group=rows.plans_of_group, needs=SEE,
            )
        )  # fmt: skip
        register(
            Kind(
                "plans.priority", "priority", "priorities", rows.priority_rows,
                Page("plans:show_priority", {"priority_id": "id"}), level=20, edges=rows.priority_edges,
                is_linkable=True, expects=_expected("priority"), needs=SEE,
                of_group=rows.parts_of_group(rows.Priority),
            )
        )  # fmt: skip
        register(
            Kind(
                "plans.objective", "objective", "objectives", rows.objective_rows,
                Page("plans:show_objective", {"objective_id": "id"}), level=30, edges=rows.objective_edges,
                is_linkable=True, expects=_expected("objective"), needs=SEE,
                of_group=rows.parts_of_group(rows.Objective),
            )
        )  # fmt: skip
        register(
            Kind(
                "plans.measure", "measure", "measures", rows.measure_rows,
                Page("plans:show_measure", {"measure_id": "id"}), level=40, is_linkable=True, expects=(shown,),
                needs=SEE, of_group=rows.parts_of_group(rows.Measure),
            )
        )  # fmt: skip
        self._register_texts()

    def _register_texts(self) -> None:
        from goldenthread.plans.permissions import SEE
        from goldenthread.plans.queries import following as rows
        from goldenthread.threads.rules import Kind, Page, register

        texts = (
            ("plans.plansection", "part of a plan", "texts of plans", rows.section_rows, rows.PlanSection, "sections"),
            ("plans.focusgroup", "group attended to", "groups attended to", rows.focus_group_rows, rows.FocusGroup,
             "focus-groups"),
            ("plans.assurancearea", "area of assurance", "areas of assurance", rows.assurance_area_rows,
             rows.AssuranceArea, "assurance"),
        )  # fmt: skip
        for key, singular, plural, found, model, place in texts:
            page = Page("plans:show_plan", {"plan_id": "within"}, place)
            register(Kind(key, singular, plural, found, page, level=45, needs=SEE, of_group=rows.parts_of_group(model)))

    def _register_phrases(self) -> None:
        from goldenthread.trail.rules import register

        texts = {
            "what_we_will_do": "what we will do",
            "areas_of_focus": "areas of focus",
            "linked_boards": "linked boards",
            "said": "",
            "into": "",
            "closed_on": "closed on",
        }
        register("plans.plan", _plan_phrases())
        register(
            "plans.priority",
            Phrases(
                "priority",
                fields=texts,
                values={"rating": RATINGS, "said": RATINGS},
                events={"rated": "rated this priority {said}", **_carried("priority")},
            ),
        )
        register(
            "plans.objective",
            Phrases(
                "objective",
                fields={"said": "", "into": "", "closed_on": "closed on"},
                values={"rating": RATINGS, "said": RATINGS},
                events={"rated": "rated this objective {said}", **_carried("objective")},
            ),
        )
        register("plans.measure", Phrases("measure", events={"evidence_added": "added evidence"}))
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

        register(NavigationItem("Home", "plans:show_home", SEE, 10, under="Home"))
        register(NavigationItem("Plans", "plans:list_plans", SEE, 20, WITHIN, under="Plan"))


def _expected(level: str) -> tuple[Expectation, ...]:
    """What a priority or an objective should have: actions that serve it, and measures."""
    from goldenthread.actions.permissions import RAISE
    from goldenthread.plans.permissions import CHANGE

    served = Mend("Raise an action", "actions:raise_action", RAISE, query={"serves": f"plans.{level}:{{id}}"})
    measured = Mend("Add a measure", "plans:add_measure", CHANGE, {"plan_id": "within"}, {level: "id"})
    return (
        Expectation(LinkKind.SERVES, False, "No action serves this yet.", served),
        Expectation(LinkKind.MEASURES, False, "Nothing says yet how we will know.", measured),
    )


def _mend(words: str, part: str) -> Mend:
    from goldenthread.plans.permissions import ADD_EVIDENCE

    return Mend(words, "plans:add_evidence", ADD_EVIDENCE, {"kind": part, "part_id": "id"})


def _plan_phrases() -> Phrases:
    return Phrases(
        "plan",
        fields={
            "starts_on": "first day",
            "ends_on": "last day",
            "edition": "version",
            "group_id": "group",
            **VERSION_FIELDS,
        },
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
            **VERSION_EVENTS,
        },
    )


def _carried(level: str) -> dict[str, str]:
    return {verb: said.replace("{level}", level) for verb, said in CARRIED_EVENTS.items()}


def _may_read(asked: Callable[[Actor, str, UUID], bool], kind: str, actor: Actor, part_id: UUID) -> bool:
    return asked(actor, kind, part_id)
