"""Question sets, the obligations that bring them round, rounds, returns, answers, and what reports ask for."""

from goldenthread.returns.models.obligations import Obligation, ObligationDate
from goldenthread.returns.models.questions import Question, QuestionSet, RatingScheme, Section
from goldenthread.returns.models.rounds import Answer, Request, Return, Returns, Round

__all__ = [
    "Answer",
    "Obligation",
    "ObligationDate",
    "Question",
    "QuestionSet",
    "RatingScheme",
    "Request",
    "Return",
    "Returns",
    "Round",
    "Section",
]
