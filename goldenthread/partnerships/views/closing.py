"""The closing report of a task and finish group."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone

from goldenthread.partnerships import forms, queries, services
from goldenthread.partnerships.permissions import SEE_STRUCTURE, WRITE_CLOSING_REPORT, may_write_for
from goldenthread.trail import queries as trail
from goldenthread.web.access import needs
from goldenthread.web.steps import Asked, attempt, done, found, page

KIND = "partnerships.closingreport"


@needs(SEE_STRUCTURE)
def show_closing_report(request: Asked, group: UUID) -> HttpResponse:
    """What the group was asked, did, achieved and handed on."""
    report = found(queries.show_closing_report(request.actor, group))
    events = trail.history(request.actor, KIND, report.pk)
    may_link = may_write_for(request.actor, group)
    context = {"report": report, "group": report.group, "events": events, "may_link": may_link}
    return page(request, "show_closing_report", **context)


@needs(WRITE_CLOSING_REPORT)
def write_closing_report(request: Asked, group: UUID) -> HttpResponse:
    """Write the closing report, which closes the group."""
    actor, now, today = request.actor, timezone.now(), timezone.localdate()
    shown = found(queries.find_group(actor, group))
    if not may_write_for(actor, group):
        raise PermissionDenied("The chair of the group or the business unit writes this.")
    groups = [(str(one.pk), one.name) for one in queries.bare_groups(actor, today) if one.pk != group]
    last = min(today, shown.ends_on or today)
    form = forms.ClosingReportForm.of(request, groups=groups, initial={"asked": shown.remit, "closed_on": last})
    written = attempt(
        request, form, lambda: services.write_closing_report(actor, now, today, group, **form.cleaned_data)
    )
    if written:
        sentence = f"The closing report was written and {shown.name} is closed."
        return done(request, sentence, "partnerships:show_closing_report", group=group)
    return page(request, "write_closing_report", form=form, group=shown)
