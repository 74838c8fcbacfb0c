"""Raise, answer, evidence, extend, close, reopen. Each adds one turn to the conversation and one event to the trail."""

from goldenthread.challenges.services.answering import add_evidence, answer_challenge
from goldenthread.challenges.services.judging import (
    close_challenge,
    extend_challenge,
    note_reading,
    reopen_challenge,
)
from goldenthread.challenges.services.raising import raise_challenge

__all__ = [
    "add_evidence",
    "answer_challenge",
    "close_challenge",
    "extend_challenge",
    "note_reading",
    "raise_challenge",
    "reopen_challenge",
]
