"""Saved views: keeping a list as it is filtered, the page of one's views, renaming, sharing and deleting them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from goldenthread.partnerships import forms, queries, rules, services
from goldenthread.partnerships.permissions import SAVE_VIEWS
from goldenthread.web.access import needs
from goldenthread.web.steps import Asked, attempt, done, found, page


@needs(SAVE_VIEWS)
def save_view(request: Asked) -> HttpResponse:
    """Keep a list as it is filtered and ordered, and go back to it; only a list the reader may open can be kept."""
    given = request.POST if request.method == "POST" else request.GET
    path, query = given.get("path", ""), rules.kept_of(given.get("query", ""))
    words = found(queries.list_at(request.actor, path) or None)
    form = forms.ViewForm.of(request)
    saved = attempt(
        request,
        form,
        lambda: services.save_view(request.actor, timezone.now(), path=path, query=query, **form.cleaned_data),
    )
    back = queries.address_of(request.actor, path, query)
    if saved:
        for_whom = " Everybody who may open this list can use it." if saved.is_shared else ""
        messages.success(request, f"“{saved.name}” stands above the list from now on.{for_whom}")
        return redirect(back)
    return page(request, "save_view", form=form, words=words, path=path, query=query, back=back)


@needs(SAVE_VIEWS)
def list_views(request: Asked) -> HttpResponse:
    """One's own views and those shared with one: where each leads, and what can be done with it."""
    lines = queries.list_views(request.actor)
    own, shared = [one for one in lines if one.is_own], [one for one in lines if not one.is_own]
    return page(request, "list_views", own=own, shared=shared, may_tidy=any(one.may_delete for one in shared))


@needs(SAVE_VIEWS)
def change_view(request: Asked, view: UUID) -> HttpResponse:
    """Rename one's own view, share it, or share it no longer."""
    shown = queries.show_view(request.actor, view)
    shown = found(shown if shown and shown.is_own else None)
    form = forms.ViewForm.of(request, initial={"name": shown.name, "is_shared": shown.is_shared})
    changed = attempt(
        request, form, lambda: services.change_view(request.actor, timezone.now(), view, **form.cleaned_data)
    )
    if changed:
        return done(request, f"“{changed.name}” was kept.", "partnerships:list_views")
    return page(request, "change_view", form=form, view=shown)


@needs(SAVE_VIEWS)
def delete_view(request: Asked, view: UUID) -> HttpResponse:
    """Delete a view, after asking once."""
    shown = queries.show_view(request.actor, view)
    shown = found(shown if shown and shown.may_delete else None)
    if request.method == "POST":
        services.delete_view(request.actor, timezone.now(), view)
        return done(request, f"“{shown.name}” was deleted.", "partnerships:list_views")
    return page(request, "delete_view", view=shown)
