"""Addresses that only the tests of this app have."""

from django.urls import include, path

from goldenthread.web.tests import sink

urlpatterns = [
    path("sink/", sink.kitchen_sink, name="sink"),
    path("form/", sink.one_form, name="one_form"),
    path("accessibility/", sink.kitchen_sink, name="accessibility"),
    path("refused/", sink.refused, name="refused"),
    path("accounts/", include("goldenthread.people.urls")),
    path("<slug:partnership>/sink/", sink.kitchen_sink, name="partnership_sink"),
]

handler403 = "goldenthread.web.tests.sink.no_entry"
handler404 = "goldenthread.web.tests.sink.not_here"
