"""Find challenges: only within one partnership, and only those the actor may read (class R)."""

from goldenthread.challenges.queries.ahead import answer_asks, answers_due
from goldenthread.challenges.queries.following import challenge_rows, challenges_of_group, said_of_challenges
from goldenthread.challenges.queries.listing import (
    Shown,
    addressees,
    count_figures,
    find_challenge,
    list_challenges,
    may_read,
    raised_between,
    show_challenge,
)
from goldenthread.challenges.queries.names import addressee_name, line_of
from goldenthread.challenges.queries.raising import Offered, offered, ref_of

__all__ = [
    "Offered",
    "Shown",
    "addressee_name",
    "addressees",
    "answer_asks",
    "answers_due",
    "challenge_rows",
    "challenges_of_group",
    "count_figures",
    "find_challenge",
    "line_of",
    "list_challenges",
    "may_read",
    "offered",
    "raised_between",
    "ref_of",
    "said_of_challenges",
    "show_challenge",
]
