"""Sign-in and one's own account. Names without a namespace are those allauth itself looks for."""

from allauth.account import views as allauth
from django.urls import path, re_path

from goldenthread.people import forms, views

urlpatterns = [
    path("", views.your_account, name="your_account"),
    path("login/", allauth.LoginView.as_view(form_class=forms.SignIn), name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    # Closed: it answers that accounts are given by partnerships. allauth's e-mails and pages ask for its address.
    path("signup/", allauth.signup, name="account_signup"),
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
