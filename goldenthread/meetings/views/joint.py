"""Meetings of several partnerships: ask another one, answer for one's own, leave, and read part A of the host's."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from goldenthread.meetings import forms, presenters, queries, rules, services
from goldenthread.meetings.permissions import ANSWER_INVITATIONS, PLAN, SEE, runs_group
from goldenthread.meetings.views.steps import attempt, go, insist
from goldenthread.partnerships import queries as partnerships
from goldenthread.web.access import needs
from goldenthread.web.handing import hand_over
from goldenthread.web.steps import found, page


@needs(PLAN)
def ask_partnership(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Ask another partnership to take part in a meeting."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.find_meeting(actor, meeting))
    insist(runs_group(actor, row.group_id))
    form = forms.AskPartnership.of(request, others=queries.partnerships_to_ask(actor, meeting))

    def act() -> Any:
        return services.ask_partnership(actor, timezone.now(), meeting, **form.answers())

    said = "Their business unit is being written to."
    done = attempt(request, form, act, said, lambda one: go(request, "show_meeting", meeting))
    return done or page(request, "ask_partnership", form=form, meeting=row)


@needs(PLAN)
def withdraw_invitation(request: HttpRequest, invitation: UUID) -> HttpResponse:
    """Ask once more, and take an invitation back."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.find_sent_invitation(actor, invitation))
    insist(runs_group(actor, row.hosted.group_id))
    form = forms.Nothing.of(request)

    def act() -> Any:
        return services.withdraw_invitation(actor, timezone.now(), invitation)

    said = f"{row.partnership.name} no longer takes part."
    done = attempt(request, form, act, said, lambda one: go(request, "show_meeting", row.hosted_id))
    return done or page(request, "withdraw_invitation", form=form, invitation=row, meeting=row.hosted)


def _invitation(request: HttpRequest, invitation: UUID) -> tuple[Any, dict[str, Any]]:
    """An invitation, and what its pages say: what the meeting is only while the invitation is open."""
    row = found(queries.find_invitation(request.actor, invitation))  # type: ignore[attr-defined]
    return row, {
        "invitation": row, "hosted": row.hosted if row.state == "asked" else None, "clock": presenters.clock,
        "host": row.hosted.partnership.name, "state_words": rules.INVITED_WORDS,
        "is_ahead": row.hosted.state in rules.AHEAD,
    }  # fmt: skip


@needs(ANSWER_INVITATIONS)
def answer_invitation(request: HttpRequest, invitation: UUID) -> HttpResponse:
    """What another partnership asks this one to, and the group of one's own with which it takes part."""
    actor = request.actor  # type: ignore[attr-defined]
    row, context = _invitation(request, invitation)
    if row.state == "accepted":
        return go(request, "show_meeting", row.meeting_id)
    groups = [(one.pk, one.name) for one in partnerships.bare_groups(actor, timezone.localdate())]
    form = forms.AcceptInvitation.of(request, groups=groups)

    def act() -> Any:
        return services.accept_invitation(actor, timezone.now(), invitation, **form.answers())

    said = "You take part. The meeting stands in your calendar, and follows the host’s."
    done = attempt(request, form, act, said, lambda one: go(request, "show_meeting", one.pk))
    return done or page(request, "answer_invitation", form=form, **context)


@needs(ANSWER_INVITATIONS)
def decline_invitation(request: HttpRequest, invitation: UUID) -> HttpResponse:
    """Decline with a reason."""
    actor = request.actor  # type: ignore[attr-defined]
    _, context = _invitation(request, invitation)
    form = forms.DeclineInvitation.of(request)

    def act() -> Any:
        return services.decline_invitation(actor, timezone.now(), invitation, **form.cleaned_data)

    done = attempt(request, form, act, "The host will see why.", lambda one: go(request, "list_meetings"))
    return done or page(request, "decline_invitation", form=form, **context)


@needs(ANSWER_INVITATIONS)
def leave_meeting(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Ask once more, with a reason, and leave a meeting that another partnership hosts."""
    actor = request.actor  # type: ignore[attr-defined]
    row, joined = found(queries.find_meeting(actor, meeting)), found(queries.find_joined(actor, meeting))
    form = forms.LeaveMeeting.of(request)

    def act() -> Any:
        return services.leave_meeting(actor, timezone.now(), meeting, **form.cleaned_data)

    done = attempt(request, form, act, "You no longer take part.", lambda one: go(request, "show_meeting", meeting))
    return done or page(request, "leave_meeting", form=form, meeting=row, host=joined.hosted.partnership.name)


@needs(SEE)
def show_host_paper(request: HttpRequest, meeting: UUID, paper: UUID) -> HttpResponse:
    """One paper of part A of the host's agenda, for those who take part."""
    actor = request.actor  # type: ignore[attr-defined]
    row, joined = found(queries.find_host_paper(actor, meeting, paper)), found(queries.find_joined(actor, meeting))
    context = {
        "paper": row, "meeting": joined.hosted, "own": meeting, "host": joined.hosted.partnership.name,
        "file": queries.file_for_guests(actor, row),
    }  # fmt: skip
    return page(request, "show_host_paper", **context)


@needs(SEE)
def open_host_paper(request: HttpRequest, meeting: UUID, paper: UUID) -> HttpResponseBase:
    """Hand over the file of such a paper, to be kept and not shown."""
    actor = request.actor  # type: ignore[attr-defined]
    document = found(queries.file_for_guests(actor, found(queries.find_host_paper(actor, meeting, paper))))
    return hand_over(document.file, document.original_name, document.content_type, "The host can help.")


@needs(SEE)
def show_host_minutes(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Part A of the host's minutes once its chair agreed them, for those who take part."""
    actor = request.actor  # type: ignore[attr-defined]
    headings, joined = found(queries.host_minutes(actor, meeting)), found(queries.find_joined(actor, meeting))
    context = {
        "headings": headings, "meeting": joined.hosted, "own": meeting, "host": joined.hosted.partnership.name,
    }  # fmt: skip
    return page(request, "show_host_minutes", **context)
