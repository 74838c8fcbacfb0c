"""Addresses of the returns pages."""

app_name = "returns"
urlpatterns: list[object] = []
