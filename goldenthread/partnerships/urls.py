"""Addresses of the partnerships pages."""

from django.urls import path

from goldenthread.partnerships import views

app_name = "partnerships"
urlpatterns = [
    path("structure/", views.show_structure, name="show_structure"),
    path("structure/chart.svg", views.draw_structure, name="draw_structure"),
    path("groups/add/", views.add_group, name="add_group"),
    path("groups/<uuid:group>/", views.show_group, name="show_group"),
    path("groups/<uuid:group>/change/", views.change_group, name="change_group"),
    path("groups/<uuid:group>/end/", views.end_group, name="end_group"),
    path("groups/<uuid:group>/seats/add/", views.add_seat, name="add_seat"),
    path("seats/<uuid:seat>/hold/", views.hold_seat, name="hold_seat"),
    path("seats/<uuid:seat>/end/", views.end_seat, name="end_seat"),
    path("seat-holders/<uuid:holder>/leave/", views.leave_seat, name="leave_seat"),
    path("agencies/", views.list_agencies, name="list_agencies"),
    path("agencies/add/", views.add_agency, name="add_agency"),
    path("agencies/<uuid:agency>/", views.show_agency, name="show_agency"),
    path("agencies/<uuid:agency>/rename/", views.rename_agency, name="rename_agency"),
    path("agencies/<uuid:agency>/end/", views.end_participation, name="end_participation"),
    path("people/", views.list_people, name="list_people"),
    path("people/add/", views.add_person, name="add_person"),
    path("people/<uuid:person>/", views.show_person, name="show_person"),
    path("people/<uuid:person>/role/", views.grant_role, name="grant_role"),
    path("people/<uuid:person>/appoint/", views.appoint, name="appoint"),
    path("people/<uuid:person>/invite/", views.send_invitation, name="send_invitation"),
    path("people/<uuid:person>/invitation/withdraw/", views.withdraw_invitation, name="withdraw_invitation"),
    path("people/<uuid:person>/left/<uuid:agency>/", views.record_leaver, name="record_leaver"),
    path("people/<uuid:person>/sign-out/", views.sign_out_person, name="sign_out_person"),
    path("people/<uuid:person>/second-step/", views.ask_second_step_reset, name="ask_second_step_reset"),
    path("second-step/<uuid:reset>/", views.answer_second_step_reset, name="answer_second_step_reset"),
    path("invitations/", views.list_invitations, name="list_invitations"),
    path("movements/", views.list_movements, name="list_movements"),
    path("access-reviews/", views.list_access_reviews, name="list_access_reviews"),
    path("access-reviews/<uuid:review>/", views.review_access, name="review_access"),
    path("about/sign-in/", views.choose_second_steps, name="choose_second_steps"),
    path("appointments/<uuid:appointment>/end/", views.end_appointment, name="end_appointment"),
    path("roles/", views.list_roles, name="list_roles"),
    path("roles/<uuid:role>/end/", views.end_role, name="end_role"),
    path("about/", views.show_partnership, name="show_partnership"),
    path("about/change/", views.change_partnership, name="change_partnership"),
    path("about/<slug:kind>/write/", views.write_statement, name="write_statement"),
    path("history/", views.show_history, name="show_history"),
    path("history/<str:kind>/<uuid:thing>/", views.show_record_history, name="show_record_history"),
    path("account/", views.change_own_particulars, name="change_own_particulars"),
]
