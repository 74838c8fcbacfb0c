"""Addresses of the messages pages."""

from django.urls import path

from goldenthread.notify import views

app_name = "notify"
urlpatterns = [
    path("", views.list_recipients, name="list_recipients"),
    path("people/<uuid:person>/", views.show_recipient, name="show_recipient"),
    path("people/<uuid:person>/hold/", views.hold_digests, name="hold_digests"),
    path("people/<uuid:person>/release/", views.release_digests, name="release_digests"),
    path("people/<uuid:person>/bounced/", views.record_bounce, name="record_bounce"),
    path("people/<uuid:person>/arrives-again/", views.clear_bounce, name="clear_bounce"),
    path("send/", views.send_digests, name="send_digests"),
    path("sent/", views.list_messages, name="list_messages"),
    path("sent/<uuid:message>/", views.show_message, name="show_message"),
    path("sent/<uuid:message>/again/", views.send_again, name="send_again"),
    path("mine/", views.choose_rhythm, name="choose_rhythm"),
]
