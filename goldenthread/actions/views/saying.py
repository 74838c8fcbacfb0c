"""Update, say no change, rate, add evidence."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goldenthread.actions import forms, permissions, queries, services
from goldenthread.actions.forms.acting import TAKE_BACK
from goldenthread.actions.views.acting import act, actor_of, demand, fetch
from goldenthread.web.access import needs
from goldenthread.web.filters import date as full_date
from goldenthread.web.uploads import takes_files, with_file


def _records_for(shown: queries.ShownAction) -> str:
    """The name the unit records for; empty for somebody who writes in their own name."""
    if shown.may.leads or not shown.may.is_unit:
        return ""
    return shown.line.lead_held_by or shown.line.lead_name


def _last_said(shown: queries.ShownAction) -> str:
    """What was said last time, so that the writer sees it; empty where nothing was."""
    update = shown.line.last_update
    return f"Last time, {full_date(update.at)}: {update.text}" if update else ""


@needs(permissions.UPDATE)
def give_update(request: HttpRequest, action: UUID) -> HttpResponse:
    """Write what has happened and how it stands; `corrects` in the address replaces an earlier update."""
    actor, shown = actor_of(request), fetch(request, action)
    demand(shown.may.contribute, "update this action")
    earlier = next((one for one in shown.updates if str(one.pk) == request.GET.get("corrects")), None)
    rates = shown.may.update and earlier is None
    initial = {"delivery": shown.line.delivery_owner, "text": earlier.text if earlier else ""}
    form = forms.GiveUpdate.of(
        request, initial=initial, rates=rates, records_for=_records_for(shown), last=_last_said(shown)
    )

    def save(cleaned: dict[str, Any]) -> object:
        return services.give_update(
            actor, timezone.now(), timezone.localdate(), action, text=cleaned["text"],
            delivery=cleaned.get("delivery", ""), on_behalf_of=cleaned.get("on_behalf_of", ""),
            corrects=earlier.pk if earlier else None,
        )  # fmt: skip

    return act(request, shown, form, save, "give_update", "Your update was added.", earlier=earlier)


@needs(permissions.UPDATE)
def say_no_change(request: HttpRequest, action: UUID) -> HttpResponse:
    """Say that nothing has changed."""
    actor, shown = actor_of(request), fetch(request, action)
    demand(shown.may.update, "update this action")
    form = forms.OnBehalf.of(request, records_for=_records_for(shown))

    def save(cleaned: dict[str, Any]) -> object:
        return services.say_no_change(
            actor, timezone.now(), timezone.localdate(), action, on_behalf_of=cleaned.get("on_behalf_of", "")
        )

    return act(request, shown, form, save, "say_no_change", "“No change” was recorded.")


@needs(permissions.RATE)
def rate_delivery(request: HttpRequest, action: UUID) -> HttpResponse:
    """Give the chair's last word on delivery."""
    actor, shown = actor_of(request), fetch(request, action)
    demand(shown.may.rate, "have the last word on this action")
    standing = shown.line.chair_rating
    initial = {
        "seen": shown.seen_rating,
        "value": standing.value if standing else "",
        "reason": standing.reason if standing else "",
    }
    form = forms.RateDelivery.of(request, initial=initial, may_take_back=standing is not None)

    def save(cleaned: dict[str, Any]) -> object:
        value = "" if cleaned["value"] == TAKE_BACK else cleaned["value"]
        return services.rate_delivery(
            actor, timezone.now(), timezone.localdate(), action, value=value, reason=cleaned["reason"],
            seen=cleaned["seen"],
        )  # fmt: skip

    labels = {"value": "Rating", "reason": "Why"}
    return act(request, shown, form, save, "rate_delivery", "Your rating is shown now.", labels=labels)


@needs(permissions.UPDATE)
def rate_impact(request: HttpRequest, action: UUID) -> HttpResponse:
    """Rate what difference it made."""
    actor, shown = actor_of(request), fetch(request, action)
    demand(shown.may.rate or shown.may.update, "rate the impact of this action")
    form = forms.Rate.of(request, axis="impact", initial={"value": shown.line.impact})

    def save(cleaned: dict[str, Any]) -> object:
        return services.rate_impact(
            actor, timezone.now(), timezone.localdate(), action, value=cleaned["value"], reason=cleaned["reason"]
        )

    return act(request, shown, form, save, "rate_impact", "The impact was rated.")


@needs(permissions.UPDATE)
def rate_evidence(request: HttpRequest, action: UUID) -> HttpResponse:
    """Rate how strong the evidence is as a whole."""
    actor, shown = actor_of(request), fetch(request, action)
    demand(shown.may.rate or shown.may.update, "rate the evidence of this action")
    form = forms.Rate.of(request, axis="evidence", initial={"value": shown.line.strength})

    def save(cleaned: dict[str, Any]) -> object:
        return services.rate_evidence(
            actor, timezone.now(), timezone.localdate(), action, value=cleaned["value"], reason=cleaned["reason"]
        )

    return act(request, shown, form, save, "rate_evidence", "The strength of evidence was rated.")


@takes_files
@needs(permissions.UPDATE)
def add_evidence(request: HttpRequest, action: UUID) -> HttpResponse:
    """Attach a file, an address or somebody's word, and say what it shows."""
    actor, shown = actor_of(request), fetch(request, action)
    demand(shown.may.contribute, "add evidence to this action")
    initial = {"information_class": shown.line.information_class, "dated_on": timezone.localdate(), "kind": "document"}
    form = with_file(forms.AddEvidence.of(request, initial=initial), request)

    def save(cleaned: dict[str, Any]) -> object:
        return services.add_evidence(actor, timezone.now(), timezone.localdate(), action, **cleaned)

    return act(request, shown, form, save, "add_evidence", "The evidence was added.", enctype="multipart/form-data")
