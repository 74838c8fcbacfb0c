"""Addresses of the actions pages."""

from typing import Any

app_name = "actions"
urlpatterns: list[Any] = []
