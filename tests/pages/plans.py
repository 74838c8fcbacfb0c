"""The screens of plans, each once."""

from collections.abc import Mapping

from tests.pages.screen import Screen, one

HAS_ACTIONS = (
    "EXISTS (SELECT 1 FROM threads_link l WHERE l.target_id = plans_{kind}.id AND l.kind = 'serves' "
    "AND l.source_kind = 'actions.action')"
)
LIVE = "plan_id IN (SELECT id FROM plans_plan WHERE state = 'live')"

SAMPLES: Mapping[str, str] = {
    "plan": one("plans_plan", "state = 'live' AND group_id IS NULL"),
    "draft": one("plans_plan", "state = 'draft'"),
    "approved": one("plans_plan", "state = 'approved'"),
    "priority": one("plans_priority", LIVE),
    "objective": one("plans_objective", f"{LIVE} AND {HAS_ACTIONS.format(kind='objective')}"),
    "measure": one("plans_measure", LIVE),
    "section": one("plans_plansection", "kind = 'prose' AND " + LIVE),
    "part": one("plans_measure", "plan_id IN (SELECT id FROM plans_plan WHERE state = 'draft')"),
    "version": one("plans_planversion", "state = 'issued' AND plan_id IN (SELECT id FROM plans_plan WHERE state = "
                   "'live' AND group_id IS NULL)"),
    "draft_version": one("plans_planversion", "state = 'draft'"),
    "approved_version": one("plans_planversion", "state = 'approved'"),
    "approval": one("plans_seatapproval", "answer = 'asked'"),
    "refresh": one("plans_planrefresh", "state = 'draft'"),
    "refreshed": one("plans_planrefresh", "state = 'applied'"),
    "refresh_priority": one("plans_refreshdecision", "kind = 'priority' AND decision = 'continue' AND refresh_id IN "
                            "(SELECT id FROM plans_planrefresh WHERE state = 'draft')", "thing_id"),
    "refresh_objective": one("plans_refreshdecision", "kind = 'objective' AND decision = 'continue' AND refresh_id IN "
                             "(SELECT id FROM plans_planrefresh WHERE state = 'draft')", "thing_id"),
    "unrefreshed": one("plans_plan", "state = 'live' AND NOT EXISTS (SELECT 1 FROM plans_planrefresh r WHERE "
                       "r.plan_id = plans_plan.id AND r.state = 'draft')"),
    "import": one("plans_planimport", "state = 'preview' AND onto_id IS NULL"),
    "newer": one("plans_planimport", "state = 'preview' AND onto_id IS NOT NULL"),
    "applied": one("plans_planimport", "state = 'applied'"),
    "mapping": one("plans_planimport", "state = 'mapping'"),
}  # fmt: skip


def _plan(name: str, sample: str = "plan", **more: str) -> Screen:
    return Screen(f"plans:{name}", {"plan_id": sample}, **more)  # type: ignore[arg-type]


def _version(name: str, sample: str = "version", **more: str) -> Screen:
    return Screen(f"plans:{name}", {"version_id": sample}, **more)  # type: ignore[arg-type]


def _refresh(name: str, sample: str = "refresh", **more: str) -> Screen:
    return Screen(f"plans:{name}", {"refresh_id": sample, **more})


def _import(name: str, sample: str = "import", **words: str) -> Screen:
    return Screen(f"plans:{name}", {"import_id": sample}, words)


SCREENS: tuple[Screen, ...] = (
    Screen("plans:show_home"),
    Screen("plans:list_plans"),
    _plan("show_plan"),
    _plan("show_plan", query="delivery=off_track"),
    _plan("show_plan", "draft"),
    _plan("show_plan_on_a_page"),
    _plan("show_plan_history"),
    _plan("export_plan"),
    _plan("change_plan", "draft"),
    _plan("approve_plan", "draft"),
    _plan("start_plan", "approved"),
    _plan("reopen_draft", "approved"),
    _plan("close_plan"),
    _plan("add_priority", "draft"),
    _plan("add_objective", "draft"),
    _plan("add_measure", "draft"),
    _plan("add_focus_group", "draft"),
    _plan("add_assurance_area", "draft"),
    _plan("add_section", "draft"),
    _plan("list_versions"),
    _plan("make_version"),
    _plan("compare_versions"),
    _plan("compare_versions", query="kind=words&kind=added"),
    _plan("refresh_plan", "unrefreshed"),
    _version("show_version"),
    _version("take_version_again", "draft_version"),
    _version("ask_approval", "draft_version"),
    _version("issue_version", "approved_version"),
    Screen("plans:answer_version", {"approval_id": "approval"}, who="delegated_safeguarding_partner"),
    Screen("plans:record_answer", {"approval_id": "approval"}),
    _refresh("show_refresh"),
    _refresh("show_refresh", "refreshed"),
    _refresh("change_refresh"),
    _refresh("decide_priorities"),
    _refresh("decide_objectives", part_id="refresh_priority"),
    _refresh("decide_actions", part_id="refresh_objective"),
    _refresh("check_refresh"),
    _refresh("abandon_refresh"),
    Screen("plans:draft_plan"),
    Screen("plans:show_priority", {"priority_id": "priority"}),
    Screen("plans:change_priority", {"priority_id": "priority"}),
    Screen("plans:rate_priority", {"priority_id": "priority"}),
    Screen("plans:show_objective", {"objective_id": "objective"}),
    Screen("plans:change_objective", {"objective_id": "objective"}),
    Screen("plans:rate_objective", {"objective_id": "objective"}),
    Screen("plans:show_measure", {"measure_id": "measure"}),
    Screen("plans:change_measure", {"measure_id": "measure"}),
    Screen("plans:change_section", {"section_id": "section"}),
    Screen("plans:remove_part", {"part_id": "part"}, {"kind": "measure"}),
    Screen("plans:place_action", {}, query="action={open}"),
    Screen("plans:list_broken_threads"),
    Screen("plans:list_broken_threads", query="what=empty_side"),
    Screen("plans:add_evidence", {"part_id": "priority"}, {"kind": "priority"}, query="side=voice"),
    Screen("plans:import_plan"),
    _import("check_import"),
    _import("decide_import"),
    _import("apply_import"),
    _import("abandon_import"),
    _import("correct_line", uid="a1"),
    _import("map_columns", "mapping"),
    _plan("bring_in_newer_file"),
    _import("choose_onto", "newer"),
    _import("compare_import", "newer"),
    _import("apply_newer_file", "newer"),
    _import("check_import", "applied"),
    _import("undo_import", "applied"),
)
