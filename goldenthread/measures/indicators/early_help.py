"""Early help: what began. What came of it is in no extract."""

from __future__ import annotations

import narwhals as nw

from goldenthread.measures.indicators.definition import Frame, Indicator, Tables
from goldenthread.measures.indicators.expressions import counts


@counts("CP29")
def early_help_begun(tables: Tables, indicator: Indicator) -> Frame:
    """Every early help assessment."""
    return tables["early_help"].select("child_id", placed_on="start_date", met=nw.lit(True))
