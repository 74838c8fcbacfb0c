"""Enter a risk, change it, raise an action from it, and set the scales."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.actions.views.reading import ref_of
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.permissions import readable_classes
from goldenthread.partnerships.presenters import lead_choices
from goldenthread.plans.queries import places_by_plan
from goldenthread.risks import forms, permissions, presenters, queries, rules, services
from goldenthread.risks.views.steps import act, actor_of, demand, fetch, known_names, to_risk
from goldenthread.threads.rules import Ref
from goldenthread.web.access import needs

Places = list[tuple[str, list[tuple[str, str]]]]


@needs(permissions.RAISE)
def raise_risk(request: HttpRequest) -> HttpResponse:
    """Enter a risk into a register, with its first scores."""
    actor, now, today = actor_of(request), timezone.now(), timezone.localdate()
    groups = partnerships.bare_groups(actor, today)
    form = forms.RaiseRisk.of(
        request, known=known_names(actor), scale=queries.scale_in_force(actor),
        owners=queries.owner_choices(actor, today), places=places_by_plan(actor),
        registers=queries.registers_kept(actor, groups, permissions.keeps_all(actor)),
        initial={"group_id": request.GET.get("group", ""), "threatens": request.GET.get("threatens", "")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        ref = ref_of(form.cleaned_data["threatens"])
        opening = services.Opening(**form.opening(), threatens=(ref,) if ref else ())
        try:
            risk = services.raise_risk(actor, now, today, services.Words(**form.words()), opening)
        except NotPermitted as refused:
            raise PermissionDenied(refused.reason) from refused
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"The risk is in the register as {risk.reference}.")
            return to_risk(request, risk.pk)
    return TemplateResponse(request, "risks/raise_risk.html", {"form": form}, status=422 if form.errors else 200)


def _with(places: Places, ref: Ref | None) -> Places:
    """The places to choose among, with the one that is chosen already, though its plan be closed."""
    value = f"{ref.kind}:{ref.id}" if ref else ""
    if not ref or any(value == key for _, choices in places for key, _ in choices):
        return places
    return [*places, ("Chosen already", [(value, "What it threatens now")])]


@needs(permissions.CHANGE)
def change_risk(request: HttpRequest, risk_id: UUID) -> HttpResponse:
    """Change what a risk says and who owns it."""
    actor, shown = actor_of(request), fetch(request, risk_id)
    demand(shown, shown.may.work, "change this risk")
    risk, now, today = shown.risk, timezone.now(), timezone.localdate()
    owners = dict(queries.owner_choices(actor, today))
    if risk.owner:
        owners.setdefault(risk.owner_id, risk.owner.name)
    initial = {name: getattr(risk, name) for name in forms.ChangeRisk.base_fields if hasattr(risk, name)}
    first, places = queries.first_threatened(actor, risk_id), places_by_plan(actor)
    initial["threatens"] = f"{first.kind}:{first.id}" if first else ""
    form = forms.ChangeRisk.of(
        request,
        known=known_names(actor),
        scale=shown.scale,
        owners=owners.items(),
        places=_with(places, first),
        initial=initial,
    )

    def save() -> object:
        ref = ref_of(form.cleaned_data["threatens"])
        words = services.Words(**form.words())
        return services.change_risk(actor, now, today, risk_id, words, form.read_in(), ref)

    return act(request, shown, form, save, "change_risk", "The risk was changed.")


@needs(permissions.RAISE_ACTION)
def raise_action(request: HttpRequest, risk_id: UUID) -> HttpResponse:
    """Raise an action in the one tracker, tied to the risk."""
    actor, shown = actor_of(request), fetch(request, risk_id)
    demand(shown, shown.may.raise_action, "raise an action from this risk")
    now, today = timezone.now(), timezone.localdate()
    form = forms.RaiseAction.of(
        request, known=known_names(actor), initial={"information_class": "G"},
        leads=lead_choices(partnerships.known_leads(actor, today), []),
        classes=presenters.action_classes(readable_classes(actor.roles)),
    )  # fmt: skip

    def save() -> object:
        wanted = services.Wanted(**form.wanted())
        return services.raise_action(actor, now, today, risk_id, wanted)

    return act(request, shown, form, save, "raise_action", "The action was raised.")


@needs(permissions.SEE)
def show_scales(request: HttpRequest) -> HttpResponse:
    """The scales, levels and appetite in words."""
    actor = actor_of(request)
    scale = queries.scale_in_force(actor)
    context: dict[str, Any] = {
        "scale": scale,
        "appetites": rules.APPETITE_WORDS,
        "editions": queries.scale_editions(actor),
        "levels": [presenters.level(band.lowest, scale) for band in scale.bands],
        "may_set": actor.may(permissions.SET_SCALES),
    }
    return TemplateResponse(request, "risks/show_scales.html", context)


@needs(permissions.SET_SCALES)
def set_scales(request: HttpRequest) -> HttpResponse:
    """Word the scales anew, set the levels and the appetite."""
    actor = actor_of(request)
    form = forms.SetScales.of(request, scale=queries.scale_in_force(actor))
    if request.method == "POST" and form.is_valid():
        try:
            services.set_scale(actor, timezone.now(), form.answer())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The scales were set. Earlier scores keep the scale of their day.")
            return redirect("risks:show_scales", partnership=actor.partnership_slug)
    return TemplateResponse(request, "risks/set_scales.html", {"form": form}, status=422 if form.errors else 200)
