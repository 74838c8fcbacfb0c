"""Move a risk: up, down, accepted, become an issue, resolved, closed, reopened. Each asks once more, with a reason."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goldenthread.risks import forms, permissions, queries, services
from goldenthread.risks.views.steps import act, actor_of, demand, fetch, known_names
from goldenthread.web.access import needs


@needs(permissions.CHANGE)
def escalate_risk(request: HttpRequest, risk_id: UUID) -> HttpResponse:
    """Put a risk into the register above."""
    actor, shown = actor_of(request), fetch(request, risk_id)
    demand(shown, shown.may.work, "escalate this risk")
    now, today = timezone.now(), timezone.localdate()
    hint = "What the group cannot do itself, and what is asked of those above."
    initial = {"stands_in": shown.risk.group_id}
    form = forms.Escalate.of(request, known=known_names(actor), label="Why does it go up?", hint=hint, initial=initial)

    def save() -> object:
        return services.escalate_risk(actor, now, today, risk_id, **form.answers())

    above = queries.group_above(actor, shown.risk, today) if shown.risk.group else None
    return act(request, shown, form, save, "escalate_risk", "The risk was escalated.", above=above)


@needs(permissions.CHANGE)
def bring_down_risk(request: HttpRequest, risk_id: UUID) -> HttpResponse:
    """Put a risk into the register of a group beneath."""
    actor, shown = actor_of(request), fetch(request, risk_id)
    demand(shown, shown.may.move_down, "bring this risk down")
    now, today = timezone.now(), timezone.localdate()
    groups = queries.groups_beneath(actor, shown.risk, today)
    hint = "What has been decided, and what is expected of the group."
    form = forms.BringDown.of(request, known=known_names(actor), groups=groups, label="Why does it go down?", hint=hint)

    def save() -> object:
        return services.bring_down_risk(actor, now, today, risk_id, **form.answers())

    return act(request, shown, form, save, "bring_down_risk", "The risk was brought down.")


@needs(permissions.CHANGE)
def accept_risk(request: HttpRequest, risk_id: UUID) -> HttpResponse:
    """Record who accepts a risk as it stands, and until when."""
    actor, shown = actor_of(request), fetch(request, risk_id)
    demand(shown, shown.may.work, "record that this risk is accepted")
    now, today = timezone.now(), timezone.localdate()
    approvers = queries.approver_choices(actor, today, shown.risk.group_id)
    form = forms.AcceptRisk.of(
        request, known=known_names(actor), approvers=approvers, label="Why is it accepted as it stands?"
    )

    def save() -> object:
        return services.accept_risk(actor, now, today, risk_id, **form.answers())

    return act(request, shown, form, save, "accept_risk", "The acceptance is kept.")


@needs(permissions.CHANGE)
def become_issue(request: HttpRequest, risk_id: UUID) -> HttpResponse:
    """Say that a risk has happened."""
    actor, shown = actor_of(request), fetch(request, risk_id)
    demand(shown, shown.may.work, "say that this risk has happened")
    now, today = timezone.now(), timezone.localdate()
    form = forms.BecomeIssue.of(request, known=known_names(actor), owners=queries.owner_choices(actor, today))

    def save() -> object:
        return services.become_issue(actor, now, today, risk_id, **form.answers())

    return act(request, shown, form, save, "become_issue", "The risk has become an issue.")


@needs(permissions.CHANGE)
def resolve_issue(request: HttpRequest, risk_id: UUID) -> HttpResponse:
    """Say how the issue was resolved; the risk is open again."""
    actor, shown = actor_of(request), fetch(request, risk_id)
    demand(shown, shown.may.work, "resolve this issue")
    now, today = timezone.now(), timezone.localdate()
    form = forms.Why.of(request, known=known_names(actor), label="How was it resolved?")

    def save() -> object:
        return services.resolve_issue(actor, now, today, risk_id, how=form.cleaned_data["why"])

    return act(request, shown, form, save, "resolve_issue", "The issue is resolved, and the risk is open again.")


@needs(permissions.CHANGE)
def close_risk(request: HttpRequest, risk_id: UUID) -> HttpResponse:
    """Close a risk."""
    actor, shown = actor_of(request), fetch(request, risk_id)
    demand(shown, shown.may.work, "close this risk")
    now, today = timezone.now(), timezone.localdate()
    form = forms.Decided.of(request, known=known_names(actor), label="Why is it closed?")

    def save() -> object:
        return services.close_risk(actor, now, today, risk_id, **form.answers())

    return act(request, shown, form, save, "close_risk", "The risk was closed. It stays in the register.")


@needs(permissions.CHANGE)
def reopen_risk(request: HttpRequest, risk_id: UUID) -> HttpResponse:
    """Open a closed risk again."""
    actor, shown = actor_of(request), fetch(request, risk_id)
    demand(shown, shown.may.change, "reopen this risk")
    now, today = timezone.now(), timezone.localdate()
    form = forms.Why.of(request, known=known_names(actor), label="Why is it opened again?")

    def save() -> object:
        return services.reopen_risk(actor, now, today, risk_id, **form.answers())

    return act(request, shown, form, save, "reopen_risk", "The risk is open again.")
