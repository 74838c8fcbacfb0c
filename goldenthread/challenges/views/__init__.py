"""The pages of the challenge log."""

from goldenthread.challenges.views.conversation import (
    add_evidence,
    answer_challenge,
    close_challenge,
    extend_challenge,
    reopen_challenge,
)
from goldenthread.challenges.views.log import list_challenges, raise_challenge, show_challenge

__all__ = [
    "add_evidence",
    "answer_challenge",
    "close_challenge",
    "extend_challenge",
    "list_challenges",
    "raise_challenge",
    "reopen_challenge",
    "show_challenge",
]
