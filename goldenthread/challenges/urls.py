"""Addresses of the challenges pages."""

app_name = "challenges"
urlpatterns: list[object] = []
