"""Addresses of the risks pages."""

app_name = "risks"
urlpatterns: list[object] = []
