"""Plans: the list, the plan itself, its history, drafting and changing it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import slugify

from goldenthread.actions.queries import ActionLine
from goldenthread.kernel.actor import Actor
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.exchange import list_file
from goldenthread.plans import forms, permissions, queries, services
from goldenthread.plans.presenters import (
    PRINTED,
    TONES,
    VERSION_TONES,
    May,
    PlanRow,
    Words,
    folded,
    in_order,
    matches,
    named,
    next_step,
    only,
    pieces,
    plan_rows,
    strength_level,
    words_of,
)
from goldenthread.plans.queries import PlanTree
from goldenthread.plans.rules import WRITTEN_SECTIONS, review_overdue_by
from goldenthread.plans.views.answering import answer, found, to
from goldenthread.web.access import needs
from goldenthread.web.lists import Column, Listing, ListState, list_page

LISTING = Listing(
    columns=(
        Column("plan", "The plan", "place"),
        Column("due", "Due", ("due_on", "description")),
        Column("lead", "Who leads", ("lead", "due_on")),
        Column("delivery", "Delivery", ("urgency", "due_on")),
    ),
    filters=forms.PlanFilters,
    order="plan",
)
PLANS = Listing(
    columns=(
        Column("title", "Plan", value=lambda line: line.plan.title),
        Column("kind", "What sort of plan", value=lambda line: line.plan.get_kind_display()),
        Column("edition", "Version", value=lambda line: line.plan.edition),
        Column("state", "State", value=lambda line: line.plan.get_state_display()),
        Column("whose", "Whose", value=lambda line: line.plan.group.name if line.plan.group else "The partnership's"),
        Column("starts_on", "First day", value=lambda line: line.plan.starts_on),
        Column("ends_on", "Last day", value=lambda line: line.plan.ends_on),
        Column("priorities", "Priorities"),
        Column("objectives", "Objectives"),
        Column("review_on", "To be reviewed on", value=lambda line: line.plan.review_on),
    )
)
DOWNLOAD = Listing(columns=tuple(Column(heading, heading, value=value) for heading, value in PRINTED))
PARTICULARS = {
    "title": "Title",
    "kind": "What sort of plan",
    "starts_on": "First day",
    "ends_on": "Last day",
    "edition": "Version",
    "author": "Author",
    "issue_on": "Issued on",
    "review_on": "To be reviewed on",
}


@needs(permissions.SEE)
def list_plans(request: HttpRequest) -> HttpResponse:
    """Every plan this person may read, by state."""
    actor = request.actor  # type: ignore[attr-defined]
    lines, state = queries.list_plans(actor), PLANS.read(request.GET)
    if state.format:
        return list_file(actor, timezone.localdate(), state, lines, "Plans")
    context = {"lines": lines, "state": state, "may": May.of(actor), "tones": TONES, "words_of": words_of}
    return TemplateResponse(request, "plans/list_plans.html", context)


@needs(permissions.SEE)
@list_page("A plan")
def show_plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """A plan as a document to read and a list to work with; `?format=` gives its actions as a file."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    tree = found(queries.plan_tree(actor, plan_id, today))
    leads = sorted({line.lead_name for line in tree.all_actions if line.lead_name})
    groups = sorted({name for line in tree.all_actions for name in line.reports_to})
    state = LISTING.read(request.GET, leads=leads, groups=groups)
    kept = [line for line in tree.all_actions if matches(line, state.filters, today)]
    shown = only(tree, kept) if state.is_filtered else tree
    if state.format:
        return _download(actor, state, only(found(queries.plan_in_full(actor, plan_id, today)), kept))
    may = May.of(actor, tree.plan.state)
    return TemplateResponse(
        request,
        "plans/show_plan.html",
        {
            "tree": shown,
            "plan": tree.plan,
            "state": state,
            "kept": len(kept),
            "total": len(tree.all_actions),
            "folded": folded(shown, request.GET.get("open", "")),
            "unfold": lambda key: f"?{_with(request, open=str(key))}",
            "in_order": in_order,
            "ordered": lambda lines: [row.line for row in state.sorted(PlanRow(line) for line in lines)],
            "may": may,
            "step": next_step(may, tree.plan.state),
            "tones": TONES,
            "words": Words(tree.plan.level_words),
            "pieces": pieces,
            "strength_level": strength_level,
            "written_sections": WRITTEN_SECTIONS,
            "today": today,
            "version_tones": VERSION_TONES,
            "review_late": review_overdue_by(tree.plan.state, tree.plan.review_on, today),
        },
    )


def _with(request: HttpRequest, **more: str) -> str:
    """The query of this address with something more in it."""
    query = request.GET.copy()
    for key, value in more.items():
        query[key] = value
    return query.urlencode()


def _download(actor: Actor, state: ListState, tree: PlanTree[ActionLine]) -> HttpResponse:
    """The actions as they are filtered and in the order asked for, each in every place it has in the plan."""
    rows = state.sorted(plan_rows(tree))
    name = f"{slugify(tree.plan.title)[:60]}-actions"
    return list_file(
        actor, timezone.localdate(), state, rows, f"Actions of {tree.plan.title}", columns=DOWNLOAD.columns, file=name,
        wide=("Action", "Why", "What it said"),
        restricted=any(row.line.information_class == "R" for row in rows),
    )  # fmt: skip


@needs(permissions.SEE)
def show_plan_history(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Everything that happened to a plan and its parts, as sentences."""
    actor = request.actor  # type: ignore[attr-defined]
    plan = found(queries.show_plan_row(actor, plan_id))
    context = {"plan": plan, "events": named(queries.plan_history(actor, plan_id), words_of(plan), titles=True)}
    return TemplateResponse(request, "plans/show_plan_history.html", context)


@needs(permissions.CHANGE)
def draft_plan(request: HttpRequest) -> HttpResponse:
    """Begin a plan written here."""
    actor = request.actor  # type: ignore[attr-defined]
    form = forms.DraftPlan.of(request, groups=_groups(request))

    def act(typed: forms.DraftPlan) -> str:
        plan = services.draft_plan(actor, timezone.now(), **typed.written())
        return to(request, "show_plan", plan_id=plan.pk)

    return answer(request, "plans/draft_plan.html", form, act, done="The draft is kept. Add what it is made of.")


@needs(permissions.CHANGE)
def change_plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Change a plan's particulars and its own words for its levels."""
    actor = request.actor  # type: ignore[attr-defined]
    plan = found(queries.show_plan_row(actor, plan_id))
    form = forms.ChangePlan.of(request, groups=_groups(request), initial=forms.ChangePlan.holding(plan))

    def act(typed: forms.ChangePlan) -> str:
        version = int(typed.cleaned_data["version"])
        services.change_plan(actor, timezone.now(), plan_id, version, **typed.written())
        return to(request, "show_plan", plan_id=plan_id)

    return answer(
        request, "plans/change_plan.html", form, act, done="The plan was changed.", labels=PARTICULARS, plan=plan
    )


def _groups(request: HttpRequest) -> list[tuple[str, str]]:
    groups = partnerships.bare_groups(request.actor, timezone.localdate())  # type: ignore[attr-defined]
    return [(str(group.pk), group.name) for group in groups]
