"""The screens of actions, the library, the thread and search, each once."""

from collections.abc import Mapping

from tests.pages.screen import Screen, one

SAMPLES: Mapping[str, str] = {
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
    "to_review": one("documents_document", "withdrawn_at IS NULL AND information_class IN ('P', 'G') AND review_on IS "
                     "NOT NULL AND NOT EXISTS (SELECT 1 FROM documents_document n WHERE n.replaces_id = "
                     "documents_document.id)"),
    "evidence": one("documents_evidenceitem", "information_class = 'G'"),
    "link": one("threads_link", "kind = 'evidences'"),
}  # fmt: skip


def _action(name: str, sample: str = "open", **more: str) -> Screen:
    return Screen(f"actions:{name}", {"action": sample}, **more)  # type: ignore[arg-type]


def _document(name: str, sample: str = "document", **more: object) -> Screen:
    return Screen(f"documents:{name}", {"document_id": sample}, **more)  # type: ignore[arg-type]


SCREENS: tuple[Screen, ...] = (
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
    Screen("documents:list_documents", query="review=due"),
    Screen("documents:store_document"),
    _document("show_document", "to_review"),
    _document("replace_document", "to_review"),
    _document("set_review", "to_review"),
    _document("review_document", "to_review"),
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
    Screen("threads:show_thread", {"thing_id": "closing_report"}, {"kind": "partnerships.closingreport"}),
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
)
