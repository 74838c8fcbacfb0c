"""See a return, answer it section by section, sign it off and send it."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from goldenthread.kernel.outcomes import NotPermitted, Refused, Superseded
from goldenthread.returns import forms, presenters, queries, rules, services
from goldenthread.returns.exchange import return_file
from goldenthread.returns.permissions import ANSWER, SEE
from goldenthread.returns.views.steps import step
from goldenthread.web.access import needs
from goldenthread.web.beside import beside
from goldenthread.web.environment import address
from goldenthread.web.forms import Form
from goldenthread.web.handing import hand_over
from goldenthread.web.steps import Asked, attempt, done, found, page
from goldenthread.web.uploads import takes_files


def trail_to(request: Asked, row: Any = None) -> list[tuple[str, str]]:
    """Where a page about returns hangs: the list, and the return it is about."""
    slug = request.actor.partnership_slug
    trail = [("Returns", address("returns:list_returns", slug))]
    return [*trail, (row.round.title, address("returns:show_return", slug, return_id=row.pk))] if row else trail


@needs(SEE)
def show_return(request: Asked, return_id: UUID) -> HttpResponse:
    """One return: how far it is, what was answered, what it asks of the groups above, what can be done with it."""
    today = timezone.localdate()
    shown = found(queries.show_return(request.actor, today, return_id), "return")
    return page(
        request, "show_return", shown=shown, row=shown.row, trail=trail_to(request), words=presenters.value_words,
        table_of=presenters.table_of, is_table=presenters.is_table, tone=presenters.TONES[shown.row.state],
        state=rules.STATES[rules.State(shown.row.state)], late=presenters.lateness(shown.row, today), rules=rules,
        history=queries.history_of(request.actor, return_id) if shown.is_readable else [],
        beside=beside(request.actor, "returns.return", return_id, today) if shown.is_readable else None,
    )  # fmt: skip


@needs(SEE)
def print_return(request: Asked, return_id: UUID) -> HttpResponse:
    """A return as an accessible PDF, for whoever reads what it says."""
    today = timezone.localdate()
    shown = found(queries.show_return(request.actor, today, return_id))
    if not shown.is_readable:
        raise Http404("There is no such file here.")
    name, content = return_file(request.actor, today, shown)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@needs(ANSWER)
@takes_files
def answer_section(request: Asked, return_id: UUID, section_id: UUID) -> HttpResponse:
    """Answer one section of a return: save and go on, save and stop, or get another row of a table."""
    today = timezone.localdate()
    shown = found(queries.show_return(request.actor, today, return_id, section_id), "return")
    place = queries.find_part(shown, section_id)
    if place is None or not shown.may_answer:
        raise Http404("There is no such section to answer here.")
    part, number = place
    if not shown.is_writable and request.method != "POST":
        return redirect("returns:show_return", request.actor.partnership_slug, return_id)
    kind = shown.row.round.question_set.kind
    form = forms.AnswerSection.of(request, asked=part.asked, more=request.GET.get("more", ""), kind=kind)
    both: Superseded | None = None
    saved = False
    if request.method == "POST" and form.is_valid():
        try:
            services.save_answers(request.actor, timezone.now(), today, return_id, form.given())
        except NotPermitted as refused:
            raise PermissionDenied(refused.reason) from refused
        except Superseded as superseded:
            both = superseded
            form.refuse(superseded)
            now_there = queries.find_part(
                found(queries.show_return(request.actor, today, return_id), "return"), section_id
            )
            form.take_up(now_there[0].asked if now_there else [], set(superseded.theirs))
        except Refused as refused:
            form.refuse(refused)
        else:
            saved = True
    if saved:
        return _onward(request, shown, number)
    if request.method == "POST":
        _keep_files(request, return_id, section_id, form)
    return page(
        request, "answer_section", form=form, shown=shown, row=shown.row, part=part, number=number, both=both,
        labels={one.question.key: one.question.text for one in part.asked}, trail=trail_to(request, shown.row),
        words=presenters.value_words, table_of=presenters.table_of, is_table=presenters.is_table, rules=rules,
    )  # fmt: skip


def _keep_files(request: Asked, return_id: UUID, section_id: UUID, form: forms.AnswerSection) -> None:
    """Keep the files that were picked where the page must be shown again: a browser would have them picked anew."""
    given = {key: one for key, one in form.whole()[0].items() if one.upload is not None}
    if not given:
        return
    today = timezone.localdate()
    try:
        kept = services.keep_draft(request.actor, timezone.now(), today, return_id, given)
    except Refused:
        # Why nothing can be changed is said above the form already.
        return
    place = queries.find_part(found(queries.show_return(request.actor, today, return_id)), section_id)
    form.take_files(place[0].asked if place else [], set(kept.marks))


@needs(ANSWER)
def keep_draft(request: Asked, return_id: UUID, section_id: UUID) -> HttpResponse:
    """Keep what is being typed in a section, for the script of its page: what was saved, and what was not and why."""
    if request.method != "POST":
        return redirect("returns:answer_section", request.actor.partnership_slug, return_id, section_id)
    today, now = timezone.localdate(), timezone.now()
    place = queries.find_part(found(queries.show_return(request.actor, today, return_id)), section_id)
    if place is None:
        raise Http404("There is no such section to answer here.")
    changed = set(request.POST.getlist("changed"))
    form = forms.AnswerSection(data=request.POST, asked=[one for one in place[0].asked if one.question.key in changed])
    given, wrong = form.whole()
    try:
        kept = services.keep_draft(request.actor, now, today, return_id, given)
    except NotPermitted as refused:
        raise Http404("There is no such section to answer here.") from refused
    except Refused as refused:
        return JsonResponse({"refused": refused.reason}, status=409)
    said = {"saved": kept.marks, "overtaken": kept.overtaken, "wrong": {**wrong, **kept.wrong}}
    return JsonResponse({**said, "at": f"{timezone.localtime(now):%H:%M}"})


def _onward(request: Asked, shown: queries.ReturnShown, number: int) -> HttpResponse:
    slug, row = request.actor.partnership_slug, shown.row
    if request.POST.get("more"):
        section = shown.parts[number - 1].section.pk
        here = address("returns:answer_section", slug, return_id=row.pk, section_id=section)
        return redirect(f"{here}?more={request.POST['more']}#rows-{request.POST['more']}")
    if request.POST.get("go") == "next" and number < len(shown.parts):
        return redirect("returns:answer_section", slug, row.pk, shown.parts[number].section.pk)
    return done(request, "What you wrote is kept.", "returns:show_return", return_id=row.pk)


@needs(SEE)
def open_evidence(request: Asked, return_id: UUID, answer_id: UUID) -> HttpResponseBase:
    """Hand over the file sent with an answer to whoever reads the return; that it was opened is recorded."""
    answer = services.open_evidence(request.actor, timezone.now(), return_id, answer_id)
    if answer is None:
        raise Http404("There is no such file here.")
    return hand_over(answer.file, answer.file_name, answer.file_type)


@needs(ANSWER)
def carry_answers(request: Asked, return_id: UUID) -> HttpResponse:
    """Take over last time's answers."""
    row = found(queries.find_return(request.actor, timezone.localdate(), return_id), "return")
    form = Form.of(request)

    def act() -> Any:
        return services.carry_answers(request.actor, timezone.now(), timezone.localdate(), return_id)

    if attempt(request, form, act):
        said = "Last time’s answers were taken over. Check each before you send it."
        return done(request, said, "returns:show_return", return_id=return_id)
    return step(
        request, form, "Take over last time’s answers?", "Take them over", trail_to(request, row)[-1][1],
        trail_to(request, row), ["Questions that have no answer yet get the one that was sent last time.",
                               "What you have answered already stays, and exceptions and files are not taken over."],
    )  # fmt: skip


@needs(ANSWER)
def sign_off(request: Asked, return_id: UUID) -> HttpResponse:
    """Sign a return off within its agency or group."""
    row = found(queries.find_return(request.actor, timezone.localdate(), return_id), "return")
    form = Form.of(request)

    def act() -> Any:
        return services.sign_off(request.actor, timezone.now(), timezone.localdate(), return_id)

    if attempt(request, form, act):
        return done(request, "It is signed off and can be sent.", "returns:show_return", return_id=return_id)
    return step(
        request, form, "Sign this off?", "Sign it off", trail_to(request, row)[-1][1], trail_to(request, row),
        [f"You sign off “{row.round.title}” for {row.who}. Its answers can then be changed only if it is taken back.",
         "Your name and today’s date stand on it."],
    )  # fmt: skip


@needs(ANSWER)
def take_back(request: Asked, return_id: UUID) -> HttpResponse:
    """Undo a sign-off."""
    row = found(queries.find_return(request.actor, timezone.localdate(), return_id), "return")
    form = Form.of(request)
    if attempt(request, form, lambda: services.take_back(request.actor, timezone.now(), return_id)):
        return done(request, "It can be changed again.", "returns:show_return", return_id=return_id)
    return step(
        request, form, "Take the sign-off back?", "Take it back", trail_to(request, row)[-1][1], trail_to(request, row),
        ["The answers can be changed again, and it must be signed off again before it is sent."],
    )  # fmt: skip


@needs(ANSWER)
def submit_return(request: Asked, return_id: UUID) -> HttpResponse:
    """Send a return to those who asked."""
    row, form = found(queries.find_return(request.actor, timezone.localdate(), return_id), "return"), Form.of(request)

    def act() -> Any:
        return services.submit_return(request.actor, timezone.now(), timezone.localdate(), return_id)

    if attempt(request, form, act):
        return done(request, f"Sent. “{row.round.title}” is now with those who asked.", "returns:show_return",
                    return_id=return_id)  # fmt: skip
    to = " and ".join(row.reports_to) or "the business unit"
    what = [f"“{row.round.title}” goes to {to}, who can then read it.", "After that it can be changed only if it is "
            "sent back for more.", "What the records say today is kept with it as it stands."]  # fmt: skip
    return step(request, form, "Send this?", "Send it", trail_to(request, row)[-1][1], trail_to(request, row), what)
