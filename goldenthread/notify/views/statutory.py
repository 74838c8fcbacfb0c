"""The statutory dates of the partnership: which are in the forward plan, on which day, and where each comes from."""

from typing import Any

from django.http import HttpResponse
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
    lines = queries.list_statutory_dates(request.actor, timezone.localdate())
    return page(request, "list_statutory_dates", lines=lines, may_keep=request.actor.may(KEEP_STATUTORY_DATES))


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
