"""Addresses of sign-in."""

from typing import Any

urlpatterns: list[Any] = []
