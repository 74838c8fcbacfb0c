"""Risks, and everything that was said of them."""

from goldenthread.risks.models.risk import READS_ALL, Risk, Risks
from goldenthread.risks.models.said import Control, Issue, RiskMove, RiskScale, RiskScore

__all__ = [
    "READS_ALL",
    "Control",
    "Issue",
    "Risk",
    "RiskMove",
    "RiskScale",
    "RiskScore",
    "Risks",
]
