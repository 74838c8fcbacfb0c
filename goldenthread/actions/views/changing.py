"""Raise, change, reassign, move the date, milestones."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.actions import forms, permissions, queries, services
from goldenthread.actions.services import NewAction, NewReporting
from goldenthread.actions.views.acting import act, actor_of, demand, fetch, version_of
from goldenthread.actions.views.reading import ref_of, served_by
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.presenters import lead_choices
from goldenthread.web.access import needs

BOTH = {
    "description": "What is to be done",
    "reference": "Number",
    "provenance_kind": "Where it came from",
    "provenance_text": "Source",
    "provenance_page": "Page or paragraph",
    "starts_on": "When work starts",
    "contributors": "Who helps",
    "reports_to": "Which groups it reports to",
    "cohorts": "Which children or adults it is for",
    "information_class": "Who may read it",
}


def _choices(actor: Actor, line: queries.ActionLine | None = None) -> dict[str, Any]:
    """The leads and groups that may be chosen, those chosen earlier among them."""
    today = timezone.localdate()
    also: list[tuple[str, str]] = []
    if line:
        pairs = zip(line.contributor_parties, line.contributors, strict=True)
        also = [(f"{party.kind}:{party.id}", name) for party, name in pairs]
        also.append((f"{line.lead.kind}:{line.lead.id}", line.lead_name))
    leads = lead_choices(partnerships.known_leads(actor, today), also)
    groups = [(str(group.pk), group.name) for group in partnerships.bare_groups(actor, today)]
    there = {value for value, _ in groups}
    groups += [(str(key), name) for key, name, _ in (line.reportings if line else ()) if str(key) not in there]
    return {"leads": leads, "groups": groups}


@needs(permissions.RAISE)
def raise_action(request: HttpRequest) -> HttpResponse:
    """Raise an action; `serves=<kind:id>` in the address says what for."""
    actor, now, today = actor_of(request), timezone.now(), timezone.localdate()
    serves = served_by(actor, request.GET.get("serves", ""))
    initial = {"information_class": "G", "provenance_kind": "plan" if serves else ""}
    form = forms.RaiseAction.of(request, initial=initial, **_choices(actor))
    if request.method == "POST" and form.is_valid():
        try:
            action = services.raise_action(actor, now, today, _new(form.cleaned_data, serves))
        except NotPermitted as refused:
            form.refuse(Refused(refused.reason, "lead"))
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The action was raised.")
            return redirect("actions:show_action", partnership=actor.partnership_slug, action=action.pk)
    return TemplateResponse(
        request,
        "actions/raise_action.html",
        {"form": form, "serves": serves},
        status=422 if form.errors else 200,
    )


def _new(cleaned: dict[str, Any], serves: tuple[str, str] | None) -> NewAction:
    ref = ref_of(serves[0]) if serves else None
    due: list[date | str] = [one for one in (cleaned["due_on"], cleaned["due_words"]) if one]
    return NewAction(
        description=cleaned["description"],
        lead=cleaned["lead"],
        provenance_kind=cleaned["provenance_kind"],
        provenance_text=cleaned["provenance_text"],
        provenance_page=cleaned["provenance_page"],
        reference=cleaned["reference"],
        information_class=cleaned["information_class"],
        contributors=cleaned["contributors"],
        cohorts=cleaned["cohorts"],
        due=due,
        reports_to=_reportings(cleaned["reports_to"]),
        serves=[(ref, 0)] if ref else [],
    )


def _reportings(ids: Sequence[UUID], known: Sequence[tuple[UUID, str, str]] = ()) -> list[NewReporting]:
    """The groups chosen, each with the words that said when."""
    words = {key: said for key, _, said in known}
    return [NewReporting(key, words.get(key, "")) for key in ids]


@needs(permissions.CHANGE)
def change_action(request: HttpRequest, action: UUID) -> HttpResponse:
    """Change an action's words and people."""
    actor, shown = actor_of(request), fetch(request, action)
    demand(shown.may.change, "change this action")
    line = shown.line
    initial = {
        "description": line.description,
        "reference": line.reference,
        "provenance_kind": line.provenance_kind,
        "provenance_text": line.provenance_text,
        "provenance_page": line.provenance_page,
        "contributors": [f"{party.kind}:{party.id}" for party in line.contributor_parties],
        "reports_to": [str(key) for key, _, _ in line.reportings],
        "cohorts": ", ".join(line.cohorts),
        "starts_on": line.starts_on,
        "information_class": line.information_class,
        "version": str(line.version),
    }
    form = forms.ChangeAction.of(request, initial=initial, **_choices(actor, line))

    def save(cleaned: dict[str, Any]) -> object:
        fields = {key: value for key, value in cleaned.items() if key not in ("version", "reports_to")}
        return services.change_action(
            actor, timezone.now(), timezone.localdate(), action, version=version_of(cleaned),
            reports_to=_reportings(cleaned["reports_to"], line.reportings), **fields,
        )  # fmt: skip

    return act(request, shown, form, save, "change_action", "The action was changed.", labels=BOTH)


@needs(permissions.CHANGE)
def reassign(request: HttpRequest, action: UUID) -> HttpResponse:
    """Give the action to another lead, or confirm the one that was guessed."""
    actor, shown = actor_of(request), fetch(request, action)
    demand(shown.may.change, "give this action to another lead")
    line = shown.line
    initial = {"lead": f"{line.lead.kind}:{line.lead.id}", "version": str(line.version)}
    form = forms.Reassign.of(request, initial=initial, leads=_choices(actor, line)["leads"])

    def save(cleaned: dict[str, Any]) -> object:
        return services.reassign(
            actor, timezone.now(), timezone.localdate(), action, lead=cleaned["lead"], reason=cleaned["reason"],
            version=version_of(cleaned),
        )  # fmt: skip

    return act(request, shown, form, save, "reassign", "The lead was set.", labels={"lead": "Lead"})


@needs(permissions.UPDATE)
def change_due(request: HttpRequest, action: UUID) -> HttpResponse:
    """Move the date, with the reason."""
    actor, shown = actor_of(request), fetch(request, action)
    demand(shown.may.update or shown.may.change, "move the date of this action")
    form = forms.MoveDate.of(request, initial={"version": str(shown.line.version)})

    def save(cleaned: dict[str, Any]) -> object:
        return services.change_due(
            actor, timezone.now(), timezone.localdate(), action, due=cleaned["due"], reason=cleaned["reason"],
            version=version_of(cleaned),
        )  # fmt: skip

    return act(request, shown, form, save, "change_due", "The date was moved.", labels={"due": "Date"})


@needs(permissions.UPDATE)
def add_milestone(request: HttpRequest, action: UUID) -> HttpResponse:
    """Add something that will be evidenced."""
    actor, shown = actor_of(request), fetch(request, action)
    demand(shown.may.update or shown.may.change, "add milestones to this action")
    form = forms.AddMilestone.of(request)

    def save(cleaned: dict[str, Any]) -> object:
        return services.add_milestone(
            actor, timezone.now(), timezone.localdate(), action, text=cleaned["text"], due=[cleaned["due_words"]]
        )

    return act(request, shown, form, save, "add_milestone", "The milestone was added.")


def _milestone(shown: queries.ShownAction, milestone_id: UUID) -> queries.MilestoneLine:
    found = next((one for one in shown.line.milestones if one.id == milestone_id), None)
    if found is None:
        raise Http404("There is no such milestone.")
    return found


@needs(permissions.UPDATE)
def meet_milestone(request: HttpRequest, action: UUID, milestone: UUID) -> HttpResponse:
    """Say when a milestone was met."""
    actor, shown = actor_of(request), fetch(request, action)
    one = _milestone(shown, milestone)
    demand(shown.may.update or shown.may.change, "settle milestones of this action")
    form = forms.MeetMilestone.of(request, initial={"met_on": timezone.localdate()})

    def save(cleaned: dict[str, Any]) -> object:
        return services.meet_milestone(
            actor, timezone.now(), timezone.localdate(), action, milestone, met_on=cleaned["met_on"]
        )

    return act(request, shown, form, save, "meet_milestone", "The milestone was met.", milestone=one)


@needs(permissions.UPDATE)
def drop_milestone(request: HttpRequest, action: UUID, milestone: UUID) -> HttpResponse:
    """Say why a milestone is no longer needed."""
    actor, shown = actor_of(request), fetch(request, action)
    one = _milestone(shown, milestone)
    demand(shown.may.update or shown.may.change, "settle milestones of this action")
    form = forms.Reason.of(request, label="Why it is no longer needed", hint="The page keeps it")

    def save(cleaned: dict[str, Any]) -> object:
        return services.drop_milestone(
            actor, timezone.now(), timezone.localdate(), action, milestone, reason=cleaned["reason"]
        )

    return act(request, shown, form, save, "drop_milestone", "The milestone was dropped.", milestone=one)
