"""A plan on paper: the poster, and the document in any layout and format."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.permissions import readable_classes
from goldenthread.plans import forms, permissions, queries
from goldenthread.plans.exchange.composing import export_plan as compose
from goldenthread.plans.exchange.writing import shipped
from goldenthread.plans.presenters import poster_of, poster_report
from goldenthread.plans.views.answering import found
from goldenthread.rendering.pdf import pdf
from goldenthread.web.access import needs
from goldenthread.web.filters import date

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
OWN = "own"


@needs(permissions.SEE)
def show_plan_on_a_page(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """A plan as a poster; `?ratings=yes` says how each priority stands, `?format=pdf` gives a file to print."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    tree = found(queries.plan_tree(actor, plan_id, today))
    statement = partnerships.statements(actor).get("vision")
    poster = poster_of(tree, actor.partnership_name, statement.body if statement else "")
    ratings = request.GET.get("ratings") == "yes"
    if request.GET.get("format") == "pdf":
        marking = partnerships.show_partnership(actor).marking
        content = pdf(poster_report(poster, marking, date(today), ratings))
        return file_response("plan-on-a-page.pdf", content, "pdf")
    context = {"plan": tree.plan, "poster": poster, "ratings": ratings, "today": today}
    return TemplateResponse(request, "plans/show_plan_on_a_page.html", context)


@needs(permissions.SEE)
def export_plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Choose a format and a layout; with both in the address, the file itself."""
    actor = request.actor  # type: ignore[attr-defined]
    plan = found(queries.show_plan_row(actor, plan_id))
    own = [(OWN, "As the file it came from")] if plan.layout else []
    choices = own + [(name, layout.title) for name, layout in shipped().items()]
    hints = {OWN: "With progress and ratings filled in"} | {name: one.sentence for name, one in shipped().items()}
    usual = {"format": "docx", "layout": choices[0][0]}
    asked = request.GET if "format" in request.GET else None
    few = "R" in readable_classes(actor.roles)
    form = forms.ExportPlan(data=asked, layouts=choices, hints=hints, restricted=few, initial=usual)
    if asked is not None and form.is_valid():
        layout = form.cleaned_data["layout"]
        chosen, format = "" if layout == OWN else layout, form.cleaned_data["format"]
        restricted = form.cleaned_data.get("restricted", False)
        made = compose(actor, plan_id, timezone.localdate(), format, chosen, restricted=restricted)
        return file_response(*found(made), format)
    status = 422 if form.is_bound and form.errors else 200
    return TemplateResponse(request, "plans/export_plan.html", {"plan": plan, "form": form}, status=status)


def file_response(name: str, content: bytes, format: str) -> HttpResponse:
    """A file to be saved, under its name."""
    response = HttpResponse(content, content_type=TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
