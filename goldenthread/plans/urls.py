"""Addresses of the plans pages."""

from django.urls import path

from goldenthread.plans.views import broken, home, imports, lives, parts, plans, printing, ratings, writing

app_name = "plans"
urlpatterns = [
    path("", home.show_home, name="show_home"),
    path("plans/", plans.list_plans, name="list_plans"),
    path("plans/import/", imports.import_plan, name="import_plan"),
    path("plans/import/<uuid:import_id>/", imports.check_import, name="check_import"),
    path("plans/import/<uuid:import_id>/columns/", imports.map_columns, name="map_columns"),
    path("plans/import/<uuid:import_id>/whole/", imports.decide_import, name="decide_import"),
    path("plans/import/<uuid:import_id>/lines/<str:uid>/", imports.correct_line, name="correct_line"),
    path("plans/import/<uuid:import_id>/apply/", imports.apply_import, name="apply_import"),
    path("plans/import/<uuid:import_id>/abandon/", imports.abandon_import, name="abandon_import"),
    path("plans/draft/", plans.draft_plan, name="draft_plan"),
    path("plans/<uuid:plan_id>/", plans.show_plan, name="show_plan"),
    path("plans/<uuid:plan_id>/change/", plans.change_plan, name="change_plan"),
    path("plans/<uuid:plan_id>/history/", plans.show_plan_history, name="show_plan_history"),
    path("plans/<uuid:plan_id>/on-a-page/", printing.show_plan_on_a_page, name="show_plan_on_a_page"),
    path("plans/<uuid:plan_id>/export/", printing.export_plan, name="export_plan"),
    path("plans/<uuid:plan_id>/approve/", lives.approve_plan, name="approve_plan"),
    path("plans/<uuid:plan_id>/start/", lives.start_plan, name="start_plan"),
    path("plans/<uuid:plan_id>/reopen/", lives.reopen_draft, name="reopen_draft"),
    path("plans/<uuid:plan_id>/close/", lives.close_plan, name="close_plan"),
    path("plans/<uuid:plan_id>/priorities/add/", writing.add_priority, name="add_priority"),
    path("plans/<uuid:plan_id>/objectives/add/", writing.add_objective, name="add_objective"),
    path("plans/<uuid:plan_id>/measures/add/", writing.add_measure, name="add_measure"),
    path("plans/<uuid:plan_id>/focus-groups/add/", writing.add_focus_group, name="add_focus_group"),
    path("plans/<uuid:plan_id>/assurance-areas/add/", writing.add_assurance_area, name="add_assurance_area"),
    path("plans/<uuid:plan_id>/sections/add/", writing.add_section, name="add_section"),
    path("priorities/<uuid:priority_id>/", parts.show_priority, name="show_priority"),
    path("priorities/<uuid:priority_id>/change/", writing.change_priority, name="change_priority"),
    path("priorities/<uuid:priority_id>/rate/", ratings.rate_priority, name="rate_priority"),
    path("objectives/<uuid:objective_id>/", parts.show_objective, name="show_objective"),
    path("objectives/<uuid:objective_id>/change/", writing.change_objective, name="change_objective"),
    path("objectives/<uuid:objective_id>/rate/", ratings.rate_objective, name="rate_objective"),
    path("measures/<uuid:measure_id>/", parts.show_measure, name="show_measure"),
    path("measures/<uuid:measure_id>/change/", writing.change_measure, name="change_measure"),
    path("sections/<uuid:section_id>/change/", writing.change_section, name="change_section"),
    path("parts/<slug:kind>/<uuid:part_id>/remove/", writing.remove_part, name="remove_part"),
    path("parts/<slug:kind>/<uuid:part_id>/evidence/", broken.add_evidence, name="add_evidence"),
    path("broken-threads/", broken.list_broken_threads, name="list_broken_threads"),
    path("place-action/", writing.place_action, name="place_action"),
]
