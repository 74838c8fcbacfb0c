"""Take minutes live on one page, read them, put them to the chair, agree, approve and correct them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldenthread.meetings import forms, presenters, queries, rules, services
from goldenthread.meetings.exchange import minutes_report
from goldenthread.meetings.permissions import KEEP, NOT_YOURS, SEE
from goldenthread.meetings.rules import Line
from goldenthread.meetings.views.steps import attempt, do, go, insist
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.exchange import marking_of
from goldenthread.partnerships.exchange.papers import FORMATS, paper_file
from goldenthread.partnerships.presenters import lead_choices
from goldenthread.rendering.lists import marked_name
from goldenthread.web.access import needs
from goldenthread.web.steps import found, page

DONE = {
    Line.NOTE: "The note is in the minutes.",
    Line.DECISION: "The decision is recorded.",
    Line.ACTION: "The action is in the tracker.",
    Line.DIRECTION: "The group has it in its work plan.",
    Line.CHALLENGE: "The challenge is in the minutes.",
    Line.KEY_MESSAGE: "The message is in the minutes.",
}


def _written(request: HttpRequest, meeting: UUID) -> Any:
    actor = request.actor  # type: ignore[attr-defined]
    seen = found(queries.show_minutes(actor, meeting, corrected=False))
    insist(seen.may_keep, NOT_YOURS)
    _note(request, seen)
    return seen


def _note(request: HttpRequest, seen: Any) -> None:
    """Keep who opened what is restricted in minutes."""
    if seen.is_restricted:
        actor = request.actor  # type: ignore[attr-defined]
        services.note_minutes_read(actor, timezone.now(), timezone.localdate(), seen.meeting.pk)


def _form(request: HttpRequest, seen: Any) -> forms.Quick:
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    known = partnerships.known_leads(actor, today)
    return forms.Quick.of(
        request,
        items=[(one.item.pk, f"{one.number}. {one.item.title}") for one in seen.headings if one.item],
        leads=lead_choices(known),
        groups=[(one.id, one.name) for one in known if one.kind == "group"],
        decisions=seen.decisions,
        challenged=[(one.name, one.name) for one in known if one.kind in ("agency", "group")],
        initial=presenters.begun_line(seen, request.GET.get("item", "")),
    )


def _take(request: HttpRequest, meeting: UUID, form: forms.Quick) -> Any:
    """Call the service that the kind of line asks for."""
    actor, now, today = request.actor, timezone.now(), timezone.localdate()  # type: ignore[attr-defined]
    data = form.cleaned_data
    told: dict[str, Any] = {"text": data["text"], "item_id": form.id_of("item_id")}
    kind, follows = data["kind"], {"due_on": data["due_on"], "decision_id": form.id_of("decision_id")}
    if kind == Line.DECISION:
        return services.record_decision(actor, now, today, meeting, reason=data["reason"], **told)
    if kind == Line.ACTION:
        return services.raise_action_at(actor, now, today, meeting, lead=form.party, **follows, **told)
    if kind == Line.DIRECTION:
        to_group: Any = form.id_of("to_group_id")
        return services.direct_group(actor, now, today, meeting, to_group_id=to_group, **follows, **told)
    return services.take_minute(actor, now, today, meeting, kind=kind, to_whom=data["to_whom"], **told)


@needs(KEEP)
def keep_minutes(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Take minutes: everything on the agenda with what was said of it, and a form for one more line."""
    actor = request.actor  # type: ignore[attr-defined]
    seen = _written(request, meeting)
    form = _form(request, seen)
    kind = Line(form.cleaned_data["kind"]) if form.is_bound and form.is_valid() else Line.NOTE

    def again(_: Any) -> HttpResponse:
        answer = go(request, "keep_minutes", meeting)
        if item := form.id_of("item_id"):
            answer["Location"] += f"?item={item}#add"
        return answer

    done = attempt(request, form, lambda: _take(request, meeting, form), DONE[kind], again)
    context = {
        "seen": seen, "meeting": seen.meeting, "matters": queries.matters_arising(actor, seen.meeting),
        "came": queries.attendance_of(actor, seen.meeting), "tag": presenters.state_tag,
        "taken_out": queries.taken_out_of(actor, meeting),
    }  # fmt: skip
    return done or page(request, "keep_minutes", form=form, **context)


@needs(SEE)
def show_minutes(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """The minutes: agreed ones for everybody, a draft for those who keep it. Opening part B is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    seen = found(queries.show_minutes(actor, meeting))
    _note(request, seen)
    came, declarations = queries.attendance_of(actor, seen.meeting), queries.list_declarations(actor, meeting)
    if (format := request.GET.get("format")) in FORMATS:
        marking = marking_of(actor, seen.is_restricted or any(one.is_restricted for one in declarations))
        report = minutes_report(seen, came, declarations, actor.partnership_name, marking)
        return paper_file(report, format, marked_name(presenters.minutes_file(seen.meeting), marking))
    context = {
        "seen": seen, "meeting": seen.meeting, "came": came, "declarations": declarations, "words": rules.CAME_WORDS,
        "tag": presenters.state_tag, "title_of": presenters.numbered_title,
    }  # fmt: skip
    return TemplateResponse(request, "meetings/show_minutes.html", context)


@needs(KEEP)
def change_line(request: HttpRequest, line: UUID) -> HttpResponse:
    """Change a line of the minutes, or correct it once the chair agreed them."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.find_line(actor, line))
    seen = _written(request, row.meeting_id)
    agreed = row.meeting.state in rules.MINUTES_READ
    form = forms.ChangeLine.of(request, agreed=agreed, initial={"text": row.text, "version": row.version})

    def act() -> Any:
        return services.change_line(actor, timezone.now(), line, **form.cleaned_data)

    back, left = "show_minutes" if agreed else "keep_minutes", row.is_public and row.public_text
    said = "The line was changed." + (" It is no longer in the public version: choose it again there." if left else "")
    done = attempt(request, form, act, said, lambda one: go(request, back, row.meeting_id), "meetings.minute")
    return done or page(request, "change_line", form=form, line=row, meeting=seen.meeting, agreed=agreed)


@needs(KEEP)
@require_POST
def remove_line(request: HttpRequest, line: UUID) -> HttpResponse:
    """Take a line out of a draft."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.find_line(actor, line))

    def act() -> Any:
        return services.remove_line(actor, timezone.now(), line)

    return do(request, act, "The line is out of the draft. You can put it back below.", "keep_minutes", row.meeting_id)


@needs(KEEP)
@require_POST
def restore_line(request: HttpRequest, line: UUID) -> HttpResponse:
    """Put a line that was taken out of a draft back."""
    actor = request.actor  # type: ignore[attr-defined]
    row = found(queries.find_taken_out(actor, line))

    def act() -> Any:
        return services.restore_line(actor, timezone.now(), line)

    return do(request, act, "The line is back in the draft.", "keep_minutes", row.meeting_id)


@needs(KEEP)
@require_POST
def put_to_chair(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Put the draft to the chair."""
    actor = request.actor  # type: ignore[attr-defined]
    _written(request, meeting)

    def act() -> Any:
        return services.put_to_chair(actor, timezone.now(), meeting)

    return do(request, act, "The chair is asked to agree the minutes.", "show_minutes", meeting)


@needs(KEEP)
@require_POST
def agree_minutes(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Agree the draft."""
    actor = request.actor  # type: ignore[attr-defined]
    _written(request, meeting)

    def act() -> Any:
        return services.agree_minutes(actor, timezone.now(), timezone.localdate(), meeting)

    return do(request, act, "The minutes are agreed, and members can read them.", "show_minutes", meeting)


@needs(KEEP)
def return_minutes(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Send the draft back, saying what to change."""
    actor = request.actor  # type: ignore[attr-defined]
    seen = _written(request, meeting)
    insist(seen.may_agree)
    form = forms.ReturnMinutes.of(request)

    def act() -> Any:
        return services.return_minutes(actor, timezone.now(), meeting, **form.cleaned_data)

    done = attempt(request, form, act, "The draft goes back.", lambda one: go(request, "show_minutes", meeting))
    return done or page(request, "return_minutes", form=form, meeting=seen.meeting)


@needs(KEEP)
@require_POST
def approve_minutes(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Record that the next meeting approved the minutes."""
    actor = request.actor  # type: ignore[attr-defined]
    _written(request, meeting)

    def act() -> Any:
        return services.approve_minutes(actor, timezone.now(), timezone.localdate(), meeting)

    return do(request, act, "The minutes are approved.", "show_minutes", meeting)
