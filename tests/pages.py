"""Every screen once, with how to reach it in the demonstration.

`SCREENS` names each address that answers to GET, and where its ids come from: `SAMPLES` finds one of each kind with a
line of SQL, so that the same list serves the tests in this process and those against a running server.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

ONE = "SELECT {column} FROM {table} WHERE partnership_id = %s {where} ORDER BY {order} LIMIT 1"


def one(table: str, where: str = "", column: str = "id", order: str = "created_at, id") -> str:
    """A query for one id of a partnership's table."""
    return ONE.format(table=table, where=f"AND ({where})" if where else "", column=column, order=order)


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
    "action": one("actions_action", "state = 'open' AND information_class = 'G' AND slip_count > 0"),
    "open": one("actions_action", "state = 'open' AND information_class = 'G'"),
    "awaiting": one("actions_action", "state = 'awaiting_acceptance'"),
    "complete": one("actions_action", "state = 'complete'"),
    "escalated": one("actions_escalation", "ended_on IS NULL", "action_id"),
    "bulk": one("actions_bulkchange", "undone_at IS NULL"),
    "milestone": one("actions_milestone", "met_on IS NULL AND dropped_on IS NULL AND action_id IN "
                     "(SELECT id FROM actions_action WHERE state = 'open')"),
    "milestone_action": one("actions_milestone", "met_on IS NULL AND dropped_on IS NULL AND action_id IN "
                            "(SELECT id FROM actions_action WHERE state = 'open')", "action_id"),
    "document": one("documents_document", "withdrawn_at IS NULL AND information_class = 'G' AND NOT is_held AND NOT "
                    "EXISTS (SELECT 1 FROM documents_document n WHERE n.replaces_id = documents_document.id)"),
    "held": one("documents_document", "is_held"),
    "evidence": one("documents_evidenceitem", "information_class = 'G'"),
    "link": one("threads_link", "kind = 'evidences'"),
    "group": one("partnerships_group", "parent_id IS NOT NULL AND ends_on IS NULL AND information_class = 'G' AND id "
                 "IN (SELECT lead_group_id FROM actions_action)"),
    "seat": one("partnerships_seat", "ends_on IS NULL AND id IN (SELECT seat_id FROM partnerships_seatholder)"),
    "holder": one("partnerships_seatholder", "ends_on IS NULL"),
    "agency": one("partnerships_participation", "ends_on IS NULL", "agency_id"),
    "person": one("partnerships_membership", "ends_on IS NULL AND role = 'agency_lead'", "person_id"),
    "appointment": one("partnerships_appointment", "ends_on IS NULL"),
    "invited": one("partnerships_invitation", "taken_at IS NULL AND withdrawn_at IS NULL", "person_id"),
    "review": one("partnerships_accessreview", "done_at IS NULL", order="due_on, id"),
    "reviewed": one("partnerships_accessreview", "done_at IS NOT NULL"),
    "reset": one("partnerships_secondstepreset", "answered_at IS NULL"),
    "led": one("partnerships_membership", "ends_on IS NULL AND role = 'agency_lead'", "agency_id"),
    "role": one("partnerships_membership", "ends_on IS NULL AND role = 'agency_lead'"),
    "message": one("notify_part", "message_id IN (SELECT id FROM notify_message WHERE state = 'sent')"),
    "not_sent": one("notify_part", "message_id IN (SELECT id FROM notify_message WHERE state = 'failed')"),
    "held_person": one("notify_hold", "released_at IS NULL", "person_id"),
    "dead_address": one("partnerships_membership", "person_id IN (SELECT u.id FROM people_user u JOIN notify_bounce b "
                        "ON b.address = u.email WHERE b.cleared_at IS NULL)", "person_id"),
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
    "feed": one("notify_feed", "revoked_at IS NULL AND person_id = (SELECT person_id FROM partnerships_membership m "
                "WHERE m.role = 'business_manager' AND m.partnership_id = notify_feed.partnership_id LIMIT 1)"),
    "owed": one("returns_return", "state = 'draft' AND group_id IS NOT NULL"),
    "asked_of_agency": one("returns_return", "state = 'not_started' AND agency_id IS NOT NULL"),
    "sent": one("returns_return", "state = 'submitted' AND group_id IS NOT NULL"),
    "accepted": one("returns_return", "state = 'accepted'"),
    "let_off": one("returns_return", "state = 'excused'"),
    "owed_section": one("returns_section", "title = 'Since the last report'"),
    "exception_section": one("returns_section", "title = 'Exceptions'"),
    "agency_section": one("returns_section", "title = 'Escalation'"),
    "round": one("returns_round", "state = 'issued' AND date_id IS NULL"),
    "request": one("returns_request", "state = 'open'"),
    "answered_request": one("returns_request", "state = 'answered' AND id IN (SELECT target_id FROM threads_link)"),
    "obligation": one("returns_obligation", "question_series IS NOT NULL"),
    "obligation_date": one("returns_obligationdate", "due_on > now() AND NOT is_left_out AND id NOT IN (SELECT date_id "
                           "FROM returns_round WHERE date_id IS NOT NULL)", order="due_on, id"),
    "question_set": one("returns_questionset", "state = 'published'"),
    "set_draft": one("returns_questionset", "state = 'draft'"),
    "draft_section": one("returns_section", "question_set_id IN (SELECT id FROM returns_questionset WHERE state = "
                         "'draft')"),
    "draft_question": one("returns_question", "section_id IN (SELECT s.id FROM returns_section s JOIN "
                          "returns_questionset q ON q.id = s.question_set_id WHERE q.state = 'draft')"),
    "structure_file": one("partnerships_structureimport", "state = 'preview'"),
    "structure_applied": one("partnerships_structureimport", "state = 'applied'"),
    "terms_in_force": one("partnerships_termsofreference", "state = 'signed_off'", "group_id"),
    "terms_draft": one("partnerships_termsofreference", "state = 'draft'", "group_id"),
    "terms_put": one("partnerships_termsofreference", "state = 'put'", "group_id"),
    "closing_report": one("partnerships_closingreport"),
    "closed_group": one("partnerships_closingreport", column="group_id"),
    "closing_group": one("partnerships_group", "kind = 'task_and_finish' AND ends_on > CURRENT_DATE AND id NOT IN "
                         "(SELECT group_id FROM partnerships_closingreport)", order="ends_on"),
    "overdue_group": one("partnerships_group", "kind = 'task_and_finish' AND ends_on < CURRENT_DATE AND id NOT IN "
                         "(SELECT group_id FROM partnerships_closingreport)"),
    "challenge": one("challenges_challenge", "state = 'answered'"),
    "unanswered": one("challenges_challenge", "state = 'open'"),
    "view": one("partnerships_savedview", "path = 'actions/'"),
    "series": one("meetings_meetingseries", "ended_on IS NULL", order="first_on, id"),
    "coming": one("meetings_meeting", "state = 'planned' AND starts_at > now()", order="starts_at DESC, id"),
    "agenda": one("meetings_meeting", "state = 'issued'"),
    "approved_meeting": one("meetings_meeting", "state = 'approved' AND id IN (SELECT meeting_id FROM "
                            "meetings_decision WHERE part = 'B')"),
    "drafted_meeting": one("meetings_meeting", "state = 'drafted'"),
    "item": one("meetings_agendaitem", "part = 'A' AND removed_at IS NULL AND id IN (SELECT item_id FROM "
                "meetings_paper WHERE added_at IS NULL)"),
    "part_b_item": one("meetings_agendaitem", "part = 'B' AND id IN (SELECT item_id FROM meetings_paper)"),
    "paper": one("meetings_paper", "document_id IS NOT NULL"),
    "late_paper": one("meetings_paper", "is_late"),
    "line": one("meetings_minute", "kind = 'note' AND part = 'A' AND meeting_id IN (SELECT id FROM meetings_meeting "
                "WHERE state = 'drafted')"),
    "agreed_line": one("meetings_minute", "kind = 'note' AND part = 'A' AND meeting_id IN (SELECT id FROM "
                       "meetings_meeting WHERE state = 'approved')"),
    "decision": one("meetings_decision", "part = 'A' AND reason <> '' AND id IN (SELECT decision_id FROM "
                    "meetings_direction)", order="decided_on, id"),
    "recommended": one("meetings_decision", "needs_ratification"),
    "draft_decision": one("meetings_decision", "meeting_id IN (SELECT id FROM meetings_meeting WHERE state = "
                          "'drafted')"),
    "direction": one("meetings_direction", "part = 'A'", order="created_at, id"),
    "procedure": one("meetings_writtenprocedure", "outcome = 'carried'"),
    "open_procedure": one("meetings_writtenprocedure", "outcome = 'open'"),
    "meeting_group": one("meetings_meeting", "state = 'drafted'", "group_id"),
    "mapping": one("plans_planimport", "state = 'mapping'"),
    "risk": one("risks_risk", "state = 'open' AND group_id IS NOT NULL AND id IN (SELECT risk_id FROM risks_control)",
                order="number"),
    "risk_escalated": one("risks_risk", "state = 'open' AND group_id IS DISTINCT FROM raised_in_id"),
    "risk_issue": one("risks_risk", "state = 'issue'"),
    "risk_closed": one("risks_risk", "state = 'closed'"),
    "control": one("risks_control", "ended_on IS NULL"),
}  # fmt: skip


@dataclass(frozen=True)
class Screen:
    """One screen: its address by name, where each part of the address comes from, and what is special about it.

    `ids` gives for each keyword the key of `SAMPLES`; `words` gives keywords that are words. `who` signs in to see it.
    """

    name: str
    ids: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    who: str = "business_manager"
    is_page: bool = True
    # True for a page that asks each app what it asks of people, or which dates it keeps (decision 18).
    asks_every_app: bool = False

    @property
    def id(self) -> str:
        """A name for a test of this screen."""
        return f"{self.name}{'?' + self.query if self.query else ''}"


def _plan(name: str, sample: str = "plan", **more: str) -> Screen:
    return Screen(f"plans:{name}", {"plan_id": sample}, **more)  # type: ignore[arg-type]


def _action(name: str, sample: str = "open", **more: str) -> Screen:
    return Screen(f"actions:{name}", {"action": sample}, **more)  # type: ignore[arg-type]


def _document(name: str, sample: str = "document", **more: object) -> Screen:
    return Screen(f"documents:{name}", {"document_id": sample}, **more)  # type: ignore[arg-type]


def _meeting(name: str, sample: str = "agenda", **more: str) -> Screen:
    return Screen(f"meetings:{name}", {"meeting": sample}, **more)  # type: ignore[arg-type]


def _item(name: str, sample: str = "item", **more: str) -> Screen:
    return Screen(f"meetings:{name}", {"item": sample}, **more)  # type: ignore[arg-type]


def _version(name: str, sample: str = "version", **more: str) -> Screen:
    return Screen(f"plans:{name}", {"version_id": sample}, **more)  # type: ignore[arg-type]


def _return(name: str, sample: str, **more: str) -> Screen:
    return Screen(f"returns:{name}", {"return_id": sample}, **more)  # type: ignore[arg-type]


def _refresh(name: str, sample: str = "refresh", **more: str) -> Screen:
    return Screen(f"plans:{name}", {"refresh_id": sample, **more})


def _import(name: str, sample: str = "import", **words: str) -> Screen:
    return Screen(f"plans:{name}", {"import_id": sample}, words)


def _risk(name: str, sample: str = "risk", **more: object) -> Screen:
    return Screen(f"risks:{name}", {"risk_id": sample}, **more)  # type: ignore[arg-type]


def _challenge(name: str, sample: str = "challenge") -> Screen:
    return Screen(f"challenges:{name}", {"challenge": sample})


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
    Screen("actions:list_actions"),
    Screen("actions:list_actions", query="delivery=no_update"),
    Screen("actions:my_work"),
    Screen("actions:my_work", who="agency_lead"),
    Screen("actions:my_work", query="several=now", who="agency_lead"),
    Screen("actions:work_of", {"party": "agency"}, {"kind": "agency"}),
    Screen("actions:work_of", {"party": "person"}, {"kind": "person"}),
    Screen("actions:work_of", {"party": "group"}, {"kind": "group"}),
    Screen("actions:raise_action"),
    Screen("actions:group_work_plan", {"group": "group"}),
    Screen("actions:list_silent"),
    Screen("actions:list_silent", query="why=left"),
    Screen("actions:switch_escalation"),
    Screen("actions:change_many", query="what=reassign&action={open}"),
    Screen("actions:list_bulk_changes"),
    Screen("actions:show_bulk_change", {"change": "bulk"}),
    Screen("actions:undo_bulk_change", {"change": "bulk"}),
    _action("show_action", "escalated"),
    _action("answer_escalation", "escalated"),
    _action("show_action", "action"),
    _action("show_action", "complete"),
    _action("show_history", "action"),
    _action("change_action"),
    _action("reassign"),
    _action("change_due"),
    _action("add_milestone"),
    Screen("actions:meet_milestone", {"action": "milestone_action", "milestone": "milestone"}),
    Screen("actions:drop_milestone", {"action": "milestone_action", "milestone": "milestone"}),
    _action("give_update"),
    _action("rate_delivery"),
    _action("rate_impact"),
    _action("rate_evidence"),
    _action("add_evidence"),
    _action("ask_completion"),
    _action("answer_completion", "awaiting", who="partnership_chair"),
    _action("close_without_completion"),
    _action("reopen", "complete"),
    Screen("documents:list_documents"),
    Screen("documents:store_document"),
    _document("show_document"),
    _document("change_document"),
    _document("replace_document"),
    _document("withdraw_document"),
    _document("hold_document"),
    _document("release_document", "held"),
    _document("open_document", is_page=False),
    Screen("documents:show_evidence", {"evidence_id": "evidence"}),
    Screen("documents:change_evidence", {"evidence_id": "evidence"}),
    Screen("documents:withdraw_evidence", {"evidence_id": "evidence"}),
    Screen("notify:show_forward_plan", asks_every_app=True),
    Screen("notify:show_forward_plan", query="mine=yes", who="group_chair", asks_every_app=True),
    Screen("notify:list_feeds"),
    Screen("notify:revoke_feed", {"feed_id": "feed"}),
    Screen("returns:list_returns"),
    Screen("returns:list_returns", query="states=late"),
    _return("show_return", "sent"),
    _return("show_return", "owed"),
    _return("show_return", "accepted"),
    _return("show_return", "asked_of_agency", who="lay_member"),
    Screen("returns:answer_section", {"return_id": "owed", "section_id": "owed_section"}),
    Screen("returns:answer_section", {"return_id": "owed", "section_id": "exception_section"}),
    _return("carry_answers", "owed"),
    _return("sign_off", "owed"),
    _return("take_back", "owed"),
    _return("submit_return", "owed"),
    _return("accept_return", "sent"),
    _return("return_for_more", "sent"),
    _return("extend_return", "owed"),
    _return("excuse_return", "owed"),
    _return("reopen_return", "let_off"),
    _return("name_people", "owed"),
    Screen("returns:list_rounds"),
    Screen("returns:commission_round"),
    Screen("returns:show_round", {"round_id": "round"}),
    Screen("returns:add_respondents", {"round_id": "round"}),
    Screen("returns:close_round", {"round_id": "round"}),
    Screen("returns:list_requests"),
    Screen("returns:show_request", {"request_id": "request"}),
    Screen("returns:show_request", {"request_id": "answered_request"}),
    Screen("returns:answer_request", {"request_id": "request"}),
    Screen("returns:list_obligations"),
    Screen("returns:add_obligation"),
    Screen("returns:show_obligation", {"obligation_id": "obligation"}),
    Screen("returns:change_obligation", {"obligation_id": "obligation"}),
    Screen("returns:end_obligation", {"obligation_id": "obligation"}),
    Screen("returns:move_date", {"date_id": "obligation_date"}),
    Screen("returns:leave_out_date", {"date_id": "obligation_date"}),
    Screen("returns:issue_date", {"date_id": "obligation_date"}),
    Screen("returns:list_question_sets"),
    Screen("returns:show_question_set", {"set_id": "question_set"}),
    Screen("returns:show_question_set", {"set_id": "set_draft"}),
    Screen("returns:draft_question_set"),
    Screen("returns:change_question_set", {"set_id": "set_draft"}),
    Screen("returns:publish_question_set", {"set_id": "set_draft"}),
    Screen("returns:retire_question_set", {"set_id": "question_set"}),
    Screen("returns:begin_edition", {"set_id": "question_set"}),
    Screen("returns:add_section", {"set_id": "set_draft"}),
    Screen("returns:change_section", {"section_id": "draft_section"}),
    Screen("returns:remove_section", {"section_id": "draft_section"}),
    Screen("returns:add_question", {"section_id": "draft_section"}),
    Screen("returns:change_question", {"question_id": "draft_question"}),
    Screen("returns:remove_question", {"question_id": "draft_question"}),
    Screen("returns:list_schemes"),
    Screen("returns:keep_scheme"),
    Screen("threads:show_thread", {"thing_id": "answered_request"}, {"kind": "returns.request"}),
    Screen("risks:list_risks"),
    Screen("risks:list_risks", query="appetite=above&states=open&states=closed"),
    Screen("risks:list_risks", who="group_chair"),
    Screen("risks:show_matrix"),
    Screen("risks:show_movement"),
    Screen("risks:show_scales"),
    Screen("risks:set_scales"),
    Screen("risks:raise_risk"),
    _risk("show_risk"),
    _risk("show_risk", "risk_escalated"),
    _risk("show_risk", "risk_issue"),
    _risk("show_risk", "risk_closed"),
    _risk("show_history"),
    _risk("draw_score", is_page=False),
    _risk("change_risk"),
    _risk("score_risk"),
    _risk("review_risk"),
    _risk("raise_action"),
    _risk("add_control"),
    _risk("escalate_risk"),
    _risk("bring_down_risk", "risk_escalated"),
    _risk("accept_risk"),
    _risk("become_issue"),
    _risk("resolve_issue", "risk_issue"),
    _risk("close_risk"),
    _risk("reopen_risk", "risk_closed"),
    Screen("risks:change_control", {"control_id": "control"}),
    Screen("risks:end_control", {"control_id": "control"}),
    Screen("threads:show_thread", {"thing_id": "risk"}, {"kind": "risks.risk"}),
    Screen("challenges:list_challenges"),
    Screen("challenges:list_challenges", query="overdue=on"),
    Screen("challenges:raise_challenge"),
    Screen("challenges:raise_challenge", query="about=plans.plan:{plan}"),
    _challenge("show_challenge"),
    _challenge("answer_challenge", "unanswered"),
    _challenge("add_evidence"),
    _challenge("close_challenge"),
    _challenge("reopen_challenge"),
    _challenge("extend_challenge", "unanswered"),
    Screen("threads:show_thread", {"thing_id": "closing_report"}, {"kind": "partnerships.closingreport"}),
    Screen("threads:show_thread", {"thing_id": "challenge"}, {"kind": "challenges.challenge"}),
    Screen("meetings:list_meetings"),
    Screen("meetings:list_meetings", query="when=past"),
    Screen("meetings:add_meeting"),
    _meeting("show_meeting"),
    _meeting("show_meeting", "approved_meeting"),
    _meeting("change_meeting", "coming"),
    _meeting("call_off_meeting", "coming"),
    _meeting("keep_agenda"),
    _meeting("keep_agenda", "coming"),
    _meeting("issue_agenda"),
    _meeting("record_attendance", "drafted_meeting"),
    _meeting("declare_interest", "drafted_meeting"),
    _meeting("keep_minutes", "drafted_meeting"),
    _meeting("show_minutes", "approved_meeting"),
    _meeting("show_minutes", "drafted_meeting"),
    _meeting("show_public_minutes", "approved_meeting"),
    _meeting("return_minutes", "drafted_meeting"),
    Screen("meetings:show_attendance", {"group": "meeting_group"}),
    _item("show_item"),
    _item("show_item", "part_b_item"),
    _item("change_item"),
    _item("remove_item"),
    _item("ask_for_paper"),
    _item("add_paper"),
    Screen("meetings:show_paper", {"paper": "paper"}),
    Screen("meetings:show_paper", {"paper": "late_paper"}),
    Screen("meetings:open_paper", {"paper": "paper"}, is_page=False),
    Screen("meetings:withdraw_paper", {"paper": "paper"}),
    Screen("meetings:list_late_papers"),
    Screen("meetings:change_line", {"line": "line"}),
    Screen("meetings:change_line", {"line": "agreed_line"}),
    Screen("meetings:list_decisions"),
    Screen("meetings:show_decision", {"decision": "decision"}),
    Screen("meetings:show_decision", {"decision": "recommended"}),
    Screen("meetings:complete_decision", {"decision": "draft_decision"}),
    Screen("meetings:show_direction", {"direction": "direction"}),
    Screen("meetings:list_procedures"),
    Screen("meetings:begin_procedure"),
    Screen("meetings:show_procedure", {"procedure": "procedure"}),
    Screen("meetings:answer_procedure", {"procedure": "open_procedure"}, who="delegated_safeguarding_partner"),
    Screen("meetings:list_series"),
    Screen("meetings:add_series"),
    Screen("meetings:show_series", {"series": "series"}),
    Screen("meetings:change_series", {"series": "series"}),
    Screen("meetings:end_series", {"series": "series"}),
    Screen("threads:show_thread", {"thing_id": "plan"}, {"kind": "plans.plan"}),
    Screen("threads:show_thread", {"thing_id": "plan"}, {"kind": "plans.plan"}, query="all=yes&way=down"),
    Screen("threads:show_thread", {"thing_id": "priority"}, {"kind": "plans.priority"}),
    Screen("threads:show_thread", {"thing_id": "evidence"}, {"kind": "documents.evidenceitem"}),
    Screen("threads:search"),
    Screen("threads:search", query="q=neglect+OR+hoarding"),
    Screen("threads:search", query="q=nothingthatanybodywrote&kind=plans.plan"),
    Screen("threads:show_thread", {"thing_id": "action"}, {"kind": "actions.action"}),
    Screen("threads:tie", {"thing_id": "action"}, {"kind": "actions.action"}),
    Screen("threads:untie", {"link_id": "link"}),
    Screen("partnerships:show_structure"),
    Screen("partnerships:draw_structure", is_page=False),
    Screen("partnerships:import_structure"),
    Screen("partnerships:check_structure", {"structure": "structure_file"}),
    Screen("partnerships:check_structure", {"structure": "structure_applied"}),
    Screen("partnerships:correct_structure", {"structure": "structure_file"}, {"uid": "group-1"}),
    Screen("partnerships:correct_structure", {"structure": "structure_file"}, {"uid": "seat-6"}),
    Screen("partnerships:apply_structure", {"structure": "structure_file"}),
    Screen("partnerships:put_structure_aside", {"structure": "structure_file"}),
    Screen("partnerships:undo_structure", {"structure": "structure_applied"}),
    Screen("partnerships:add_group"),
    Screen("partnerships:show_group", {"group": "group"}),
    Screen("partnerships:show_group", {"group": "terms_put"}),
    Screen("partnerships:show_group", {"group": "closing_group"}),
    Screen("partnerships:show_group", {"group": "overdue_group"}),
    Screen("partnerships:show_group", {"group": "closed_group"}),
    Screen("partnerships:show_terms", {"group": "terms_in_force"}),
    Screen("partnerships:show_terms", {"group": "terms_put"}),
    Screen("partnerships:show_terms", {"group": "group"}),
    Screen("partnerships:show_terms_version", {"group": "terms_draft"}, {"number": "1"}),
    Screen(
        "partnerships:show_terms_version", {"group": "terms_in_force"}, {"number": "1"}, "format=pdf", is_page=False
    ),
    Screen("partnerships:write_terms", {"group": "terms_draft"}),
    Screen("partnerships:write_terms", {"group": "terms_in_force"}),
    Screen("partnerships:put_terms", {"group": "terms_draft"}),
    Screen("partnerships:sign_off_terms", {"group": "terms_put"}),
    Screen("partnerships:return_terms", {"group": "terms_put"}),
    Screen("partnerships:show_closing_report", {"group": "closed_group"}),
    Screen("partnerships:write_closing_report", {"group": "closing_group"}),
    Screen("partnerships:change_group", {"group": "group"}),
    Screen("partnerships:end_group", {"group": "group"}),
    Screen("partnerships:add_seat", {"group": "group"}),
    Screen("partnerships:hold_seat", {"seat": "seat"}),
    Screen("partnerships:end_seat", {"seat": "seat"}),
    Screen("partnerships:leave_seat", {"holder": "holder"}),
    Screen("partnerships:list_agencies"),
    Screen("partnerships:add_agency"),
    Screen("partnerships:show_agency", {"agency": "agency"}),
    Screen("partnerships:rename_agency", {"agency": "agency"}),
    Screen("partnerships:end_participation", {"agency": "agency"}),
    Screen("partnerships:list_people"),
    Screen("partnerships:add_person"),
    Screen("partnerships:show_person", {"person": "person"}),
    Screen("partnerships:withdraw_invitation", {"person": "invited"}),
    Screen("partnerships:list_invitations"),
    Screen("partnerships:list_movements"),
    Screen("partnerships:record_leaver", {"person": "person", "agency": "led"}),
    Screen("partnerships:sign_out_person", {"person": "person"}),
    Screen("partnerships:ask_second_step_reset", {"person": "person"}),
    Screen("partnerships:answer_second_step_reset", {"reset": "reset"}),
    Screen("partnerships:list_access_reviews"),
    Screen("partnerships:list_access_reviews", who="agency_lead"),
    Screen("partnerships:review_access", {"review": "review"}),
    Screen("partnerships:review_access", {"review": "reviewed"}),
    Screen("partnerships:choose_second_steps"),
    Screen("partnerships:grant_role", {"person": "person"}),
    Screen("partnerships:appoint", {"person": "person"}),
    Screen("partnerships:end_appointment", {"appointment": "appointment"}),
    Screen("partnerships:list_roles"),
    Screen("partnerships:end_role", {"role": "role"}),
    Screen("partnerships:show_partnership"),
    Screen("partnerships:change_partnership"),
    Screen("partnerships:write_statement", {}, {"kind": "vision"}),
    Screen("partnerships:show_history"),
    Screen("partnerships:check_history"),
    Screen("partnerships:show_record_history", {"thing": "plan"}, {"kind": "plans.plan"}),
    Screen("partnerships:list_views"),
    Screen("partnerships:save_view", query="path=actions/&query=due%3Doverdue"),
    Screen("partnerships:change_view", {"view": "view"}),
    Screen("partnerships:delete_view", {"view": "view"}),
    Screen("partnerships:change_own_particulars"),
    Screen("notify:list_recipients", asks_every_app=True),
    Screen("notify:list_recipients", query="reached=held", asks_every_app=True),
    Screen("notify:show_recipient", {"person": "person"}, asks_every_app=True),
    Screen("notify:show_recipient", {"person": "held_person"}, asks_every_app=True),
    Screen("notify:show_recipient", {"person": "dead_address"}, asks_every_app=True),
    Screen("notify:send_digests", asks_every_app=True),
    Screen("notify:hold_digests", {"person": "person"}, asks_every_app=True),
    Screen("notify:release_digests", {"person": "held_person"}, asks_every_app=True),
    Screen("notify:record_bounce", {"person": "person"}, asks_every_app=True),
    Screen("notify:clear_bounce", {"person": "dead_address"}, asks_every_app=True),
    Screen("notify:list_messages"),
    Screen("notify:show_message", {"message": "message"}),
    Screen("notify:show_message", {"message": "not_sent"}),
    Screen("notify:send_again", {"message": "not_sent"}),
    Screen("notify:choose_rhythm", who="agency_lead"),
)

# Addresses that change something and are only ever sent to, from a button on a screen above.
ONLY_SENT_TO = {"actions:say_no_change", "partnerships:send_invitation", "returns:move_question"}
# This one is shown once, to whoever has just made a feed.
ONLY_SENT_TO |= {"notify:show_new_feed"}
ONLY_SENT_TO = {"actions:say_no_change", "risks:say_no_change", "partnerships:send_invitation"}
ONLY_SENT_TO = {
    "actions:say_no_change", "partnerships:send_invitation", "meetings:propose_agenda", "meetings:move_item",
    "meetings:carry_item", "meetings:put_to_chair", "meetings:agree_minutes", "meetings:approve_minutes",
    "meetings:remove_line", "meetings:ratify_decision", "meetings:close_procedure",
}  # fmt: skip
# What everybody may change, because it is their own.
ONES_OWN = {
    "partnerships:change_own_particulars", "notify:choose_rhythm", "partnerships:list_views", "partnerships:save_view",
    "partnerships:change_view", "partnerships:delete_view", "notify:list_feeds", "notify:revoke_feed",
}  # fmt: skip
# Addresses of nobody's partnership.
OF_NO_PARTNERSHIP = {
    "choose_partnership",
    "healthy",
    "accessibility",
    "hear_govuk_notify",
    "read_feed",
    "my_work_everywhere",
    "answer_by_link",
    "your_account",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_reauthenticate",
    "list_sessions",
    "end_session",
    "sign_out_everywhere",
    "set_up_second_step",
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_login_webauthn",
    "take_invitation",
}
# Those of them that anybody may see. Everything else asks for sign-in.
ASK_FOR_SIGN_IN = {
    "choose_partnership", "your_account", "account_change_password", "account_set_password", "account_reauthenticate",
    "list_sessions", "end_session", "sign_out_everywhere", "set_up_second_step", "mfa_index", "mfa_reauthenticate",
    "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
    "mfa_add_webauthn", "mfa_remove_webauthn", "mfa_reauthenticate_webauthn", "my_work_everywhere",
}  # fmt: skip
PUBLIC = OF_NO_PARTNERSHIP - ASK_FOR_SIGN_IN

Fetch = Callable[[str, str], str | None]


def address(screen: Screen, slug: str, fetch: Fetch) -> str | None:
    """The path of a screen, or None where the demonstration has nothing to show on it.

    `fetch(sql, slug)` runs one of `SAMPLES` for a partnership and gives an id or None.
    """
    from django.urls import reverse

    found = {keyword: fetch(SAMPLES[sample], slug) for keyword, sample in screen.ids.items()}
    query = screen.query
    if "{" in query:
        sample = query.partition("{")[2].partition("}")[0]
        query = query.replace(f"{{{sample}}}", fetch(SAMPLES[sample], slug) or "")
    if None in found.values():
        return None
    path = reverse(screen.name, kwargs={"partnership": slug, **found, **screen.words})
    return f"{path}?{query}" if query else path
