"""allauth's forms for signing in, passwords and second steps, with our own fields and words."""

from collections.abc import Callable
from typing import Any

from allauth.account import forms as allauth
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as second_step
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from allauth.mfa.webauthn import forms as passkeys
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from goldenthread.web import forms

LENGTH = "At least 12 characters. Three words that have nothing to do with each other are easy to remember."


def _settled(field: forms.Password, user: Any) -> forms.Password:
    """The field for a new password, which checks what is typed against the house's rules for this person."""

    def check(password: str) -> None:
        try:
            password_validation.validate_password(password, user)
        except ValidationError as refused:
            raise ValidationError(refused.messages[0]) from None

    field.validators.append(check)
    return field


def _again() -> forms.Password:
    return forms.Password("The new password again", new=True, missing="Type the new password again")


class SignIn(forms.Form, allauth.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.EmailField(missing="Enter your e-mail address", autocomplete="username", width="")
        self.fields["password"] = forms.Password(missing="Enter your password", width="full")


class ForgottenPassword(forms.Form, allauth.ResetPasswordForm):
    """The address to which the link to a new password goes."""

    email = forms.EmailField(missing="Enter your e-mail address", autocomplete="username", width="")


class NewPassword(forms.Form, allauth.ResetPasswordKeyForm):
    """A new password, twice, for somebody who followed the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = forms.Password("New password", new=True, hint=LENGTH, missing="Type a new password")
        self.fields["password1"] = _settled(first, self.user)
        self.fields["password2"] = _again()


class ChangePassword(forms.Form, allauth.ChangePasswordForm):
    """A new password, twice, for somebody who knows the old one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = forms.Password("Your present password", missing="Type your present password")
        first = forms.Password("New password", new=True, hint=LENGTH, missing="Type a new password")
        self.fields["password1"] = _settled(first, self.user)
        self.fields["password2"] = _again()


class ConfirmPassword(forms.Form, allauth.ReauthenticateForm):
    """The password once more, before something that matters."""

    password = forms.Password("Your password", missing="Type your password")


def _code(label: str, missing: str) -> forms.Text:
    return forms.Text(label, autocomplete="one-time-code", inputmode="numeric", width="10", missing=missing)


class SecondStep(forms.Form, second_step.AuthenticateForm):
    """A code from the app, or a recovery code, after the password."""

    code = _code("Code", "Enter the code from your app, or one of your recovery codes")


class ConfirmSecondStep(forms.Form, second_step.ReauthenticateForm):
    """The same, from somebody who is signed in already."""

    code = _code("Code", "Enter the code from your app, or one of your recovery codes")


class SetUpApp(forms.Form, ActivateTOTPForm):
    """The first code that the app shows, which proves that it read the picture."""

    code = _code("The six figures the app shows now", "Enter the six figures that the app shows")


class RemoveApp(forms.Form, DeactivateTOTPForm):
    """Nothing to fill in: the button is the answer."""


class RenewRecoveryCodes(forms.Form, GenerateRecoveryCodesForm):
    """Nothing to fill in: the button is the answer."""


class _Passkey(forms.Form):
    """Whatever a browser, or somebody who is none, sends as a passkey's answer gets a sentence and no failure."""

    def _read(self, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except (AttributeError, KeyError, TypeError, ValueError):
            raise get_adapter().validation_error("incorrect_code") from None


class PasskeyAlone(_Passkey, passkeys.LoginWebAuthnForm):
    """A passkey instead of address and password."""

    def clean_credential(self) -> Any:
        """The passkey that was used. Raises `ValidationError` for any other answer."""
        return self._read(super().clean_credential)


class PasskeyAsSecondStep(_Passkey, passkeys.AuthenticateWebAuthnForm):
    """A passkey after the password."""

    def clean_credential(self) -> Any:
        """The passkey that was used. Raises `ValidationError` for any other answer."""
        return self._read(super().clean_credential)


class PasskeyAgain(_Passkey, passkeys.ReauthenticateWebAuthnForm):
    """A passkey from somebody who is signed in already."""

    def clean_credential(self) -> Any:
        """The passkey that was used. Raises `ValidationError` for any other answer."""
        return self._read(super().clean_credential)


class AddPasskey(_Passkey, passkeys.AddWebAuthnForm):
    """What to call the passkey; the browser fills in the rest."""

    name = forms.Text("What to call it", hint="For example, work laptop", max_length=100, required=False, width="20")
    passwordless = forms.Tick(
        "Sign in with it alone, without the password", hint="It then asks for your finger, face or PIN each time",
        initial=True,
    )  # fmt: skip
    field_order = ("name", "passwordless", "credential")

    def clean(self) -> Any:
        """What the browser made. Raises `ValidationError` for any other answer."""
        return self._read(super().clean)


class BeginAccount(forms.Form):
    """A name and a password for somebody who takes up an invitation."""

    name = forms.Text("Your name", max_length=200, autocomplete="name", missing="Enter your name")
    password = forms.Password("Choose a password", new=True, hint=LENGTH, missing="Choose a password")

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _settled(self.fields["password"], person)  # type: ignore[arg-type]
