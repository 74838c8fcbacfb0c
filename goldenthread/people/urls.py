"""Sign-in and one's own account. Names without a namespace are those allauth itself looks for."""

from allauth.account import views as allauth
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path

from goldenthread.people import forms, views
from goldenthread.web.access import signed_in

passwords = [
    path(
        "password/change/",
        allauth.PasswordChangeView.as_view(form_class=forms.ChangePassword),
        name="account_change_password",
    ),
    path(
        "password/reset/",
        allauth.PasswordResetView.as_view(form_class=forms.ForgottenPassword),
        name="account_reset_password",
    ),
    # Somebody without a password gets one as everybody does who forgot theirs: by a link to their own address.
    path(
        "password/set/",
        allauth.PasswordResetView.as_view(form_class=forms.ForgottenPassword),
        name="account_set_password",
    ),
    path("password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.PasswordResetFromKeyView.as_view(form_class=forms.NewPassword),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

second_steps = [
    path("second-step/", second_step.index, name="mfa_index"),
    path("second-step/needed/", views.set_up_second_step, name="set_up_second_step"),
    path(
        "second-step/sign-in/",
        second_step.AuthenticateView.as_view(
            form_class=forms.SecondStep, webauthn_form_class=forms.PasskeyAsSecondStep
        ),
        name="mfa_authenticate",
    ),
    path(
        "second-step/again/",
        second_step.ReauthenticateView.as_view(form_class=forms.ConfirmSecondStep),
        name="mfa_reauthenticate",
    ),
    path(
        "second-step/app/", signed_in(views.SetUpApp.as_view(form_class=forms.SetUpApp)), name="mfa_activate_totp"
    ),
    path(
        "second-step/app/remove/", app.DeactivateTOTPView.as_view(form_class=forms.RemoveApp),
        name="mfa_deactivate_totp",
    ),
    path("second-step/codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "second-step/codes/renew/",
        recovery_codes.GenerateRecoveryCodesView.as_view(form_class=forms.RenewRecoveryCodes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-step/passkey/", signed_in(views.AddPasskey.as_view(form_class=forms.AddPasskey)),
        name="mfa_add_webauthn",
    ),
    path(
        "second-step/passkey/<int:pk>/remove/",
        passkeys.RemoveWebAuthnView.as_view(success_url=views.SECOND_STEPS),
        name="mfa_remove_webauthn",
    ),
    path(
        "second-step/passkey/again/", passkeys.ReauthenticateWebAuthnView.as_view(form_class=forms.PasskeyAgain),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "passkey/", passkeys.LoginWebAuthnView.as_view(form_class=forms.PasskeyAlone), name="mfa_login_webauthn"
    ),
]  # fmt: skip

urlpatterns = [
    path("", views.your_account, name="your_account"),
    path("login/", allauth.LoginView.as_view(form_class=forms.SignIn), name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    # Closed: it answers that accounts are given by partnerships. allauth's e-mails and pages ask for its address.
    path("signup/", allauth.signup, name="account_signup"),
    path(
        "password/again/", allauth.ReauthenticateView.as_view(form_class=forms.ConfirmPassword),
        name="account_reauthenticate",
    ),
    path("sessions/", views.list_sessions, name="list_sessions"),
    path("sessions/end/", views.end_session, name="end_session"),
    path("sessions/end-all/", views.sign_out_everywhere, name="sign_out_everywhere"),
    *passwords,
    *second_steps,
]  # fmt: skip
