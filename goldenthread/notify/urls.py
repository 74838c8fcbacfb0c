"""Addresses of the pages about messages and the forward plan."""

from django.urls import path

from goldenthread.notify import views

app_name = "notify"
urlpatterns = [
    path("messages/", views.list_recipients, name="list_recipients"),
    path("messages/people/<uuid:person>/", views.show_recipient, name="show_recipient"),
    path("messages/people/<uuid:person>/hold/", views.hold_digests, name="hold_digests"),
    path("messages/people/<uuid:person>/release/", views.release_digests, name="release_digests"),
    path("messages/people/<uuid:person>/bounced/", views.record_bounce, name="record_bounce"),
    path("messages/people/<uuid:person>/arrives-again/", views.clear_bounce, name="clear_bounce"),
    path("messages/send/", views.send_digests, name="send_digests"),
    path("messages/sent/", views.list_messages, name="list_messages"),
    path("messages/sent/<uuid:message>/", views.show_message, name="show_message"),
    path("messages/sent/<uuid:message>/again/", views.send_again, name="send_again"),
    path("messages/mine/", views.choose_rhythm, name="choose_rhythm"),
    path("forward-plan/", views.show_forward_plan, name="show_forward_plan"),
    path("forward-plan/statutory/", views.list_statutory_dates, name="list_statutory_dates"),
    path("forward-plan/statutory/<slug:key>/", views.keep_statutory_date, name="keep_statutory_date"),
    path("forward-plan/statutory/<slug:key>/met/", views.record_met, name="record_met"),
    path("forward-plan/statutory/met/<uuid:met>/undo/", views.undo_met, name="undo_met"),
    path("forward-plan/statutory/<slug:key>/take-out/", views.drop_statutory_date, name="drop_statutory_date"),
    path("forward-plan/feeds/", views.list_feeds, name="list_feeds"),
    path("forward-plan/feeds/new/", views.show_new_feed, name="show_new_feed"),
    path("forward-plan/feeds/<uuid:feed_id>/take-away/", views.revoke_feed, name="revoke_feed"),
]
