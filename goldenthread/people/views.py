"""One's own account: who one is, where one is signed in, and the second step for signing in."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from goldenthread.people import presenters, queries, services
from goldenthread.web.access import signed_in

SECOND_STEPS = reverse_lazy("mfa_index")
AFTERWARDS = "second_step_afterwards"


@signed_in
def your_account(request: HttpRequest) -> HttpResponse:
    """Who the service thinks one is, and the partnerships one belongs to."""
    person = request.user
    has_step = bool(queries.people_with_second_step([person.pk]))  # type: ignore[list-item]
    return TemplateResponse(request, "account/your_account.html", {"person": person, "has_second_step": has_step})


@signed_in
def list_sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in: with which browser, since when, and from which address."""
    lines = [
        (one, presenters.browser_in_words(one.browser), one.key == request.session.session_key)
        for one in queries.sessions_of(request.user, timezone.now())  # type: ignore[arg-type]
    ]
    return TemplateResponse(request, "account/list_sessions.html", {"lines": lines})


@signed_in
def end_session(request: HttpRequest) -> HttpResponse:
    """Sign out in one other place."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    mine = queries.sessions_of(request.user, timezone.now())  # type: ignore[arg-type]
    keys = [one.key for one in mine if str(one.id) == request.POST.get("session")]
    if services.end_sessions(request.user, keys, keep=request.session.session_key or ""):  # type: ignore[arg-type]
        messages.success(request, "You are signed out there.")
    return redirect("list_sessions")


@signed_in
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Sign out in every place, this one included."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    services.sign_out_everywhere(request.user)  # type: ignore[arg-type]
    logout(request)
    messages.success(request, "You are signed out everywhere.")
    return redirect("account_login")


@signed_in
def set_up_second_step(request: HttpRequest) -> HttpResponse:
    """Lead somebody whose role asks for a second step to set one up, or to use the one they have."""
    wanted = request.GET.get("next", "")
    onward = wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"
    if queries.people_with_second_step([request.user.pk]):  # type: ignore[list-item]
        page = "mfa_reauthenticate" if queries.uses_app(request.user.pk) else "mfa_reauthenticate_webauthn"
        return redirect(f"{reverse(page)}?{urlencode({'next': onward})}")
    request.session[AFTERWARDS] = onward
    return TemplateResponse(request, "mfa/set_up.html", {})


class _JustSetUp:
    """A step that was used to set itself up counts as used in this session."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponseBase:
        """What allauth does, with a note in the session of how it was confirmed."""
        response = super().form_valid(form)  # type: ignore[misc]
        record_authentication(self.request, self.request.user, "mfa", reauthenticated=True)  # type: ignore[arg-type]
        return response


class SetUpApp(_JustSetUp, ActivateTOTPView):
    """Show the picture for the app, and ask for its first code."""


class AddPasskey(_JustSetUp, AddWebAuthnView):
    """Let the browser make a passkey."""
