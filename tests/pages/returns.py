"""The screens of returns, each once."""

from collections.abc import Mapping

from tests.pages.screen import Screen, one

SAMPLES: Mapping[str, str] = {
    "owed": one(
        "returns_return",
        "state = 'draft' AND group_id IN (SELECT id FROM partnerships_group WHERE name LIKE 'Communications%%')",
    ),
    "asked_of_agency": one("returns_return", "state = 'not_started' AND agency_id IS NOT NULL"),
    "sent": one("returns_return", "state = 'submitted' AND group_id IS NOT NULL"),
    "accepted": one("returns_return", "state = 'accepted'"),
    "with_file": one("returns_answer", "file <> ''", column="of_return_id"),
    "file": one("returns_answer", "file <> ''"),
    "let_off": one("returns_return", "state = 'excused'"),
    "owed_section": one("returns_section", "title = 'Since the last report'"),
    "group_section": one("returns_section", "title = 'The group'"),
    "judgement_section": one("returns_section", "title = 'Judgement'"),
    "exception_section": one("returns_section", "title = 'Exceptions'"),
    "agency_section": one("returns_section", "title = 'Escalation'"),
    "round": one("returns_round", "state = 'issued' AND date_id IS NULL"),
    "request": one("returns_request", "state = 'open'"),
    "answered_request": one("returns_request", "state = 'answered' AND id IN (SELECT target_id FROM threads_link)"),
    "obligation": one("returns_obligation", "question_series IS NOT NULL"),
    "gone_obligation": one("returns_obligation", "ends_on IS NULL AND by_group_id IN (SELECT id FROM "
                           "partnerships_group WHERE ends_on < now())"),
    "obligation_date": one("returns_obligationdate", "due_on > now() AND NOT is_left_out AND id NOT IN (SELECT date_id "
                           "FROM returns_round WHERE date_id IS NOT NULL)", order="due_on, id"),
    "question_set": one("returns_questionset", "state = 'published'"),
    "set_draft": one("returns_questionset", "state = 'draft'"),
    "draft_section": one("returns_section", "question_set_id IN (SELECT id FROM returns_questionset WHERE state = "
                         "'draft')"),
    "draft_question": one("returns_question", "section_id IN (SELECT s.id FROM returns_section s JOIN "
                          "returns_questionset q ON q.id = s.question_set_id WHERE q.state = 'draft')"),
}  # fmt: skip


def _return(name: str, sample: str, **more: str) -> Screen:
    return Screen(f"returns:{name}", {"return_id": sample}, **more)  # type: ignore[arg-type]


SCREENS: tuple[Screen, ...] = (
    Screen("returns:list_returns"),
    Screen("returns:list_returns", query="states=late"),
    _return("show_return", "sent"),
    _return("show_return", "owed"),
    _return("show_return", "accepted"),
    _return("show_return", "asked_of_agency", who="lay_member"),
    Screen("returns:answer_section", {"return_id": "owed", "section_id": "owed_section"}),
    Screen("returns:answer_section", {"return_id": "owed", "section_id": "group_section"}),
    Screen("returns:answer_section", {"return_id": "owed", "section_id": "judgement_section"}),
    Screen("returns:answer_section", {"return_id": "owed", "section_id": "exception_section"}),
    Screen("returns:open_evidence", {"return_id": "with_file", "answer_id": "file"}, is_page=False),
    _return("print_return", "sent", is_page=False),
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
    Screen("returns:list_obligations", query="ended=gone"),
    Screen("returns:show_obligation", {"obligation_id": "gone_obligation"}),
    Screen("returns:hand_over_obligation", {"obligation_id": "gone_obligation"}),
    Screen("returns:end_obligation", {"obligation_id": "obligation"}),
    Screen("returns:move_date", {"date_id": "obligation_date"}),
    Screen("returns:leave_out_date", {"date_id": "obligation_date"}),
    Screen("returns:issue_date", {"date_id": "obligation_date"}),
    Screen("returns:list_question_sets"),
    Screen("returns:show_question_set", {"set_id": "question_set"}),
    Screen("returns:show_question_set", {"set_id": "set_draft"}),
    Screen("returns:draft_question_set"),
    Screen("returns:export_question_set", {"set_id": "question_set"}, {"format": "xlsx"}, is_page=False),
    Screen("returns:bring_in_question_set"),
    Screen("returns:question_set_template", is_page=False),
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
)
