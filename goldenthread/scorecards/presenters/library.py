"""The library as a list and as a file, and what was found in a file of figures."""

from collections.abc import Sequence

from goldenthread.scorecards import rules
from goldenthread.scorecards.rules.figures import Finding
from goldenthread.web.lists import Column


def findings(found: Sequence[Finding]) -> list[tuple[str, str, str]]:
    """What was found in a file, as rows of a table."""
    return [(one.code, one.period, one.said) for one in found]


LIBRARY = (
    Column("code", "Code", ("code",), lambda one: one.code),
    Column("name", "Indicator", ("name",), lambda one: one.name),
    Column("subject", "Subject", ("subject", "code"), lambda one: one.subject),
    Column("agency", "Sent by", ("agency_name", "code"), lambda one: one.agency_name),
    Column("grain", "Counted", ("grain", "code"), lambda one: rules.GRAINS[one.grain]),
    Column("figures", "Periods", ("figures", "code"), lambda one: one.figures, number=True),
)
