"""Addresses of the risks pages."""

from django.urls import path

from goldenthread.risks import views

app_name = "risks"
urlpatterns = [
    path("", views.list_risks, name="list_risks"),
    path("registers/", views.list_registers, name="list_registers"),
    path("registers/<str:register>/review/", views.review_register, name="review_register"),
    path("matrix/", views.show_matrix, name="show_matrix"),
    path("movement/", views.show_movement, name="show_movement"),
    path("scales/", views.show_scales, name="show_scales"),
    path("scales/set/", views.set_scales, name="set_scales"),
    path("raise/", views.raise_risk, name="raise_risk"),
    path("<uuid:risk_id>/", views.show_risk, name="show_risk"),
    path("<uuid:risk_id>/history/", views.show_history, name="show_history"),
    path("<uuid:risk_id>/score.svg", views.draw_score, name="draw_score"),
    path("<uuid:risk_id>/change/", views.change_risk, name="change_risk"),
    path("<uuid:risk_id>/score/", views.score_risk, name="score_risk"),
    path("<uuid:risk_id>/review/", views.review_risk, name="review_risk"),
    path("<uuid:risk_id>/no-change/", views.say_no_change, name="say_no_change"),
    path("<uuid:risk_id>/raise-action/", views.raise_action, name="raise_action"),
    path("<uuid:risk_id>/add-control/", views.add_control, name="add_control"),
    path("<uuid:risk_id>/escalate/", views.escalate_risk, name="escalate_risk"),
    path("<uuid:risk_id>/bring-down/", views.bring_down_risk, name="bring_down_risk"),
    path("<uuid:risk_id>/accept/", views.accept_risk, name="accept_risk"),
    path("<uuid:risk_id>/issue/", views.become_issue, name="become_issue"),
    path("<uuid:risk_id>/resolve/", views.resolve_issue, name="resolve_issue"),
    path("<uuid:risk_id>/close/", views.close_risk, name="close_risk"),
    path("<uuid:risk_id>/reopen/", views.reopen_risk, name="reopen_risk"),
    path("controls/<uuid:control_id>/change/", views.change_control, name="change_control"),
    path("controls/<uuid:control_id>/end/", views.end_control, name="end_control"),
]
