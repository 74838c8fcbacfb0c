"""Addresses of the threads pages, and of the search."""

from django.urls import path

from goldenthread.threads import views

app_name = "threads"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("threads/links/<uuid:link_id>/untie/", views.untie, name="untie"),
    path("threads/<str:kind>/<uuid:thing_id>/", views.show_thread, name="show_thread"),
    path("threads/<str:kind>/<uuid:thing_id>/tie/", views.tie, name="tie"),
]
