"""The statutory dates of the partnership: which are in the forward plan, on which day, and where each comes from."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone

from goldenthread.notify import forms, queries, rules, services
from goldenthread.notify.permissions import KEEP_STATUTORY_DATES, SEE_FORWARD_PLAN
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.presenters import in_words
from goldenthread.web.access import needs
from goldenthread.web.forms import Form
from goldenthread.web.steps import Asked, attempt, done, found, page


@needs(SEE_FORWARD_PLAN)
def list_statutory_dates(request: Asked) -> HttpResponse:
    """Every date of the table that concerns the partnership, with its source and its day here."""
    today = timezone.localdate()
    lines = queries.list_statutory_dates(request.actor, today)
    may = request.actor.may(KEEP_STATUTORY_DATES)
    return page(request, "list_statutory_dates", lines=lines, may_keep=may, today=today)


@needs(KEEP_STATUTORY_DATES)
def keep_statutory_date(request: Asked, key: str) -> HttpResponse:
    """Put a date into the forward plan, or move its day."""
    actor, now, today = request.actor, timezone.now(), timezone.localdate()
    line = found(queries.find_statutory_date(actor, key, today))
    groups = [(one.pk, one.name) for one in partnerships.bare_groups(actor, today)]
    initial: dict[str, Any] = {"first_on": rules.usual_day(line.duty, today)}
    if line.kept:
        initial = {"first_on": line.next_on or line.kept.first_on, "group_id": line.kept.group_id,
                   "version": line.kept.version}  # fmt: skip
    form = forms.StatutoryDateForm.of(request, groups=groups, initial=initial)

    def act() -> Any:
        return services.keep_statutory_date(actor, now, today, key, **form.answers())

    if attempt(request, form, act, in_words("notify.keptdate")):
        return done(request, f"“{line.duty.title}” is in the forward plan.", "notify:list_statutory_dates")
    return page(request, "keep_statutory_date", form=form, line=line)


@needs(KEEP_STATUTORY_DATES)
def drop_statutory_date(request: Asked, key: str) -> HttpResponse:
    """Ask once more, and take a date out of the forward plan."""
    line = found(queries.find_statutory_date(request.actor, key, timezone.localdate()))
    form = Form.of(request)
    if attempt(request, form, lambda: services.drop_statutory_date(request.actor, timezone.now(), key)):
        return done(request, f"“{line.duty.title}” is no longer in the forward plan.", "notify:list_statutory_dates")
    return page(request, "drop_statutory_date", form=form, line=line)


@needs(KEEP_STATUTORY_DATES)
def record_met(request: Asked, key: str) -> HttpResponse:
    """Say that a date was met: on which day, by whom, and where that can be seen."""
    actor, now, today = request.actor, timezone.now(), timezone.localdate()
    line = found(queries.find_statutory_date(actor, key, today))
    if line.kept is None or line.open_on is None:
        raise Http404("This date is not in the forward plan, or was met for good.")
    by = line.kept.group.name if line.kept.group else actor.partnership_name
    form = forms.MetForm.of(request, initial={"met_on": today, "met_by": by, "due_on": line.open_on.isoformat()})
    if attempt(request, form, lambda: services.record_met(actor, now, today, key, **form.answers())):
        return done(request, f"“{line.duty.title}” is recorded as met.", "notify:list_statutory_dates")
    return page(request, "record_met", form=form, line=line, today=today)


@needs(KEEP_STATUTORY_DATES)
def undo_met(request: Asked, met: UUID) -> HttpResponse:
    """Ask once more, and take back that a date was met."""
    row = found(queries.find_met(request.actor, met))
    form = Form.of(request)
    if attempt(request, form, lambda: services.undo_met(request.actor, timezone.now(), met)):
        return done(request, f"“{row.kept}” stands open again.", "notify:list_statutory_dates")
    return page(request, "undo_met", form=form, row=row)
