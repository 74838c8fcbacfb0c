"""The registers, and the duty under which each is reviewed."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships import queries as partnerships
from goldenthread.risks import forms, permissions, queries, services
from goldenthread.risks.views.steps import actor_of
from goldenthread.web.access import needs


@needs(permissions.SEE)
def list_registers(request: HttpRequest) -> HttpResponse:
    """The registers the reader may read: how many risks stand in each, under which duty it is reviewed, when next."""
    actor = actor_of(request)
    context = {
        "registers": queries.registers(actor, timezone.localdate()),
        "may_set": actor.may(permissions.SET_REVIEWS),
    }
    return TemplateResponse(request, "risks/list_registers.html", context)


@needs(permissions.SET_REVIEWS)
def review_register(request: HttpRequest, register: str) -> HttpResponse:
    """Have a register reviewed three times a year, or in other months."""
    actor, now, today = actor_of(request), timezone.now(), timezone.localdate()
    every = partnerships.bare_groups(actor, today)
    group = next((one for one in every if str(one.pk) == register), None)
    if group is None and register != queries.PARTNERSHIP:
        raise Http404("There is no such register.")
    group_id: UUID | None = group.pk if group else None
    form = forms.ReviewRegister.of(
        request, groups=[(str(one.pk), one.name) for one in every], own_group=register if group else "",
        initial={
            "months": [str(one) for one in services.MONTHS],
            "to_group_id": str(group.parent_id or "") if group else "",
        },
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            services.review_register(actor, now, today, group_id, services.Rota(**form.answers()))
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The register has its reviews. Their dates stand on the forward plan.")
            response = redirect("risks:list_risks", partnership=actor.partnership_slug)
            response["Location"] += f"?register={register}"
            return response
    context = {"form": form, "register": register, "name": group.name if group else "the partnership", "group": group}
    return TemplateResponse(request, "risks/review_register.html", context, status=422 if form.errors else 200)
