"""How allauth behaves here: nobody signs themselves up, and a person's name is their own."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given by a partnership, so open sign-up is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always False."""
        return False

    def get_user_display(self, user: Any) -> str:
        """The person's own name."""
        return str(user)
