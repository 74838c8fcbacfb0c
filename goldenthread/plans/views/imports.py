"""Bring in a plan: choose the file, check what was read, correct it, apply it. Works without JavaScript."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.kernel.outcomes import Refused, Superseded
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.presenters import lead_choices
from goldenthread.plans import queries, services
from goldenthread.plans.exchange import answering, applying, importing, showing
from goldenthread.plans.exchange.answering import Answer, Checked
from goldenthread.plans.exchange.files import UnreadablePlan
from goldenthread.plans.exchange.newer import choosing
from goldenthread.plans.forms import imports as forms
from goldenthread.plans.permissions import IMPORT
from goldenthread.plans.views.newer import offer_undo
from goldenthread.web.access import needs
from goldenthread.web.uploads import takes_files, with_file


@takes_files
@needs(IMPORT)
def import_plan(request: HttpRequest) -> HttpResponse:
    """Choose a file, and see what became of earlier ones."""
    form = with_file(forms.ImportPlan.of(request), request, "file")
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            row = importing.receive_file(request.actor, timezone.now(), upload.read(), upload.name)
        except (UnreadablePlan, Refused) as error:
            form.add_error("file", error.reason)
        else:
            return redirect(_next_page(request, row), partnership=request.actor.partnership_slug, import_id=row.pk)
    context = {"form": form, "rows": queries.list_imports(request.actor)}
    return TemplateResponse(request, "plans/import_plan.html", context, status=422 if form.errors else 200)


def _next_page(request: HttpRequest, row: Any) -> str:
    """Where a file just brought in goes: its columns, the question whose newer file it is, or the check."""
    if row.grids:
        return "plans:map_columns"
    return "plans:choose_onto" if choosing.alike(request.actor, row.document) else "plans:check_import"


@needs(IMPORT)
def map_columns(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Name the columns of a table whose headings say nothing we know."""
    row = queries.show_import(request.actor, import_id)
    if row is None or not row.grids:
        raise Http404
    grid = row.grids[0]
    widest = max((len(cells) for cells in grid["rows"]), default=0)
    header = [*grid["rows"][0], *[""] * widest][:widest] if grid["rows"] else []
    form = forms.MapColumns.of(request, columns=header)
    if request.method == "POST" and form.is_valid():
        try:
            answering.name_columns(request.actor, timezone.now(), import_id, form.mapping())
        except Refused as refused:
            form.refuse(refused)
        else:
            page = "plans:compare_import" if row.onto_id else "plans:check_import"
            return redirect(page, partnership=request.actor.partnership_slug, import_id=import_id)
    context = {"form": form, "row": row, "grid": grid, "widest": widest}
    return TemplateResponse(request, "plans/map_columns.html", context, status=422 if form.errors else 200)


def _checked(request: HttpRequest, import_id: UUID) -> Checked:
    checked = answering.check(request.actor, import_id, timezone.localdate())
    if checked is None:
        raise Http404
    return checked


@needs(IMPORT)
def check_import(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """The file on the left, what we understood on the right, doubts first."""
    checked = _checked(request, import_id)
    if checked.row.grids:
        return redirect("plans:map_columns", partnership=request.actor.partnership_slug, import_id=import_id)
    context = {"checked": checked, "page": showing.import_page(checked)}
    return TemplateResponse(request, "plans/check_import.html", context)


@needs(IMPORT)
def correct_line(request: HttpRequest, import_id: UUID, uid: str) -> HttpResponse:
    """One line: what it is, where it belongs, its words, and for an action who leads and by when."""
    checked = _checked(request, import_id)
    line = checked.line(uid)
    if line is None:
        raise Http404
    form = forms.CorrectLine.of(
        request,
        initial=showing.line_as_typed(checked, line),
        line_kind=line.kind,
        kinds=showing.kind_choices(line),
        parents=showing.parent_choices(checked, line),
        leads=lead_choices(checked.proposals.known),
    )
    if request.method == "POST" and form.is_valid():
        try:
            answering.correct_line(
                request.actor, timezone.now(), import_id, int(request.POST.get("version") or 0), uid, _answer(form)
            )
        except Superseded as superseded:
            form.refuse(superseded)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The line was corrected.")
            return redirect("plans:check_import", partnership=request.actor.partnership_slug, import_id=import_id)
    context = {"form": form, "checked": checked, "line": line, "original": checked.originals.get(uid)}
    return TemplateResponse(request, "plans/correct_line.html", context, status=422 if form.errors else 200)


def _answer(form: forms.CorrectLine) -> Answer:
    typed = form.cleaned_data
    return Answer(
        kind=typed["kind"],
        text=typed["text"],
        parent_uid=typed.get("parent") or "",
        leads=forms.one_a_line(typed.get("leads") or ""),
        lead=typed.get("lead") or "",
        due=forms.one_a_line(typed.get("due") or ""),
        real_date=typed.get("real_date"),
        evidence=forms.one_a_line(typed.get("evidence") or ""),
    )


@needs(IMPORT)
def decide_import(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """The plan as a whole: title, kind, period, whose it is, who answers, which groups to add."""
    checked = _checked(request, import_id)
    groups = partnerships.bare_groups(request.actor, timezone.localdate())
    form = forms.DecideImport.of(
        request,
        initial=showing.decisions_as_typed(checked),
        own_groups=[(str(group.pk), group.name) for group in groups],
        leads=lead_choices(checked.proposals.known),
        new_groups=showing.new_groups(checked, groups),
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        period = {"start": str(typed["starts_on"]), "end": str(typed["ends_on"])} if typed["starts_on"] else None
        chosen = {name: typed.get(name) or "" for name in ("title", "kind", "group", "fallback")}
        try:
            answering.decide(
                request.actor, timezone.now(), import_id, int(request.POST.get("version") or 0),
                chosen | {"groups": typed.get("groups") or []}, period,
            )  # fmt: skip
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Your choices were kept.")
            return redirect("plans:check_import", partnership=request.actor.partnership_slug, import_id=import_id)
    context = {"form": form, "checked": checked}
    return TemplateResponse(request, "plans/decide_import.html", context, status=422 if form.errors else 200)


@needs(IMPORT)
def apply_import(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Ask once more, saying what will be made, then make it."""
    checked = _checked(request, import_id)
    if checked.row.onto_id:
        return redirect("plans:compare_import", partnership=request.actor.partnership_slug, import_id=import_id)
    reason = ""
    if request.method == "POST":
        try:
            made = applying.apply_import(request.actor, timezone.now(), timezone.localdate(), import_id)
        except Refused as refused:
            reason = refused.reason
        else:
            return _made(request, made, import_id)
    context = {"checked": checked, "page": showing.import_page(checked), "reason": reason}
    return TemplateResponse(request, "plans/apply_import.html", context, status=422 if reason else 200)


def _made(request: HttpRequest, made: applying.Applied, import_id: UUID) -> HttpResponse:
    slug = request.actor.partnership_slug
    if made.plan_id is None:
        messages.success(request, f"{made.groups} groups were added to the structure.")
        return redirect("partnerships:show_structure", partnership=slug)
    offer_undo(request, "Your plan is here as a draft. Approve it, and it can go live.", import_id)
    return redirect("plans:show_plan", partnership=slug, plan_id=made.plan_id)


@needs(IMPORT)
def abandon_import(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Put a file aside; nothing else changes."""
    checked = _checked(request, import_id)
    if request.method == "POST":
        try:
            services.abandon_import(request.actor, timezone.now(), import_id)
        except Refused as refused:
            messages.error(request, refused.reason)
        else:
            messages.success(request, "The file was put aside. Nothing was changed.")
        return redirect("plans:import_plan", partnership=request.actor.partnership_slug)
    return TemplateResponse(request, "plans/abandon_import.html", {"checked": checked})
