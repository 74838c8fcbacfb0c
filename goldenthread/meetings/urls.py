"""Addresses of the meetings pages."""

from django.urls import path

from goldenthread.meetings import views

app_name = "meetings"
urlpatterns = [
    path("meetings/", views.list_meetings, name="list_meetings"),
    path("meetings/add/", views.add_meeting, name="add_meeting"),
    path("meetings/<uuid:meeting>/", views.show_meeting, name="show_meeting"),
    path("meetings/<uuid:meeting>/change/", views.change_meeting, name="change_meeting"),
    path("meetings/<uuid:meeting>/call-off/", views.call_off_meeting, name="call_off_meeting"),
    path("meeting-series/", views.list_series, name="list_series"),
    path("meeting-series/add/", views.add_series, name="add_series"),
    path("meeting-series/<uuid:series>/", views.show_series, name="show_series"),
    path("meeting-series/<uuid:series>/change/", views.change_series, name="change_series"),
    path("meeting-series/<uuid:series>/end/", views.end_series, name="end_series"),
]
