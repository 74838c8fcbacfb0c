"""Invitations: sending, withdrawing, the list of those not taken up, and the page their link opens."""

from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships import queries, rules, services
from goldenthread.partnerships.exchange import list_file
from goldenthread.partnerships.permissions import APPOINT, FOLLOW_MOVEMENTS
from goldenthread.people.forms import BeginAccount
from goldenthread.people.queries import people_by_id
from goldenthread.web.access import needs, public
from goldenthread.web.lists import Column, Listing
from goldenthread.web.steps import Asked, done, found, page

WAITING = Listing(
    columns=(
        Column("name", "Name"),
        Column("email", "E-mail address"),
        Column("sent_at", "Sent", value=lambda line: timezone.localdate(line.sent_at)),
        Column("sent_by", "By"),
        Column("expires_at", "Works until", value=lambda line: timezone.localdate(line.expires_at)),
        Column("has_expired", "Ran out", value=lambda line: "yes" if line.has_expired else "no"),
    )
)


@needs(FOLLOW_MOVEMENTS)
def list_invitations(request: Asked) -> HttpResponse:
    """The invitations that nobody has taken up, with what can be done about each."""
    lines, state = queries.list_invitations(request.actor, timezone.now()), WAITING.read(request.GET)
    if state.format:
        return list_file(request.actor, timezone.localdate(), state, lines, "Invitations not taken up")
    return page(request, "list_invitations", lines=lines, state=state, may_appoint=request.actor.may(APPOINT))


@needs(APPOINT)
def send_invitation(request: Asked, person: UUID) -> HttpResponse:
    """Send somebody their invitation, for the first time or again."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    shown = found(queries.show_person(request.actor, person, timezone.localdate()))
    try:
        services.send_invitation(request.actor, timezone.now(), person)
    except Refused as refused:
        messages.warning(request, refused.reason)
        return redirect("partnerships:show_person", partnership=request.actor.partnership_slug, person=person)
    sentence = f"An invitation is on its way to {shown.name}. Its link works for {rules.INVITATION_DAYS} days."
    return done(request, sentence, "partnerships:show_person", person=person)


@needs(APPOINT)
def withdraw_invitation(request: Asked, person: UUID) -> HttpResponse:
    """Take somebody's invitation back, after asking once."""
    now = timezone.now()
    line = found(queries.open_invitation(request.actor, person, now))
    if request.method == "POST":
        services.withdraw_invitation(request.actor, now, line.id)
        return done(request, f"The invitation to {line.name} was withdrawn.", "partnerships:list_invitations")
    return page(request, "withdraw_invitation", line=line)


@public
def take_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link: who asks, for what; a name and a password for somebody new, one button for the rest."""
    now, today = timezone.now(), timezone.localdate()
    invitation = queries.invitation_by_token(token)
    state = _state(invitation, now)
    if invitation is None or state != "open":
        return TemplateResponse(request, "partnerships/invitation_over.html", {"state": state}, status=410)
    person, door = invitation.person, queries.invited_actor(invitation)
    stranger = request.user.is_authenticated and request.user.pk != person.pk
    is_known = person.has_usable_password()
    form = None if is_known or stranger else BeginAccount.of(request, person=person, initial={"name": person.name})
    may_take = request.user.pk == person.pk if is_known else not stranger
    if request.method == "POST" and may_take and (form is None or form.is_valid()):
        try:
            given = form.cleaned_data if form else {}
            services.take_invitation(door, now, token, **given)
        except Refused:
            return TemplateResponse(request, "partnerships/invitation_over.html", {"state": "taken"}, status=410)
        return _come_in(request, person.pk, f"/{door.partnership_slug}/", is_known, today, door.partnership_slug)
    context = {
        "invitation": invitation, "person": person, "door": door, "form": form, "stranger": stranger,
        "held": queries.held_or_coming(door, person.pk, today), "is_me": request.user.pk == person.pk, "today": today,
    }  # fmt: skip
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return TemplateResponse(request, "partnerships/take_invitation.html", context, status=status)


def _state(invitation: Any, now: Any) -> str:
    if invitation is None or not invitation.person.is_active:
        return "unknown"
    return rules.invitation_state(invitation.taken_at, invitation.withdrawn_at, invitation.expires_at, now)


def _come_in(request: HttpRequest, person_id: UUID, home: str, is_known: bool, today: Any, slug: str) -> HttpResponse:
    """Sign somebody new in, as the sign-in page would, and go to the partnership, or say from when they may."""
    is_in = queries.actor_for(person_id, slug, today) is not None
    messages.success(request, "You are in." if is_in else "Your account is ready. What you hold begins later.")
    onward = home if is_in else "/"
    if is_known:
        return redirect(onward)
    person = people_by_id([person_id])[person_id]
    record_authentication(request, person, method="password", reauthenticated=True)
    return perform_login(request, Login(user=person, redirect_url=onward))
