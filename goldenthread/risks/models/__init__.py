"""Risks, and everything that was said of them."""

from goldenthread.risks.models.duties import RegisterReview, RegisterReviews, by_duty
from goldenthread.risks.models.risk import READS_ALL, Risk, Risks
from goldenthread.risks.models.said import Control, Issue, RiskMove, RiskScale, RiskScore

__all__ = [
    "READS_ALL",
    "Control",
    "Issue",
    "RegisterReview",
    "RegisterReviews",
    "Risk",
    "RiskMove",
    "RiskScale",
    "RiskScore",
    "Risks",
    "by_duty",
]
