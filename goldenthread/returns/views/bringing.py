"""Question sets as files: take a version out, bring one in after looking at it, and a workbook to start from."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from goldenthread.returns import exchange, forms, queries, rules
from goldenthread.returns.permissions import KEEP_QUESTIONS
from goldenthread.web.access import needs
from goldenthread.web.environment import address
from goldenthread.web.steps import Asked, attempt, done, found, page
from goldenthread.web.uploads import takes_files, with_file


@needs(KEEP_QUESTIONS)
def export_question_set(request: Asked, set_id: UUID, format: str) -> HttpResponse:
    """One version of a question set as an Excel workbook, or as JSON for an exact copy."""
    asked = found(queries.show_question_set(request.actor, set_id), "question set")
    if format not in exchange.FORMATS:
        raise Http404("There is no such sort of file.")
    return _file(*exchange.question_set_file(request.actor, asked, format))


@needs(KEEP_QUESTIONS)
def question_set_template(request: Asked) -> HttpResponse:
    """A workbook to start from, with how it is filled in."""
    return _file("question-set-template.xlsx", exchange.template(queries.KINDS), exchange.XLSX)


def _file(name: str, content: bytes, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@needs(KEEP_QUESTIONS)
@takes_files
def bring_in_question_set(request: Asked) -> HttpResponse:
    """Choose a file and look at what was read in it. Nothing is written from here."""
    form = with_file(forms.QuestionSetFile.of(request), request, "file")
    trail = [("Question sets", address("returns:list_question_sets", request.actor.partnership_slug))]

    def look() -> exchange.Looked:
        upload = form.cleaned_data["file"]
        return exchange.look_at(request.actor, timezone.localdate(), upload.read(), upload.name)

    looked = attempt(request, form, look)
    if looked is None:
        return page(request, "bring_in_question_set", form=form, trail=trail)
    sets = queries.sets_to_follow(request.actor)
    likely = next((key for key, title in sets if title == looked.document.title), "")
    confirm = forms.BringIn(initial={"kept": looked.kept, "next_of": likely}, sets=_named(sets))
    return _looked(request, looked, confirm)


def _named(sets: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(key, f"The next version of “{title}”") for key, title in sets]


def _looked(request: Asked, looked: exchange.Looked | None, form: Any) -> HttpResponse:
    slug = request.actor.partnership_slug
    trail = [("Question sets", address("returns:list_question_sets", slug)),
             ("Bring in a question set", address("returns:bring_in_question_set", slug))]  # fmt: skip
    return page(request, "look_at_question_set", form=form, looked=looked, trail=trail, asks=rules.ASKS)


@needs(KEEP_QUESTIONS)
def keep_question_set(request: Asked) -> HttpResponse:
    """Make a draft of the file that was looked at, once somebody has said so."""
    if request.method != "POST":
        return redirect("returns:bring_in_question_set", request.actor.partnership_slug)
    form = forms.BringIn.of(request, sets=_named(queries.sets_to_follow(request.actor)))
    now, today = timezone.now(), timezone.localdate()

    def act() -> Any:
        told = form.answers()
        return exchange.bring_in(request.actor, now, today, told["kept"], told["next_of"])

    made = attempt(request, form, act)
    if made:
        said = "It is a draft. Look it over, then put it into use."
        return done(request, said, "returns:show_question_set", set_id=made.pk)
    return _looked(request, None, form)
