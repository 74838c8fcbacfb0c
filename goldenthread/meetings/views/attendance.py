"""Who came to a meeting, interests declared, and how attendance runs over a group's last meetings."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.meetings import forms, presenters, queries, rules, services
from goldenthread.meetings.permissions import KEEP, NOT_YOURS, SEE
from goldenthread.meetings.views.steps import attempt, go, insist
from goldenthread.partnerships.exchange import list_file
from goldenthread.web.access import needs
from goldenthread.web.lists import Listing
from goldenthread.web.steps import found, page


@needs(KEEP)
def record_attendance(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Say of each seat whether somebody came, and who came besides."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.find_meeting(actor, meeting))
    insist(queries.acts_of(actor, row).keep, NOT_YOURS)
    came = queries.attendance_of(actor, row)
    seats = queries.seats_of(actor, row)
    form = forms.Attendance.of(
        request, seats=seats, expected=queries.expected_of(actor, row, seats),
        initial={**presenters.came_initial(came), "version": came.mark},
    )  # fmt: skip

    def act() -> Any:
        seats, guests = form.answers()
        told = [services.SeatCame(*one) for one in seats]
        return services.record_attendance(
            actor, timezone.now(), timezone.localdate(), meeting, told, guests, form.cleaned_data["version"] or None
        )

    done = attempt(
        request,
        form,
        act,
        "Attendance is recorded.",
        lambda one: go(request, "show_meeting", meeting),
        "meetings.meeting",
    )
    return done or page(request, "record_attendance", form=form, meeting=row)


def _interest(request: HttpRequest, meeting: UUID, initial: dict[str, Any] | None = None) -> tuple[Any, Any, bool]:
    """The meeting, the form about an interest, and whether it may name anything restricted."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.find_meeting(actor, meeting))
    insist(queries.acts_of(actor, row).keep, NOT_YOURS)
    lines = queries.agenda_of(actor, meeting)
    items = [(line.item.pk, f"{line.number}. {line.item.title}") for line in lines]
    form = forms.DeclareInterest.of(request, items=items, stands=initial is not None, initial=initial)
    return row, form, any(line.item.is_restricted for line in lines)


@needs(KEEP)
def declare_interest(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Record an interest that somebody declared."""
    actor = request.actor  # type: ignore[attr-defined]
    row, form, restricted = _interest(request, meeting)

    def act() -> Any:
        return services.declare_interest(actor, timezone.now(), timezone.localdate(), meeting, **form.answers())

    done = attempt(request, form, act, "The declaration is recorded.", lambda one: go(request, "show_meeting", meeting))
    return done or page(request, "declare_interest", form=form, meeting=row, restricted=restricted)


@needs(KEEP)
def change_declaration(request: HttpRequest, declaration: UUID) -> HttpResponse:
    """Put a declaration right, or take out one that nobody made."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.find_declaration(actor, declaration))
    names = ("person_name", "nature", "what_was_done", "item_id")
    meeting, form, restricted = _interest(request, row.meeting_id, {name: getattr(row, name) for name in names})

    def act() -> Any:
        return services.change_declaration(actor, timezone.now(), timezone.localdate(), declaration, **form.answers())

    said = "The declaration was taken out." if request.POST.get("take_out") else "The declaration was changed."
    done = attempt(request, form, act, said, lambda one: go(request, "show_minutes", row.meeting_id))
    return done or page(request, "change_declaration", form=form, meeting=meeting, restricted=restricted)


@needs(SEE)
def show_attendance(request: HttpRequest, group: UUID) -> HttpResponse:
    """How the agencies and seats of a group attended its last meetings."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    trend = found(queries.attendance_trend(actor, group, today))
    columns = presenters.trend_columns(trend)
    state = Listing(columns).read(request.GET)
    if state.format:
        rows = [("Agency", one) for one in trend.agencies] + [("Seat", one) for one in trend.seats]
        return list_file(actor, today, state, rows, f"Attendance, {trend.group.name}", file="attendance")
    context = {
        "trend": trend, "state": state, "words": rules.CAME_WORDS, "marks": rules.MARKS, "last": queries.LAST
    }  # fmt: skip
    return TemplateResponse(request, "meetings/show_attendance.html", context)
