"""Addresses of the plans pages."""

from typing import Any

app_name = "plans"
urlpatterns: list[Any] = []
