"""Adding, changing and taking out the parts of a plan, and placing actions in it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from goldenthread.actions import queries as actions
from goldenthread.plans import forms, permissions, queries, services
from goldenthread.plans.presenters import Words
from goldenthread.plans.rules import WRITTEN_SECTIONS
from goldenthread.plans.views.answering import answer, found, to
from goldenthread.threads.rules import Ref
from goldenthread.web.access import needs

NAMES = {
    "priority": "priority",
    "objective": "objective",
    "measure": "measure",
    "focus_group": "group",
    "assurance_area": "area of assurance",
    "section": "section",
}
PRIORITY_LABELS = {
    "title": "Title",
    "outcome": "What difference it will make",
    "what_we_will_do": "What we will do",
    "rationale": "Why it was chosen",
}


def _plan(request: HttpRequest, plan_id: UUID) -> dict[str, Any]:
    plan = found(queries.show_plan_row(request.actor, plan_id))  # type: ignore[attr-defined]
    return {"plan": plan, "words": Words(plan.level_words)}


def _around(part: Any) -> dict[str, Any]:
    return {"plan": part.plan, "words": Words(part.plan.level_words), "thing": part}


@needs(permissions.CHANGE)
def add_priority(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Add a priority at the end of a plan."""
    context, form = _plan(request, plan_id), forms.AddPriority.of(request)

    def act(typed: forms.AddPriority) -> str:
        row = services.add_priority(request.actor, timezone.now(), plan_id, **typed.written())  # type: ignore[attr-defined]
        return to(request, "show_priority", priority_id=row.pk)

    return answer(request, "plans/add_priority.html", form, act, done="It is in the plan.", **context)


@needs(permissions.CHANGE)
def change_priority(request: HttpRequest, priority_id: UUID) -> HttpResponse:
    """Change a priority's words."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.show_priority_row(actor, priority_id))
    form = forms.ChangePriority.of(request, initial=forms.ChangePriority.holding(row))

    def act(typed: forms.ChangePriority) -> str:
        fields = typed.written(row.areas_of_focus_by_audience)
        services.change_priority(actor, timezone.now(), priority_id, int(typed.cleaned_data["version"]), **fields)
        return to(request, "show_priority", priority_id=priority_id)

    return answer(
        request, "plans/change_priority.html", form, act, done="Your changes are kept.", labels=PRIORITY_LABELS,
        **_around(row),
    )  # fmt: skip


@needs(permissions.CHANGE)
def add_objective(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Add an objective under a priority (`?priority=`) or under the plan itself."""
    actor = request.actor  # type: ignore[attr-defined]
    context = _plan(request, plan_id)
    form = forms.AddObjective.of(
        request,
        priorities=queries.priority_choices(actor, plan_id),
        word=context["words"].one("priority"),
        initial={"priority_id": request.GET.get("priority", "")},
    )

    def act(typed: forms.AddObjective) -> str:
        row = services.add_objective(actor, timezone.now(), plan_id, **typed.written())
        return to(request, "show_objective", objective_id=row.pk)

    return answer(request, "plans/add_objective.html", form, act, done="It is in the plan.", **context)


@needs(permissions.CHANGE)
def change_objective(request: HttpRequest, objective_id: UUID) -> HttpResponse:
    """Change an objective's words, its outcomes or the priority it stands under."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.show_objective_row(actor, objective_id))
    form = forms.ChangeObjective.of(
        request,
        priorities=queries.priority_choices(actor, row.plan_id),
        word=Words(row.plan.level_words).one("priority"),
        initial=forms.ChangeObjective.holding(row),
    )

    def act(typed: forms.ChangeObjective) -> str:
        version = int(typed.cleaned_data["version"])
        services.change_objective(actor, timezone.now(), objective_id, version, **typed.written())
        return to(request, "show_objective", objective_id=objective_id)

    return answer(
        request, "plans/change_objective.html", form, act, done="Your changes are kept.",
        labels={"title": "Title", "reference": "Reference"}, **_around(row),
    )  # fmt: skip


@needs(permissions.CHANGE)
def add_measure(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Add a measure to a plan, or to one of its priorities (`?priority=`) or objectives (`?objective=`)."""
    actor = request.actor  # type: ignore[attr-defined]
    above = {key: request.GET[key] for key in ("priority", "objective") if request.GET.get(key)}
    parts = {key: found(queries.show_part(actor, key, _uuid(value))) for key, value in above.items()}
    context = _plan(request, plan_id) | {"thing": next(iter(parts.values()), None)}
    form = forms.AddMeasure.of(request)

    def act(typed: forms.AddMeasure) -> str:
        under = {f"{key}_id": part.pk for key, part in parts.items()}
        row = services.add_measure(actor, timezone.now(), plan_id, **typed.cleaned_data, **under)
        return to(request, "show_measure", measure_id=row.pk)

    return answer(request, "plans/add_measure.html", form, act, done="It is in the plan.", **context)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404("There is no such page.") from None


@needs(permissions.CHANGE)
def change_measure(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """Change a measure's words or kind."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.show_measure(actor, measure_id))
    held = {"text": row.text, "kind": row.kind, "version": row.version}
    form = forms.ChangeMeasure.of(request, initial=held)

    def act(typed: forms.ChangeMeasure) -> str:
        version = int(typed.cleaned_data["version"])
        fields = {key: typed.cleaned_data[key] for key in ("text", "kind")}
        services.change_measure(actor, timezone.now(), measure_id, version, **fields)
        return to(request, "show_measure", measure_id=measure_id)

    return answer(
        request, "plans/change_measure.html", form, act, done="Your changes are kept.",
        labels={"text": "How you will know"},        **_around(row),
    )  # fmt: skip


@needs(permissions.CHANGE)
def add_focus_group(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Add a group of children or adults that the plan gives particular attention to."""
    context, form = _plan(request, plan_id), forms.AddFocusGroup.of(request)

    def act(typed: forms.AddFocusGroup) -> str:
        services.add_focus_group(request.actor, timezone.now(), plan_id, **typed.cleaned_data)  # type: ignore[attr-defined]
        return to(request, "show_plan", plan_id=plan_id, fragment="focus-groups")

    return answer(request, "plans/add_focus_group.html", form, act, done="It is in the plan.", **context)


@needs(permissions.CHANGE)
def add_assurance_area(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Add an area the partnership wants assurance about."""
    context, form = _plan(request, plan_id), forms.AddAssuranceArea.of(request)

    def act(typed: forms.AddAssuranceArea) -> str:
        services.add_assurance_area(request.actor, timezone.now(), plan_id, **typed.written())  # type: ignore[attr-defined]
        return to(request, "show_plan", plan_id=plan_id, fragment="assurance")

    return answer(request, "plans/add_assurance_area.html", form, act, done="It is in the plan.", **context)


@needs(permissions.CHANGE)
def add_section(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Add a piece of a plan's prose."""
    context, form = _plan(request, plan_id), forms.AddSection.of(request)

    def act(typed: forms.AddSection) -> str:
        services.add_section(request.actor, timezone.now(), plan_id, **typed.written())  # type: ignore[attr-defined]
        return to(request, "show_plan", plan_id=plan_id, fragment="sections")

    return answer(request, "plans/add_section.html", form, act, done="It is in the plan.", **context)


@needs(permissions.CHANGE)
def change_section(request: HttpRequest, section_id: UUID) -> HttpResponse:
    """Change a piece of a plan's prose; lists that came from a file in a shape of their own stay as they are."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.show_section(actor, section_id))
    if row.kind not in WRITTEN_SECTIONS:
        raise Http404("This section is not written on a page.")
    form = forms.ChangeSection.of(request, kind=row.kind, initial=forms.ChangeSection.holding(row))

    def act(typed: forms.ChangeSection) -> str:
        version = int(typed.cleaned_data["version"])
        services.change_section(actor, timezone.now(), section_id, version, **typed.written())
        return to(request, "show_plan", plan_id=row.plan_id, fragment="sections")

    return answer(
        request, "plans/change_section.html", form, act, done="Your changes are kept.", labels={"heading": "Heading"},
        **_around(row),
    )  # fmt: skip


@needs(permissions.CHANGE)
def remove_part(request: HttpRequest, kind: str, part_id: UUID) -> HttpResponse:
    """Take a part out of a plan, after asking once more."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.show_part(actor, kind, part_id))
    form = forms.RemovePart.of(request)

    def act(typed: forms.RemovePart) -> str:
        services.remove_part(actor, timezone.now(), kind, part_id, reason=typed.cleaned_data["reason"])
        return to(request, "show_plan", plan_id=row.plan_id)

    context = _around(row)
    word = context["words"].said(kind) if kind in ("priority", "objective", "measure") else NAMES[kind]
    return answer(
        request,
        "plans/remove_part.html",
        form,
        act,
        done="It was taken out. The history keeps its text.",
        word=word,
        **context,
    )


@needs(permissions.CHANGE)
def place_action(request: HttpRequest) -> HttpResponse:
    """Let an action serve an objective or priority as well; `?action=` and `?target=` choose beforehand."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = actions.list_actions(actor, timezone.localdate())
    known = [(str(row.id), f"{row.reference} {' '.join(row.description.split())}".strip()[:140]) for row in rows]
    given = {key: request.GET.get(key, "") for key in ("action", "target")}
    form = forms.PlaceAction.of(request, actions=known, places=queries.places_by_plan(actor), initial=given)

    def act(typed: forms.PlaceAction) -> str:
        kind, _, key = typed.cleaned_data["target"].partition(":")
        ref = Ref(kind, UUID(key))
        services.place_action(actor, timezone.now(), UUID(typed.cleaned_data["action"]), ref)
        level = kind.rpartition(".")[2]
        return to(request, f"show_{level}", **{f"{level}_id": ref.id})

    context = {"restricted": any(row.information_class == "R" for row in rows)}
    return answer(request, "plans/place_action.html", form, act, done="The action serves this now.", **context)
