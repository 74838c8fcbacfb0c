"""Addresses of the scorecards pages."""

from django.urls import path

from goldenthread.scorecards import views

app_name = "scorecards"
urlpatterns = [
    path("", views.list_scorecards, name="list_scorecards"),
    path("indicators/", views.list_indicators, name="list_indicators"),
    path("indicators/adopt/", views.adopt_indicators, name="adopt_indicators"),
    path("indicators/<uuid:indicator_id>/", views.show_indicator, name="show_indicator"),
    path("indicators/<uuid:indicator_id>/chart.svg", views.draw_indicator, name="draw_indicator"),
    path("indicators/<uuid:indicator_id>/file/<slug:format>/", views.take_indicator, name="take_indicator"),
    path("indicators/<uuid:indicator_id>/change/", views.change_indicator, name="change_indicator"),
    path("indicators/<uuid:indicator_id>/set-target/", views.set_target, name="set_target"),
    path("indicators/<uuid:indicator_id>/retire/", views.retire_indicator, name="retire_indicator"),
    path("indicators/<uuid:indicator_id>/say/", views.say_what_it_means, name="say_what_it_means"),
    path("indicators/<uuid:indicator_id>/ask/", views.ask_what_it_means, name="ask_what_it_means"),
    path("indicators/<uuid:indicator_id>/begin-anew/", views.begin_anew, name="begin_anew"),
    path("rebases/<uuid:rebase_id>/undo/", views.undo_begin_anew, name="undo_begin_anew"),
    path("<uuid:scorecard_id>/mark-final/", views.mark_final, name="mark_final"),
    path("published/", views.bring_published, name="bring_published"),
    path("published/keep/", views.keep_published, name="keep_published"),
    path("commentaries/<uuid:commentary_id>/raise-action/", views.raise_action, name="raise_action"),
    path("bring-in/", views.bring_in, name="bring_in"),
    path("bring-in/keep/", views.keep_figures, name="keep_figures"),
    path("requests/", views.list_data_requests, name="list_data_requests"),
    path("requests/make/", views.make_data_request, name="make_data_request"),
    path("requests/<uuid:request_id>/", views.show_data_request, name="show_data_request"),
    path("requests/<uuid:request_id>/change/", views.change_data_request, name="change_data_request"),
    path("requests/<uuid:request_id>/end/", views.end_data_request, name="end_data_request"),
    path("requests/<uuid:request_id>/template/", views.download_template, name="download_template"),
    path("requests/<uuid:request_id>/returned/<slug:format>/", views.take_returned, name="take_returned"),
    path("make/", views.make_scorecard, name="make_scorecard"),
    path("<uuid:scorecard_id>/", views.show_scorecard, name="show_scorecard"),
    path("<uuid:scorecard_id>/ask/", views.ask_for_missing, name="ask_for_missing"),
    path("<uuid:scorecard_id>/freeze/", views.freeze_scorecard, name="freeze_scorecard"),
    path("<uuid:scorecard_id>/editions/", views.list_editions, name="list_editions"),
    path("editions/<uuid:edition_id>/", views.show_edition, name="show_edition"),
    path("editions/<uuid:edition_id>/file/<slug:format>/", views.take_edition, name="take_edition"),
    path("editions/<uuid:edition_id>/put-on-agenda/", views.put_on_agenda, name="put_on_agenda"),
    path("<uuid:scorecard_id>/change/", views.change_scorecard, name="change_scorecard"),
]
