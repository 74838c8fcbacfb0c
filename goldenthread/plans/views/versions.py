"""Versions of a plan: the table, one as it stood, making one, asking seats, their answers, issuing, comparing two."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.exchange import marking_of
from goldenthread.plans import forms, permissions, queries, services
from goldenthread.plans.exchange.versions import FORMATS, version_document, version_file
from goldenthread.plans.presenters import VERSION_TONES, May, Words
from goldenthread.plans.views.answering import answer, found, to
from goldenthread.plans.views.printing import file_response
from goldenthread.web.access import needs

ANSWERS = {"asked": ("Asked", "plain"), "approved": ("Approved", "done"), "declined": ("Declined", "warn")}


@needs(permissions.SEE)
def list_versions(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Every version of a plan this person may read, newest first."""
    actor = request.actor  # type: ignore[attr-defined]
    plan = found(queries.show_plan_row(actor, plan_id))
    context = {
        "plan": plan, "versions": queries.list_versions(actor, plan_id), "may": May.of(actor, plan.state),
        "version_tones": VERSION_TONES,
    }  # fmt: skip
    return TemplateResponse(request, "plans/list_versions.html", context)


@needs(permissions.SEE)
def show_version(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """One version as it stood, with who approved it; `?format=` gives it as a Word or PDF file."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    wanted, restricted = request.GET.get("format", ""), request.GET.get("restricted") == "yes"
    shown = found(queries.show_version(actor, version_id, today, restricted=restricted or not wanted))
    if wanted in FORMATS:
        name, content = version_file(shown, wanted, marking_of(actor, shown.is_restricted))  # type: ignore[arg-type]
        return file_response(name, content, wanted)
    return TemplateResponse(
        request,
        "plans/show_version.html",
        {
            "shown": shown,
            "restricted": shown.is_restricted,
            "version": shown.row,
            "plan": shown.row.plan,
            "may": May.of(actor, shown.row.plan.state),
            "document": version_document(shown),
            "words": Words(shown.document.get("level_words", {})),
            "version_tones": VERSION_TONES,
            "answers": ANSWERS,
        },
    )


@needs(permissions.CHANGE)
def make_version(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Freeze the plan as it stands and ask the seats that are to approve it."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    plan = found(queries.show_plan_row(actor, plan_id))
    form = forms.MakeVersion.of(request, seats=partnerships.seat_choices(actor, today))

    def act(typed: forms.MakeVersion) -> str:
        version = services.make_version(actor, timezone.now(), plan_id, **typed.cleaned_data)
        return to(request, "show_version", version_id=version.pk)

    return answer(
        request, "plans/make_version.html", form, act, done="The version is kept as the plan stands now.", plan=plan
    )


def _version(request: HttpRequest, version_id: UUID) -> dict[str, Any]:
    version = found(queries.show_version_row(request.actor, version_id))  # type: ignore[attr-defined]
    return {"version": version, "plan": version.plan}


@needs(permissions.CHANGE)
def take_version_again(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Freeze the plan afresh into a version that is still a draft."""
    context = _version(request, version_id)
    form = forms.TakeVersionAgain.of(request, initial={"what_changed": context["version"].what_changed})

    def act(typed: forms.TakeVersionAgain) -> str:
        services.take_version_again(request.actor, timezone.now(), version_id, **typed.cleaned_data)  # type: ignore[attr-defined]
        return to(request, "show_version", version_id=version_id)

    return answer(request, "plans/take_version_again.html", form, act, done="The version is as the plan stands now.",
                  **context)  # fmt: skip


@needs(permissions.CHANGE)
def ask_approval(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Put a draft version to the seats that are to approve it."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    context = _version(request, version_id)
    form = forms.AskApproval.of(request, seats=partnerships.seat_choices(actor, today))

    def act(typed: forms.AskApproval) -> str:
        services.ask_approval(actor, timezone.now(), version_id, **typed.cleaned_data)
        return to(request, "show_version", version_id=version_id)

    return answer(request, "plans/ask_approval.html", form, act, done="The seats have been asked.", **context)


def _approval(request: HttpRequest, approval_id: UUID) -> dict[str, Any]:
    row = found(queries.show_seat_approval(request.actor, approval_id))  # type: ignore[attr-defined]
    return {"approval": row, "version": row.plan_version, "plan": row.plan_version.plan}


@needs(permissions.ANSWER)
def answer_version(request: HttpRequest, approval_id: UUID) -> HttpResponse:
    """Approve or decline a version for a seat one holds or deputises in."""
    actor = request.actor  # type: ignore[attr-defined]
    context = _approval(request, approval_id)
    if context["approval"].seat_id not in actor.seat_ids:
        raise Http404("There is no such page.")
    form = forms.AnswerVersion.of(request)

    def act(typed: forms.AnswerVersion) -> str:
        row = services.answer_version(actor, timezone.now(), timezone.localdate(), approval_id, **typed.cleaned_data)
        # A decline takes the version back to those who make plans, where not everybody may follow it.
        seen = queries.show_version_row(actor, row.pk)
        return to(request, "show_version", version_id=row.pk) if seen else to(request, "show_home")

    return answer(request, "plans/answer_version.html", form, act, done="Your answer is kept.", **context)


@needs(permissions.CHANGE)
def record_answer(request: HttpRequest, approval_id: UUID) -> HttpResponse:
    """Write down what a seat said at a meeting, with the name of whoever spoke."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    context = _approval(request, approval_id)
    form = forms.RecordAnswer.of(request, initial={"answered_on": today})

    def act(typed: forms.RecordAnswer) -> str:
        row = services.record_answer(actor, timezone.now(), today, approval_id, **typed.cleaned_data)
        return to(request, "show_version", version_id=row.pk)

    return answer(request, "plans/record_answer.html", form, act, done="The answer is recorded.", **context)


@needs(permissions.CHANGE)
def issue_version(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Issue an approved version; the one issued before it is superseded."""
    context = _version(request, version_id)
    initial = {"issued_on": timezone.localdate(), "review_on": context["version"].review_on}
    form = forms.IssueVersion.of(request, initial=initial)

    def act(typed: forms.IssueVersion) -> str:
        services.issue_version(request.actor, timezone.now(), version_id, **typed.cleaned_data)  # type: ignore[attr-defined]
        return to(request, "show_version", version_id=version_id)

    return answer(request, "plans/issue_version.html", form, act, done="The version is issued.", **context)
