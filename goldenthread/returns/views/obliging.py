"""Who reports what to whom and when: the standing duties, their dates, and one date moved or left out."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from goldenthread.kernel.rhythm import restored
from goldenthread.partnerships.exchange import list_file
from goldenthread.returns import forms, presenters, queries, rules, services
from goldenthread.returns.permissions import KEEP_OBLIGATIONS, SEE
from goldenthread.returns.views.lists import parties
from goldenthread.returns.views.steps import step
from goldenthread.web.access import needs
from goldenthread.web.environment import address
from goldenthread.web.forms import Form, rhythm_initial
from goldenthread.web.lists import Listing, list_page
from goldenthread.web.steps import Asked, attempt, done, found, page

OBLIGATIONS = Listing(presenters.OBLIGATIONS, forms.ObligationFilters, order="next")
LOOKS_BACK = timedelta(days=400)


def _trail(request: Asked, line: queries.ObligationLine | None = None) -> list[tuple[str, str]]:
    slug = request.actor.partnership_slug
    trail = [("Who reports what", address("returns:list_obligations", slug))]
    if line:
        owed = line.obligation
        trail.append((owed.title, address("returns:show_obligation", slug, obligation_id=owed.pk)))
    return trail


@needs(SEE)
@list_page("Who reports what")
def list_obligations(request: Asked) -> HttpResponse:
    """Who reports what to whom, how often, and when next."""
    today, known = timezone.localdate(), parties(request)
    state = OBLIGATIONS.read(request.GET, groups=known["group"], agencies=known["agency"])
    rows = queries.list_obligations(request.actor, today, **state.filters).order_by(*state.order_by)
    if state.format:
        return list_file(
            request.actor, today, state, rows, "Who reports what", columns=presenters.OBLIGATIONS_DOWNLOAD,
            file="reporting", restricted=False, wide=("What is reported",),
        )  # fmt: skip
    shown = state.page(rows)
    shown = replace(shown, rows=[queries.obligation_line(row) for row in shown.rows])
    gone = queries.count_gone(request.actor, today)
    return page(
        request, "list_obligations", state=state, page=shown, may_keep=request.actor.may(KEEP_OBLIGATIONS), gone=gone
    )


@needs(SEE)
def show_obligation(request: Asked, obligation_id: UUID) -> HttpResponse:
    """One standing duty with its dates."""
    today = timezone.localdate()
    line = found(queries.show_obligation(request.actor, today, obligation_id), "duty to report")
    dates = queries.dates_of(request.actor, obligation_id, today - LOOKS_BACK)
    return page(
        request, "show_obligation", line=line, owed=line.obligation, dates=dates, today=today, trail=_trail(request),
        facts=presenters.facts_of(line), ladder=presenters.ladder_words(line.obligation.ladder), words=rules.STATES,
        tones=presenters.TONES, may_keep=request.actor.may(KEEP_OBLIGATIONS),
    )  # fmt: skip


def _choices(request: Asked, owed: Any = None) -> dict[str, Any]:
    known = parties(request)
    both = [(f"{kind}:{key}", name) for kind in ("group", "agency") for key, name in known[kind]]
    series = [(one.series, one.title) for one in queries.sets_in_use(request.actor)]
    if owed and owed.question_series and owed.question_series not in dict(series):
        series.append((owed.question_series, "The questions it has, which are no longer in use"))
    return {"parties": both, "groups": known["group"], "series": series}


@needs(KEEP_OBLIGATIONS)
def add_obligation(request: Asked) -> HttpResponse:
    """Set a standing duty to report."""
    form = forms.KeepObligation.of(request, initial=forms.ladder_initial(), **_choices(request))

    def act() -> Any:
        return services.add_obligation(request.actor, timezone.now(), timezone.localdate(), **form.answers())

    made = attempt(request, form, act)
    if made:
        said = "Its dates stand on the forward plan."
        return done(request, said, "returns:show_obligation", obligation_id=made.pk)
    return page(request, "add_obligation", form=form, trail=_trail(request))


@needs(KEEP_OBLIGATIONS)
def change_obligation(request: Asked, obligation_id: UUID) -> HttpResponse:
    """Change a standing duty; dates that were moved, left out or used stay."""
    actor, today = request.actor, timezone.localdate()
    line = found(queries.show_obligation(actor, today, obligation_id), "duty to report")
    owed = line.obligation
    initial = {
        **rhythm_initial(restored(owed.rhythm)), "title": owed.title, "basis": owed.basis, "starts_on": owed.starts_on,
        "ends_on": owed.ends_on, "days_before_meeting": owed.days_before_meeting, "opens_before": owed.opens_before,
        "needs_sign_off": owed.needs_sign_off, "question_series": str(owed.question_series or ""),
        "by": f"group:{owed.by_group_id}" if owed.by_group_id else f"agency:{owed.by_agency_id}",
        "to_group_ids": [str(one) for one in queries.to_groups_of(actor, obligation_id)],
        **forms.ladder_initial(rules.Step(rules.Rung(one["rung"]), one["after"]) for one in owed.ladder),
    }  # fmt: skip
    form = forms.KeepObligation.of(request, initial=initial, **_choices(request, owed))
    del form.fields["by"]

    def act() -> Any:
        form.cleaned_data["by"] = initial["by"]
        told = form.answers()
        del told["by"]
        return services.change_obligation(actor, timezone.now(), today, obligation_id, **told)

    if attempt(request, form, act):
        return done(request, "It is changed, and its dates with it.", "returns:show_obligation",
                    obligation_id=obligation_id)  # fmt: skip
    return page(request, "change_obligation", form=form, line=line, trail=_trail(request, line))


@needs(KEEP_OBLIGATIONS)
def hand_over_obligation(request: Asked, obligation_id: UUID) -> HttpResponse:
    """Give a standing duty to another group or agency, for one when the group that had it has ended."""
    actor, today = request.actor, timezone.localdate()
    line = found(queries.show_obligation(actor, today, obligation_id), "duty to report")
    form = forms.HandOver.of(request, parties=_choices(request)["parties"])

    def act() -> Any:
        return services.hand_over_obligation(actor, timezone.now(), today, obligation_id, **form.answers())

    if attempt(request, form, act):
        return done(request, "It is theirs from now on.", "returns:show_obligation", obligation_id=obligation_id)
    trail = _trail(request, line)
    what = [f"“{line.obligation.title}” was reported by {line.who}. Its dates, and to whom it is reported, stay.",
            "What has been asked for already stays with whoever was asked."]  # fmt: skip
    return step(request, form, "Choose who reports from now on", "Give it to them", trail[-1][1], trail, what)


@needs(KEEP_OBLIGATIONS)
def end_obligation(request: Asked, obligation_id: UUID) -> HttpResponse:
    """End a standing duty."""
    actor, today = request.actor, timezone.localdate()
    line = found(queries.show_obligation(actor, today, obligation_id), "duty to report")
    form = forms.UntilWhen.of(request, initial={"due_on": today})
    form.fields["due_on"].label = "Last day"

    def act() -> Any:
        told = form.cleaned_data
        return services.end_obligation(
            actor, timezone.now(), today, obligation_id, ends_on=told["due_on"], reason=told["reason"]
        )

    if attempt(request, form, act):
        return done(request, "It has an end.", "returns:show_obligation", obligation_id=obligation_id)
    trail = _trail(request, line)
    what = ["Dates after its last day go from the forward plan. What has been sent out or has come stays."]
    return step(request, form, "End this duty to report?", "End it", trail[-1][1], trail, what, danger=True)


def _date(request: Asked, date_id: UUID) -> tuple[Any, list[tuple[str, str]]]:
    day = found(queries.find_date(request.actor, date_id), "date")
    slug = request.actor.partnership_slug
    href = address("returns:show_obligation", slug, obligation_id=day.obligation_id)
    return day, [*_trail(request), (day.obligation.title, href)]


@needs(KEEP_OBLIGATIONS)
def move_date(request: Asked, date_id: UUID) -> HttpResponse:
    """Put one date on another day."""
    day, trail = _date(request, date_id)
    form = forms.UntilWhen.of(request, initial={"due_on": day.due_on})

    def act() -> Any:
        now, today = timezone.now(), timezone.localdate()
        return services.move_date(request.actor, now, today, date_id, **form.cleaned_data)

    if attempt(request, form, act):
        return done(request, "This date is moved; every other one stays.", "returns:show_obligation",
                    obligation_id=day.obligation_id)  # fmt: skip
    what = ["Only this one date is moved. The others stay where they are."]
    return step(request, form, "Move this date", "Move it", trail[-1][1], trail, what)


@needs(KEEP_OBLIGATIONS)
def leave_out_date(request: Asked, date_id: UUID) -> HttpResponse:
    """Leave one date out."""
    day, trail = _date(request, date_id)
    form = forms.Reason.of(request)

    def act() -> Any:
        return services.leave_out_date(request.actor, timezone.now(), date_id, **form.cleaned_data)

    if attempt(request, form, act):
        return done(request, "This date is left out; every other one stays.", "returns:show_obligation",
                    obligation_id=day.obligation_id)  # fmt: skip
    what = ["Nothing is asked for on this date. The forward plan shows it struck out, with your reason."]
    return step(request, form, "Leave this date out?", "Leave it out", trail[-1][1], trail, what)


@needs(KEEP_OBLIGATIONS)
def issue_date(request: Asked, date_id: UUID) -> HttpResponse:
    """Ask for what is due on one date before its day comes."""
    day, trail = _date(request, date_id)
    form = Form.of(request)

    def act() -> Any:
        return services.issue_date(request.actor, timezone.now(), timezone.localdate(), date_id)

    made = attempt(request, form, act)
    if made:
        return done(request, "It is asked for from now on.", "returns:show_return", return_id=made.pk)
    what = [f"“{day.obligation.title}” is asked for now, due on {day.due_on.day} {day.due_on:%B %Y}."]
    return step(request, form, "Ask for this now?", "Ask for it", trail[-1][1], trail, what)
