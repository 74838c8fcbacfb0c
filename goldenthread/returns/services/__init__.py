"""Everything that changes what is asked and answered; each leaves its trace on the trail."""

from goldenthread.returns.services.answering import (
    carry_answers,
    open_evidence,
    save_answers,
    sign_off,
    submit_return,
    take_back,
)
from goldenthread.returns.services.bringing import bring_in_question_set
from goldenthread.returns.services.chasing import climb_ladders
from goldenthread.returns.services.checking import (
    accept_return,
    excuse_return,
    extend_return,
    name_people,
    reopen_return,
    return_for_more,
)
from goldenthread.returns.services.drafting import Kept, keep_draft
from goldenthread.returns.services.keeping import Given, mark_of
from goldenthread.returns.services.obligations import (
    add_obligation,
    change_obligation,
    end_obligation,
    hand_over_obligation,
    issue_date,
    issue_what_is_due,
    leave_out_date,
    move_date,
)
from goldenthread.returns.services.questions import (
    add_question,
    add_section,
    change_question,
    change_question_set,
    change_section,
    draft_question_set,
    keep_scheme,
    move_question,
    new_edition,
    publish_question_set,
    remove_question,
    remove_section,
    retire_question_set,
)
from goldenthread.returns.services.requests import Direct, answer_request, record_answer
from goldenthread.returns.services.rounds import (
    Respondent,
    add_respondents,
    close_round,
    commission_round,
)

__all__ = [
    "Direct",
    "Given",
    "Kept",
    "Respondent",
    "accept_return",
    "add_obligation",
    "add_question",
    "add_respondents",
    "add_section",
    "answer_request",
    "bring_in_question_set",
    "carry_answers",
    "change_obligation",
    "change_question",
    "change_question_set",
    "change_section",
    "climb_ladders",
    "close_round",
    "commission_round",
    "draft_question_set",
    "end_obligation",
    "excuse_return",
    "extend_return",
    "hand_over_obligation",
    "issue_date",
    "issue_what_is_due",
    "keep_draft",
    "keep_scheme",
    "leave_out_date",
    "mark_of",
    "move_date",
    "move_question",
    "name_people",
    "new_edition",
    "open_evidence",
    "publish_question_set",
    "record_answer",
    "remove_question",
    "remove_section",
    "reopen_return",
    "retire_question_set",
    "return_for_more",
    "save_answers",
    "sign_off",
    "submit_return",
    "take_back",
]
