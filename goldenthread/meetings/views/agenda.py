"""Keep an agenda: propose it, put items on it, move, carry and remove them, and issue it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldenthread.meetings import forms, presenters, queries, rules, services
from goldenthread.meetings.permissions import KEEP, NOT_YOURS, SEE, reads_part_b
from goldenthread.meetings.views.steps import attempt, do, go, insist
from goldenthread.returns.queries.following import may_read_request
from goldenthread.web.access import needs
from goldenthread.web.steps import found, page


def _kept(request: HttpRequest, meeting: UUID) -> Any:
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.find_meeting(actor, meeting))
    insist(queries.acts_of(actor, row).keep, NOT_YOURS)
    return row


def _form(request: HttpRequest, row: Any, **kwargs: Any) -> forms.Item:
    actor = request.actor  # type: ignore[attr-defined]
    parts = row.group.information_class != "R" and reads_part_b(actor, row.group_id, queries.part_b_groups(actor))
    people = queries.people_choices(actor, timezone.localdate())
    return forms.Item.of(request, people=people, parts=parts, **kwargs)


@needs(KEEP)
def keep_agenda(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """The agenda as those who keep it work on it, with a form for one more item."""
    actor = request.actor  # type: ignore[attr-defined]
    row = _kept(request, meeting)
    form = _form(request, row)

    def act() -> Any:
        return services.add_item(actor, timezone.now(), timezone.localdate(), meeting, **form.answers())

    done = attempt(request, form, act, "The item is on the agenda.", lambda one: go(request, "keep_agenda", meeting))
    lines = queries.agenda_of(actor, meeting)
    context = {
        "meeting": row, "lines": lines, "owed": queries.list_owed_papers(actor, row),
        "purposes": rules.PURPOSE_WORDS, "minutes": sum(one.item.minutes or 0 for one in lines),
        "tag": presenters.state_tag, "today": timezone.localdate(),
        "guests": queries.joint_of(actor, meeting).taking_part,
    }  # fmt: skip
    return done or page(request, "keep_agenda", form=form, **context)


@needs(KEEP)
@require_POST
def propose_agenda(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Put on the agenda what belongs there."""
    actor = request.actor  # type: ignore[attr-defined]
    _kept(request, meeting)

    def act() -> Any:
        return services.propose_agenda(actor, timezone.now(), meeting)

    return do(request, act, "What belongs on the agenda is on it.", "keep_agenda", meeting)


@needs(KEEP)
@require_POST
def move_item(request: HttpRequest, item: UUID) -> HttpResponse:
    """Move an item one place up or down."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.find_item(actor, item))
    up = request.POST.get("way") == "up"

    def act() -> Any:
        return services.move_item(actor, timezone.now(), item, up)

    return do(request, act, "The item was moved.", "keep_agenda", row.meeting_id)


@needs(KEEP)
@require_POST
def carry_item(request: HttpRequest, item: UUID) -> HttpResponse:
    """Carry an item to the next meeting."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.find_item(actor, item))

    def act() -> Any:
        return services.carry_item(actor, timezone.now(), item)

    said = "The item goes to the next meeting, or waits until one is planned."
    return do(request, act, said, "keep_agenda", row.meeting_id)


@needs(KEEP)
def change_item(request: HttpRequest, item: UUID) -> HttpResponse:
    """Change an item."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.find_item(actor, item))
    meeting = _kept(request, row.meeting_id)
    names = ("title", "purpose", "text", "presenter_id", "presented_by", "minutes", "part", "version")
    form = _form(request, meeting, initial={name: getattr(row, name) for name in names})

    def act() -> Any:
        told = {"part": row.part, **form.answers(), "version": form.cleaned_data["version"]}
        return services.change_item(actor, timezone.now(), timezone.localdate(), item, **told)

    done = attempt(
        request, form, act, "The item was changed.", lambda one: go(request, "keep_agenda", meeting.pk),
        "meetings.agendaitem",
    )  # fmt: skip
    return done or page(request, "change_item", form=form, item=row, meeting=meeting)


@needs(KEEP)
def remove_item(request: HttpRequest, item: UUID) -> HttpResponse:
    """Ask once more, and take an item off the agenda."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.find_item(actor, item))
    meeting = _kept(request, row.meeting_id)
    form = forms.RemoveItem.of(request)

    def act() -> Any:
        return services.remove_item(actor, timezone.now(), item, **form.cleaned_data)

    done = attempt(
        request, form, act, "The item is off the agenda.", lambda one: go(request, "keep_agenda", meeting.pk)
    )
    return done or page(request, "remove_item", form=form, item=row, meeting=meeting)


@needs(KEEP)
def issue_agenda(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Ask once more, and issue the agenda."""
    actor = request.actor  # type: ignore[attr-defined]
    row = _kept(request, meeting)
    form = forms.Nothing.of(request)

    def act() -> Any:
        return services.issue_agenda(actor, timezone.now(), meeting)

    done = attempt(request, form, act, "The agenda is issued.", lambda one: go(request, "show_meeting", meeting))
    lines = queries.agenda_of(actor, meeting)
    guests = queries.joint_of(actor, meeting).taking_part
    return done or page(request, "issue_agenda", form=form, meeting=row, lines=lines, guests=guests)


@needs(SEE)
def show_item(request: HttpRequest, item: UUID) -> HttpResponse:
    """One item: what is asked of the meeting, and its papers."""
    actor = request.actor  # type: ignore[attr-defined]
    seen = found(queries.show_item(actor, item))
    asked = seen.item.request_id
    links = queries.list_paper_links(actor, item, timezone.now()) if seen.may_keep else []
    context = {
        "links": links,
        "shown": seen, "item": seen.item, "meeting": seen.item.meeting, "purposes": rules.PURPOSE_WORDS,
        "reads_request": asked and may_read_request(actor, asked),
    }  # fmt: skip
    return TemplateResponse(request, "meetings/show_item.html", context)
