"""A newer file of a plan: bring it in, look at what differs, apply it; and undo an import."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.kernel.outcomes import Refused
from goldenthread.plans import queries
from goldenthread.plans.exchange.files import UnreadablePlan
from goldenthread.plans.exchange.newer import applying, choosing, receiving, showing, undo_lines, undoing
from goldenthread.plans.exchange.newer.choosing import Answers, Compared
from goldenthread.plans.forms import newer as forms
from goldenthread.plans.permissions import IMPORT
from goldenthread.plans.views.answering import found, to
from goldenthread.web.access import needs
from goldenthread.web.uploads import takes_files, with_file


@takes_files
@needs(IMPORT)
def bring_in_newer_file(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Choose a newer file of one plan."""
    plan = found(queries.show_plan_row(request.actor, plan_id))
    form = with_file(forms.BringInNewerFile.of(request), request, "file")
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            row = receiving.receive_newer_file(
                request.actor, timezone.now(), timezone.localdate(), upload.read(), upload.name, plan_id,
                form.cleaned_data["dated_on"],
            )  # fmt: skip
        except UnreadablePlan as error:
            form.add_error("file", error.reason)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(to(request, "map_columns" if row.grids else "compare_import", import_id=row.pk))
    context = {"form": form, "plan": plan}
    return TemplateResponse(request, "plans/bring_in_newer_file.html", context, status=422 if form.errors else 200)


@needs(IMPORT)
def choose_onto(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Ask of a file that looks like a plan which is here: a new plan, or a newer file of that one?"""
    row = found(queries.show_import(request.actor, import_id))
    alike = choosing.alike(request.actor, row.document)
    form = forms.ChooseOnto.of(request, plans=[(str(one.plan_id), one.title, one.why) for one in alike])
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["onto"]
        plan_id = None if chosen == forms.A_NEW_PLAN else UUID(chosen)
        try:
            receiving.place_file(request.actor, timezone.now(), timezone.localdate(), import_id, plan_id)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(to(request, "compare_import" if plan_id else "check_import", import_id=import_id))
    context = {"form": form, "row": row}
    return TemplateResponse(request, "plans/choose_onto.html", context, status=422 if form.errors else 200)


def _compared(request: HttpRequest, import_id: UUID) -> Compared:
    compared = choosing.show_compared(request.actor, import_id)
    if compared is None or compared.row.grids:
        raise Http404
    return compared


@needs(IMPORT)
def compare_import(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """What a newer file adds, changes and no longer holds, doubts first; what is taken of each is kept as one goes."""
    compared = _compared(request, import_id)
    page = showing.newer_page(compared, request.GET.get("show", ""), request.GET.get("page", ""))
    if request.method == "POST" and request.POST.get("then") == "again":
        _compare_again(request, import_id)
        return redirect(to(request, "compare_import", import_id=import_id))
    form = forms.CompareLines.of(request, lines=page.lines, choices=compared.choices)
    if request.method == "POST" and form.is_valid():
        try:
            choosing.keep_choices(
                request.actor, timezone.now(), timezone.localdate(), import_id,
                int(request.POST.get("version") or 0), Answers(*form.answers()),
            )  # fmt: skip
        except Refused as refused:
            form.refuse(refused)
        else:
            return _kept(request, import_id)
    context = {"compared": compared, "row": compared.row, "page": page, "form": form}
    return TemplateResponse(request, "plans/compare_import.html", context, status=422 if form.errors else 200)


def _compare_again(request: HttpRequest, import_id: UUID) -> None:
    try:
        choosing.compare_again(request.actor, timezone.now(), timezone.localdate(), import_id)
    except Refused as refused:
        messages.warning(request, refused.reason)
    else:
        messages.success(request, "The file was compared with the plan as it stands now.")


def _kept(request: HttpRequest, import_id: UUID) -> HttpResponse:
    if request.POST.get("then") == "apply":
        return redirect(to(request, "apply_newer_file", import_id=import_id))
    messages.success(request, "Your choices were kept. Nothing in the plan has changed yet.")
    query = request.GET.urlencode()
    return redirect(f"{to(request, 'compare_import', import_id=import_id)}{'?' + query if query else ''}")


@needs(IMPORT)
def apply_newer_file(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Ask once more, saying what will change, then change it."""
    compared = _compared(request, import_id)
    reason = ""
    if request.method == "POST":
        now, today = timezone.now(), timezone.localdate()
        try:
            done = applying.apply_newer(request.actor, now, today, import_id)
        except applying.ChangedMeanwhile as meanwhile:
            choosing.compare_again(request.actor, now, today, import_id, mark=True)
            messages.warning(request, meanwhile.reason)
            return redirect(f"{to(request, 'compare_import', import_id=import_id)}?show={showing.AGAIN}")
        except Refused as refused:
            reason = refused.reason
        else:
            said = f"The newer file was applied: {done.added} added, {done.changed} changed, {done.ended} ended."
            offer_undo(request, said, import_id)
            return redirect(to(request, "show_plan", plan_id=done.plan_id))
    context: dict[str, Any] = {"row": compared.row, "reason": reason}
    context["what"] = showing.will_do(compared.comparison, compared.choices)
    context["said"] = list(showing.sentences(compared.comparison, compared.choices))
    return TemplateResponse(request, "plans/apply_newer_file.html", context, status=422 if reason else 200)


def offer_undo(request: HttpRequest, said: str, import_id: UUID) -> None:
    """Say what was applied, with the way to undo it."""
    messages.success(request, said, extra_tags=f"Undo this import|{to(request, 'undo_import', import_id=import_id)}")


@needs(IMPORT)
def undo_import(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Say what undoing an import takes back and what stays, then take it back."""
    actor, today = request.actor, timezone.localdate()
    page = undo_lines.undo_page(actor, today, import_id)
    row = page.row if page else found(queries.show_import(actor, import_id))
    if page is None:
        return TemplateResponse(request, "plans/undo_import.html", {"row": row, "page": None})
    kept = [(str(one.line.thing_id), one.title, _since(one.since)) for one in page.stays if one.may_withdraw]
    form = forms.UndoImport.of(request, kept=kept)
    if request.method == "POST" and form.is_valid():
        nevertheless = [UUID(one) for one in form.cleaned_data.get("nevertheless") or []]
        try:
            done = undoing.undo_import(
                actor, timezone.now(), today, import_id, nevertheless=nevertheless, reason=form.cleaned_data["reason"]
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return _undone(request, row.plan_id, done)
    context = {"row": row, "page": page, "form": form}
    return TemplateResponse(request, "plans/undo_import.html", context, status=422 if form.errors else 200)


def _since(told: tuple[str, ...]) -> str:
    return f"Since then somebody {' and '.join(told)}." if told else ""


def _undone(request: HttpRequest, plan_id: UUID | None, done: undoing.Undone) -> HttpResponse:
    stayed = f" {done.stayed} stay because people have worked on them." if done.stayed else ""
    messages.success(request, f"The import was undone. The file and the history are kept.{stayed}")
    if plan_id is None or done.plan_is_gone:
        return redirect(to(request, "import_plan"))
    return redirect(to(request, "show_plan", plan_id=plan_id))
