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
    path("meetings/<uuid:meeting>/agenda/", views.keep_agenda, name="keep_agenda"),
    path("meetings/<uuid:meeting>/agenda/propose/", views.propose_agenda, name="propose_agenda"),
    path("meetings/<uuid:meeting>/agenda/issue/", views.issue_agenda, name="issue_agenda"),
    path("meetings/items/<uuid:item>/", views.show_item, name="show_item"),
    path("meetings/items/<uuid:item>/change/", views.change_item, name="change_item"),
    path("meetings/items/<uuid:item>/move/", views.move_item, name="move_item"),
    path("meetings/items/<uuid:item>/carry/", views.carry_item, name="carry_item"),
    path("meetings/items/<uuid:item>/remove/", views.remove_item, name="remove_item"),
    path("meetings/items/<uuid:item>/ask-for-paper/", views.ask_for_paper, name="ask_for_paper"),
    path("meetings/items/<uuid:item>/paper/", views.add_paper, name="add_paper"),
    path("meetings/papers/late/", views.list_late_papers, name="list_late_papers"),
    path("meetings/papers/<uuid:paper>/", views.show_paper, name="show_paper"),
    path("meetings/papers/<uuid:paper>/file/", views.open_paper, name="open_paper"),
    path("meetings/papers/<uuid:paper>/take-back/", views.withdraw_paper, name="withdraw_paper"),
    path("meetings/<uuid:meeting>/attendance/", views.record_attendance, name="record_attendance"),
    path("meetings/<uuid:meeting>/declare/", views.declare_interest, name="declare_interest"),
    path("meetings/attendance/<uuid:group>/", views.show_attendance, name="show_attendance"),
    path("meeting-series/", views.list_series, name="list_series"),
    path("meeting-series/add/", views.add_series, name="add_series"),
    path("meeting-series/<uuid:series>/", views.show_series, name="show_series"),
    path("meeting-series/<uuid:series>/change/", views.change_series, name="change_series"),
    path("meeting-series/<uuid:series>/end/", views.end_series, name="end_series"),
]
