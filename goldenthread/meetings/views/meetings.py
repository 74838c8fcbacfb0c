"""The list of meetings, and one meeting: plan it, change it, call it off."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.meetings import forms, presenters, queries, rules, services
from goldenthread.meetings.permissions import ANSWER_INVITATIONS, PLAN, SEE, runs_group
from goldenthread.meetings.views.steps import attempt, go, insist
from goldenthread.partnerships.exchange import list_file
from goldenthread.web.access import needs
from goldenthread.web.lists import Listing, list_page
from goldenthread.web.steps import found, page

LISTING = Listing(presenters.COLUMNS, forms.Filters, order="on")


@needs(SEE)
@list_page("Meetings")
def list_meetings(request: HttpRequest) -> HttpResponse:
    """The meetings to come, or those that were."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    state = LISTING.read(request.GET, groups=queries.list_groups(actor))
    when = state.filters.get("when", "coming")
    rows = queries.list_meetings(actor, today, when=when, group_id=state.filters.get("group_id", ""))
    # What is past is read from the latest back.
    back = when in ("past", "off") and state.order == "on" and "sort" not in request.GET
    rows = rows.order_by("-starts_at", "title") if back else rows.order_by(*state.order_by)
    if state.format:
        return list_file(actor, today, state, rows, "Meetings", columns=presenters.DOWNLOAD, file="meetings")
    context = {
        "state": state, "page": state.page(rows), "may_plan": actor.may(PLAN), "tag": presenters.state_tag,
        "clock": presenters.clock, "when": when,
    }  # fmt: skip
    return TemplateResponse(request, "meetings/list_meetings.html", context)


@needs(SEE)
def show_meeting(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """One meeting: when and where, its agenda, who came, what was decided."""
    actor = request.actor  # type: ignore[attr-defined]
    seen = found(queries.show_meeting(actor, meeting))
    joint = queries.joint_of(actor, meeting)
    context = {
        "shown": seen,
        "meeting": seen.meeting,
        "lines": queries.agenda_of(actor, meeting),
        "packs": queries.list_packs(actor, meeting),
        "pack_title": presenters.pack_title,
        "came": queries.attendance_of(actor, seen.meeting),
        "matters": queries.matters_arising(actor, seen.meeting),
        "today": timezone.localdate(),
        "tag": presenters.state_tag,
        "clock": presenters.clock,
        "purposes": rules.PURPOSE_WORDS,
        "words": rules.CAME_WORDS,
        "minutes_read": rules.MINUTES_READ,
        "joint": joint,
        "standing": presenters.standing_pages(actor, seen.meeting, seen.last),
        "host_lines": queries.host_agenda(actor, meeting) if joint.held else [],
        "may_ask": seen.acts.plan and joint.held is None and seen.meeting.state in rules.AHEAD,
        "may_withdraw": actor.may(PLAN) and runs_group(actor, seen.meeting.group_id),
        "may_leave": joint.held is not None and seen.acts.plan and actor.may(ANSWER_INVITATIONS),
        "invited_words": rules.INVITED_WORDS,
        "invited_tones": presenters.INVITED_TONES,
    }
    return TemplateResponse(request, "meetings/show_meeting.html", context)


def _choices(request: HttpRequest) -> dict[str, Any]:
    return {"people": queries.people_choices(request.actor, timezone.localdate())}  # type: ignore[attr-defined]


@needs(PLAN)
def add_meeting(request: HttpRequest) -> HttpResponse:
    """Plan one meeting outside any series."""
    actor = request.actor  # type: ignore[attr-defined]
    groups = queries.groups_to_plan_for(actor, timezone.localdate())
    initial = {"group_id": request.GET.get("group", "")}
    form = forms.Meeting.of(request, groups=groups, initial=initial, **_choices(request))

    def act() -> Any:
        return services.add_meeting(actor, timezone.now(), **form.answers())

    done = attempt(request, form, act, "The meeting is planned.", lambda one: go(request, "show_meeting", one.pk))
    return done or page(request, "add_meeting", form=form)


@needs(PLAN)
def change_meeting(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Change the day, time, place or rules of one meeting."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.find_meeting(actor, meeting))
    insist(queries.acts_of(actor, row).plan)
    joined = queries.find_joined(actor, meeting)
    form = forms.Meeting.of(
        request, groups=None, initial=forms.Meeting.initial_of(row), joins=row if joined else None, **_choices(request)
    )

    def act() -> Any:
        return services.change_meeting(actor, timezone.now(), meeting, **form.answers())

    done = attempt(request, form, act, "The meeting was changed.", lambda one: go(request, "show_meeting", one.pk))
    return done or page(request, "change_meeting", form=form, meeting=row, joined=joined)


@needs(PLAN)
def call_off_meeting(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Cancel or postpone one meeting, with a reason."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.find_meeting(actor, meeting))
    insist(queries.acts_of(actor, row).plan)
    joint = queries.joint_of(actor, meeting)
    insist(joint.held is None, "Another partnership hosts this meeting. Your business unit can leave it.")
    form = forms.CallOff.of(request)

    def act() -> Any:
        call_off = services.cancel_meeting if form.cleaned_data["what"] == "cancel" else services.postpone_meeting
        return call_off(actor, timezone.now(), meeting, form.cleaned_data["reason"])

    done = attempt(request, form, act, "Members will see why.", lambda one: go(request, "show_meeting", one.pk))
    return done or page(request, "call_off_meeting", form=form, meeting=row, guests=joint.taking_part)
