"""Two versions of a plan compared in words, as a page, a Word file or a CSV."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import slugify

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.exchange import marking_of
from goldenthread.plans import forms, permissions, queries
from goldenthread.plans.presenters import change_rows, comparison_report
from goldenthread.plans.rules.comparing import CHANGES, compare, in_numbers, parts_of
from goldenthread.plans.views.answering import found
from goldenthread.plans.views.printing import file_response
from goldenthread.rendering.lists import marked_name, writers
from goldenthread.rendering.word import word
from goldenthread.web.access import needs
from goldenthread.web.filters import date as said

NOW = "now"


@dataclass(frozen=True)
class Sides:
    """The two states that are compared, by id or "now", with their names."""

    before: str
    after: str
    names: tuple[str, str]


@needs(permissions.SEE)
def compare_versions(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """What differs between two versions, or between one and the plan as it is today (`?before=…&after=…&kind=…`)."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    plan = found(queries.show_plan_row(actor, plan_id))
    choices = _choices(queries.list_versions(actor, plan_id))
    asked = {name: request.GET.get(name, "") for name in ("before", "after")}
    sides = _sides(asked, choices)
    kinds = [kind for kind in request.GET.getlist("kind") if kind in CHANGES]
    form = forms.CompareVersions(
        versions=choices, initial={"before": sides.before, "after": sides.after, "kind": kinds}
    )
    documents = _documents(actor, plan_id, sides, today)
    comparison = compare(*(parts_of(one) for one in documents))
    gone = [UUID(part.key) for part in comparison.removed if len(part.key) == 36]
    rows = change_rows(comparison, kinds, queries.lineages(actor, gone) if gone else {})
    context: dict[str, Any] = {
        "plan": plan, "form": form, "sides": sides, "numbers": in_numbers(comparison), "rows": rows, "kinds": kinds,
        "labels": CHANGES, "is_alone": len(choices) < 2, "comparison": comparison,
        "restricted": queries.holds_restricted(actor, documents, today),
    }  # fmt: skip
    wanted = request.GET.get("format", "")
    if wanted in ("docx", "csv"):
        return _file(actor, wanted, context, today)
    return TemplateResponse(request, "plans/compare_versions.html", context)


def _choices(versions: list[Any]) -> list[tuple[str, str]]:
    """Every version, oldest first, and the plan as it is now."""
    lines = [
        (str(row.pk), f"Version “{row.name}” ({said(row.issued_on or row.taken_on)})") for row in reversed(versions)
    ]
    return [*lines, (NOW, "The plan as it is today")]


def _sides(asked: dict[str, str], choices: list[tuple[str, str]]) -> Sides:
    """The two asked for; else the last two versions, or the only one and the plan as it is today."""
    known, usual = dict(choices), [key for key, _ in choices[:-1]][-2:]
    before = asked["before"] if asked["before"] in known else (usual or [NOW])[0]
    after = asked["after"] if asked["after"] in known else usual[1] if len(usual) > 1 else NOW
    names = tuple(f"{known[one][:1].lower()}{known[one][1:]}" for one in (before, after))
    return Sides(before, after, names)  # type: ignore[arg-type]


def _documents(actor: Actor, plan_id: UUID, sides: Sides, today: date) -> tuple[Any, Any]:
    """The two states as far as the actor may read them."""
    ids = [UUID(one) for one in (sides.before, sides.after) if one != NOW]
    frozen = {str(key): pair[1] for key, pair in queries.two_documents(actor, plan_id, ids, today).items()}
    if NOW in (sides.before, sides.after):
        frozen[NOW] = queries.plan_as_document(actor, plan_id, today)
    return frozen.get(sides.before, {}), frozen.get(sides.after, {})


def _file(actor: Actor, wanted: str, context: dict[str, Any], today: date) -> HttpResponse:
    plan, rows, sides = context["plan"], context["rows"], context["sides"]
    marking = marking_of(actor, context["restricted"])
    name = f"{slugify(plan.title)[:60]}-changes"
    if wanted == "csv":
        lines = [(CHANGES[sort], row.sentence, row.became) for sort, each in rows.items() for row in each]
        write = writers("Changes", marking=marking, wide=("What changed",))["csv"]
        return file_response(
            f"{marked_name(name, marking)}.csv", write(("Kind", "What changed", "What became of it"), lines), "csv"
        )
    report = comparison_report(plan.title, sides.names, context["comparison"], rows, marking, said(today))
    return file_response(f"{name}.docx", word(report), "docx")
