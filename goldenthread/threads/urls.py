"""Addresses of the threads pages."""

from typing import Any

app_name = "threads"
urlpatterns: list[Any] = []
