"""Pages of returns: who owes what, answering, checking, asking, who reports what, and question sets."""

from goldenthread.returns.views.answering import (
    answer_section,
    carry_answers,
    show_return,
    sign_off,
    submit_return,
    take_back,
)
from goldenthread.returns.views.checking import (
    accept_return,
    excuse_return,
    extend_return,
    name_people,
    reopen_return,
    return_for_more,
)
from goldenthread.returns.views.lists import answer_request, list_requests, list_returns, list_rounds, show_request
from goldenthread.returns.views.obliging import (
    add_obligation,
    change_obligation,
    end_obligation,
    issue_date,
    leave_out_date,
    list_obligations,
    move_date,
    show_obligation,
)
from goldenthread.returns.views.rounds import add_respondents, close_round, commission_round, show_round
from goldenthread.returns.views.writing import (
    add_question,
    add_section,
    begin_edition,
    change_question,
    change_question_set,
    change_section,
    draft_question_set,
    keep_scheme,
    list_question_sets,
    list_schemes,
    move_question,
    publish_question_set,
    remove_question,
    remove_section,
    retire_question_set,
    show_question_set,
)

__all__ = [
    "accept_return", "add_obligation", "add_question", "add_respondents", "add_section", "answer_request",
    "answer_section", "begin_edition", "carry_answers", "change_obligation", "change_question", "change_question_set",
    "change_section", "close_round", "commission_round", "draft_question_set", "end_obligation", "excuse_return",
    "extend_return", "issue_date", "keep_scheme", "leave_out_date", "list_obligations", "list_question_sets",
    "list_requests", "list_returns", "list_rounds", "list_schemes", "move_date", "move_question", "name_people",
    "publish_question_set", "remove_question", "remove_section", "reopen_return", "retire_question_set",
    "return_for_more", "show_obligation", "show_question_set", "show_request", "show_return", "show_round", "sign_off",
    "submit_return", "take_back",
]  # fmt: skip
