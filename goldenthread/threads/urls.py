"""Addresses of the threads pages."""

from django.urls import path

from goldenthread.threads import views

app_name = "threads"
urlpatterns = [
    path("links/<uuid:link_id>/untie/", views.untie, name="untie"),
    path("<str:kind>/<uuid:thing_id>/", views.show_thread, name="show_thread"),
    path("<str:kind>/<uuid:thing_id>/tie/", views.tie, name="tie"),
]
