"""allauth's sign-in and password forms with our own fields and words."""

from typing import Any

from allauth.account import forms as allauth
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
