"""Moments as whole minutes of universal time, so that hours that pass are the same on every engine."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from goldenthread.measures.engines import Source
from goldenthread.measures.tables import TABLES, Kind


def with_moments(name: str, source: Source) -> Source:
    """The table with, for each moment, its minute since 1970 in universal time and its day in London.

    Hours that pass are differences of those minutes, also across the change of the clocks. An hour that comes twice is
    the first, one that does not exist the one after it.
    """
    moments = [one.name for one in TABLES[name].columns if one.kind is Kind.MOMENT] if name in TABLES else []
    if not moments:
        return source
    table = source if isinstance(source, pa.Table) else pq.read_table(source)
    for moment in moments:
        local = pc.assume_timezone(table[moment], "Europe/London", ambiguous="earliest", nonexistent="latest")
        minutes = pc.divide(pc.cast(pc.cast(local, pa.timestamp("s", "UTC"), safe=False), pa.int64()), 60)
        table = table.append_column(f"{moment}_minute", minutes)
        table = table.append_column(moment.removesuffix("_at") + "_on", pc.cast(table[moment], pa.date32(), safe=False))
    return table.drop_columns(moments)
