"""How allauth behaves here: nobody signs themselves up, a person's name is their own, and errors are sentences."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given by a partnership, so open sign-up is closed."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed. Your partnership's business unit can open it again.",
        "email_password_mismatch": "The e-mail address or the password is not right. Check both and try again.",
        "enter_current_password": "That is not your present password",
        "invalid_password_reset": "This link has been used or is too old. Ask for a new one.",
        "too_many_login_attempts": "There have been too many tries. Wait five minutes, or ask for a new password.",
        "rate_limited": "There have been too many tries. Wait five minutes and try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always False."""
        return False

    def get_user_display(self, user: Any) -> str:
        """The person's own name."""
        return str(user)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's own account, where the message says that it is done."""
        return reverse("your_account")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The sign-in page, which is ready for the next person."""
        return reverse("account_login")
