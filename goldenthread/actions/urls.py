"""Addresses of the actions pages."""

from django.urls import path

from goldenthread.actions import views

app_name = "actions"
urlpatterns = [
    path("", views.list_actions, name="list_actions"),
    path("my-work/", views.my_work, name="my_work"),
    path("of/<str:kind>/<uuid:party>/", views.work_of, name="work_of"),
    path("raise/", views.raise_action, name="raise_action"),
    path("silence/", views.list_silent, name="list_silent"),
    path("silence/escalation/", views.switch_escalation, name="switch_escalation"),
    path("change-many/", views.change_many, name="change_many"),
    path("changes/", views.list_bulk_changes, name="list_bulk_changes"),
    path("changes/<uuid:change>/", views.show_bulk_change, name="show_bulk_change"),
    path("changes/<uuid:change>/undo/", views.undo_bulk_change, name="undo_bulk_change"),
    path("group/<uuid:group>/", views.group_work_plan, name="group_work_plan"),
    path("<uuid:action>/", views.show_action, name="show_action"),
    path("<uuid:action>/history/", views.show_history, name="show_history"),
    path("<uuid:action>/change/", views.change_action, name="change_action"),
    path("<uuid:action>/reassign/", views.reassign, name="reassign"),
    path("<uuid:action>/date/", views.change_due, name="change_due"),
    path("<uuid:action>/milestones/", views.add_milestone, name="add_milestone"),
    path("<uuid:action>/milestones/<uuid:milestone>/met/", views.meet_milestone, name="meet_milestone"),
    path("<uuid:action>/milestones/<uuid:milestone>/dropped/", views.drop_milestone, name="drop_milestone"),
    path("<uuid:action>/update/", views.give_update, name="give_update"),
    path("<uuid:action>/no-change/", views.say_no_change, name="say_no_change"),
    path("<uuid:action>/delivery/", views.rate_delivery, name="rate_delivery"),
    path("<uuid:action>/impact/", views.rate_impact, name="rate_impact"),
    path("<uuid:action>/strength/", views.rate_evidence, name="rate_evidence"),
    path("<uuid:action>/evidence/", views.add_evidence, name="add_evidence"),
    path("<uuid:action>/completion/", views.ask_completion, name="ask_completion"),
    path("<uuid:action>/acceptance/", views.answer_completion, name="answer_completion"),
    path("<uuid:action>/escalation/", views.answer_escalation, name="answer_escalation"),
    path("<uuid:action>/close/", views.close_without_completion, name="close_without_completion"),
    path("<uuid:action>/reopen/", views.reopen, name="reopen"),
]

# Addresses of nobody's partnership, without a namespace.
everywhere = [
    path("my-work/", views.my_work_everywhere, name="my_work_everywhere"),
    path("answer/<str:token>/", views.answer_by_link, name="answer_by_link"),
]
