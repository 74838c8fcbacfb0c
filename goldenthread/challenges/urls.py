"""Addresses of the challenges pages."""

from django.urls import path

from goldenthread.challenges import views

app_name = "challenges"
urlpatterns = [
    path("", views.list_challenges, name="list_challenges"),
    path("raise/", views.raise_challenge, name="raise_challenge"),
    path("<uuid:challenge>/", views.show_challenge, name="show_challenge"),
    path("<uuid:challenge>/answer/", views.answer_challenge, name="answer_challenge"),
    path("<uuid:challenge>/evidence/", views.add_evidence, name="add_evidence"),
    path("<uuid:challenge>/close/", views.close_challenge, name="close_challenge"),
    path("<uuid:challenge>/reopen/", views.reopen_challenge, name="reopen_challenge"),
    path("<uuid:challenge>/extend/", views.extend_challenge, name="extend_challenge"),
]
