"""Bring a structure in: choose the file, check what was read, correct it, apply it, undo it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from goldenthread.partnerships import forms, queries, services
from goldenthread.partnerships.exchange import applying
from goldenthread.partnerships.exchange.comparing import Checked
from goldenthread.partnerships.permissions import CHANGE_STRUCTURE
from goldenthread.partnerships.queries import words
from goldenthread.web.access import needs
from goldenthread.web.forms import Form
from goldenthread.web.steps import Asked, attempt, done, found, page
from goldenthread.web.uploads import takes_files, with_file


@needs(CHANGE_STRUCTURE)
@takes_files
def import_structure(request: Asked) -> HttpResponse:
    """Choose a file, and see what became of earlier ones."""
    form = with_file(forms.ImportStructure.of(request), request, "file")

    def receive() -> Any:
        upload = form.cleaned_data["file"]
        return applying.receive_file(request.actor, timezone.now(), upload.read(), upload.name)

    row = attempt(request, form, receive)
    if row:
        return redirect("partnerships:check_structure", request.actor.partnership_slug, row.pk)
    return page(request, "import_structure", form=form, rows=queries.list_structure_imports(request.actor))


@needs(CHANGE_STRUCTURE)
def check_structure(request: Asked, structure: UUID) -> HttpResponse:
    """What was read beside what stands, doubts first. Nothing is applied from here without asking once more."""
    checking = _checking(request, structure)
    return page(
        request,
        "check_structure",
        checking=checking,
        row=checking.row,
        compared=checking.compared,
        summary=applying.in_words(checking.compared),
        kinds={**dict(words.GROUP_KINDS), **dict(words.SEAT_KINDS)},
    )


def _checking(request: Asked, structure: UUID) -> applying.Checking:
    return found(applying.check(request.actor, structure, timezone.localdate()))


@needs(CHANGE_STRUCTURE)
def correct_structure(request: Asked, structure: UUID, uid: str) -> HttpResponse:
    """One line of the file: correct it, confirm it, or leave it out."""
    checking = _checking(request, structure)
    checked = found(checking.compared.find(uid))
    form = _form(request, checking, checked)

    def keep() -> bool:
        answers = form.answers()  # type: ignore[attr-defined]
        applying.correct(request.actor, timezone.now(), structure, checked.line, answers)
        return True

    if attempt(request, form, keep):
        return done(request, "The line was kept as you wrote it.", "partnerships:check_structure", structure=structure)
    return page(request, "correct_structure", form=form, checked=checked, row=checking.row)


def _form(request: Asked, checking: applying.Checking, checked: Checked) -> Form:
    line = checked.line
    initial = {**vars(line), "starts_on": line.first_day, "ends_on": line.last_day}
    groups = dict.fromkeys([one.name for one in checking.standing.groups])
    groups |= dict.fromkeys(one.line.name for one in checking.compared.groups if one.line.uid != line.uid)
    names = [(name, name) for name in groups]
    if line.sort == "group":
        here = [(str(one.pk), one.name) for one in checking.standing.groups]
        return forms.CorrectGroup.of(
            request, here=here, parents=names, initial=initial, stands=checked.thing is not None
        )
    agencies = [(one.name, one.name) for one in checking.standing.of("agency")]
    return forms.CorrectSeat.of(request, groups=names, agencies=agencies, initial=initial)


@needs(CHANGE_STRUCTURE)
def apply_structure(request: Asked, structure: UUID) -> HttpResponse:
    """Say what will happen, ask once more, and apply it."""
    checking = _checking(request, structure)
    form = forms.Nothing.of(request)
    today = timezone.localdate()
    said = attempt(request, form, lambda: applying.apply_structure(request.actor, timezone.now(), today, structure))
    if said:
        return done(request, f"{said[:1].upper()}{said[1:]}.", "partnerships:check_structure", structure=structure)
    summary = applying.in_words(checking.compared)
    return page(request, "apply_structure", form=form, row=checking.row, compared=checking.compared, summary=summary)


@needs(CHANGE_STRUCTURE)
def undo_structure(request: Asked, structure: UUID) -> HttpResponse:
    """Ask once more, and take back what the file did."""
    row = found(queries.show_structure_import(request.actor, structure))
    form = forms.Nothing.of(request)
    undone = attempt(request, form, lambda: services.undo_structure(request.actor, timezone.now(), structure))
    if undone:
        return done(request, "What the file did was taken back.", "partnerships:import_structure")
    return page(request, "undo_structure", form=form, row=row)


@needs(CHANGE_STRUCTURE)
def put_structure_aside(request: Asked, structure: UUID) -> HttpResponse:
    """Ask once more, and put the file aside without applying it."""
    row = found(queries.show_structure_import(request.actor, structure))
    form = forms.Nothing.of(request)
    aside = attempt(request, form, lambda: services.put_structure_aside(request.actor, timezone.now(), structure))
    if aside:
        return done(request, "The file was put aside. Nothing was changed.", "partnerships:import_structure")
    return page(request, "put_structure_aside", form=form, row=row)
