"""How plans and their parts are followed along the thread and found by search, and the edges their own tables hold."""

from typing import Any
from uuid import UUID

from django.contrib.postgres.search import CombinedSearchVector, SearchVector
from django.db.models import Case, F, Func, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce

from goldenthread.kernel.actor import Actor
from goldenthread.plans.models import AssuranceArea, FocusGroup, Measure, Objective, Plan, PlanSection, Priority
from goldenthread.plans.queries.lists import visible_plans
from goldenthread.threads.queries import columns, spaced
from goldenthread.threads.rules import Kept, LinkKind

PLAN, PRIORITY, OBJECTIVE, MEASURE = "plans.plan", "plans.priority", "plans.objective", "plans.measure"


def _lines(*fields: str) -> Any:
    """Lists of short texts as one text."""
    every = [Func(F(name), Value(" · "), function="array_to_string", output_field=TextField()) for name in fields]
    return spaced(*every)


def _own_word(level: str) -> Any:
    """What a row's plan calls its level, or nothing."""
    return KeyTextTransform("0", KeyTransform(level, "plan__level_words"))


def _words(*texts: Any, weight: str = "B") -> Any:
    return SearchVector(*texts, weight=weight, config="english")


def _with_lists() -> Any:
    """The words the database keeps, and with them those of the lists, which it cannot keep."""
    return CombinedSearchVector(F("search"), "||", _words("lists"), None)


def _parts(model: Any, actor: Actor) -> Any:
    return model.objects.within(actor).filter(plan__in=visible_plans(actor))


def plan_rows(actor: Actor) -> Any:
    """The plans the actor may read."""
    rows = visible_plans(actor).annotate(told=spaced("abbreviation", "partnership_words", "closing_words"))
    return columns(
        rows, title="title", state="state", day="ends_on", said_on=Coalesce("issue_on", "starts_on"), body="told",
        words=_words("title", weight="A") + _words("told"),
    )  # fmt: skip


def priority_rows(actor: Actor) -> Any:
    """The priorities of plans the actor may read, called what their plan calls them."""
    lists = _lines("areas_of_focus", "cohorts", "definition", "examples", "notes", "linked_boards")
    rows = _parts(Priority, actor).annotate(line=spaced("reference", "title"), lists=lists)
    return columns(
        rows, title="line", word=_own_word("priority"), within="plan_id",
        body=spaced("outcome", "what_we_will_do", "rationale", "lists"),
        words=_with_lists(),
    )  # fmt: skip


def objective_rows(actor: Actor) -> Any:
    """The objectives of plans the actor may read, called what their plan calls them."""
    rows = _parts(Objective, actor).annotate(line=spaced("reference", "title"), lists=_lines("outcomes"))
    return columns(
        rows, title="line", word=_own_word("objective"), within="plan_id", body="lists",
        words=_with_lists(),
    )  # fmt: skip


def measure_rows(actor: Actor) -> Any:
    """The measures of plans the actor may read: of quality or of success."""
    return columns(
        _parts(Measure, actor), title="text", word=spaced("kind", Value("measure")), within="plan_id", words="search"
    )


def section_rows(actor: Actor) -> Any:
    """The texts of plans the actor may read."""
    kinds = dict(PlanSection.Kind.choices)
    rows = _parts(PlanSection, actor).annotate(
        line=spaced(Coalesce(_unless_empty("heading"), _in_words("kind", kinds)), "plan__title", between=", in "),
        texts=_texts_within("body"),
    )
    return columns(rows, title="line", within="plan_id", body="texts", words="search")


def _unless_empty(field: str) -> Any:
    return Func(F(field), Value(""), function="NULLIF", output_field=TextField())


def _in_words(field: str, words: dict[str, Any]) -> Any:
    return Case(
        *(When(**{field: key}, then=Value(str(word))) for key, word in words.items()),
        default=F(field),
        output_field=TextField(),
    )


def _texts_within(field: str) -> Any:
    """Every text in a column of JSON, one after the other."""
    template = (
        "(SELECT string_agg(v #>> '{}', ' · ') FROM jsonb_path_query(%(expressions)s, 'strict $.**') v"
        " WHERE jsonb_typeof(v) = 'string')"
    )
    return Func(F(field), template=template, output_field=TextField())


def focus_group_rows(actor: Actor) -> Any:
    """The groups of children or adults to whom plans the actor may read give particular attention."""
    return columns(_parts(FocusGroup, actor), title="name", within="plan_id", words=_words("name", weight="A"))


def assurance_area_rows(actor: Actor) -> Any:
    """What the partnership wants assurance about, in plans the actor may read."""
    rows = _parts(AssuranceArea, actor).annotate(lists=_lines("expectations"))
    words = _words("title", weight="A") + _words("lists")
    return columns(rows, title="title", within="plan_id", body="lists", words=words)


def plans_of_group(actor: Actor, group_id: UUID) -> Any:
    """The ids of a group's own plans."""
    return Plan.objects.within(actor).filter(group_id=group_id).order_by().values("pk")


def parts_of_group(model: Any) -> Any:
    """A function that gives the ids of the parts of one sort of a group's own plans."""

    def of(actor: Actor, group_id: UUID) -> Any:
        return model.objects.within(actor).filter(plan__group_id=group_id).order_by().values("pk")

    return of


def plan_edges(actor: Actor) -> list[Kept]:
    """Priorities serve their plan, and so do objectives under none; what measures the whole plan measures it."""
    priorities = Priority.objects.within(actor)
    objectives = Objective.objects.within(actor).filter(priority=None)
    measures = Measure.objects.within(actor).filter(priority=None, objective=None)
    return [
        Kept(LinkKind.SERVES, PRIORITY, PLAN, _pairs(priorities, "plan_id")),
        Kept(LinkKind.SERVES, OBJECTIVE, PLAN, _pairs(objectives, "plan_id")),
        Kept(LinkKind.MEASURES, MEASURE, PLAN, _pairs(measures, "plan_id")),
    ]


def priority_edges(actor: Actor) -> list[Kept]:
    """A priority is served by its objectives and measured by its measures."""
    objectives = Objective.objects.within(actor).filter(priority__isnull=False)
    measures = Measure.objects.within(actor).filter(priority__isnull=False)
    return [
        Kept(LinkKind.SERVES, OBJECTIVE, PRIORITY, _pairs(objectives, "priority_id")),
        Kept(LinkKind.MEASURES, MEASURE, PRIORITY, _pairs(measures, "priority_id")),
    ]


def objective_edges(actor: Actor) -> list[Kept]:
    """An objective is measured by its measures."""
    measures = Measure.objects.within(actor).filter(objective__isnull=False)
    return [Kept(LinkKind.MEASURES, MEASURE, OBJECTIVE, _pairs(measures, "objective_id"))]


def _pairs(rows: Any, above: str) -> Any:
    return rows.order_by().values_list("pk", above, "position")
