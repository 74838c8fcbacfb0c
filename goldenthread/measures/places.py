"""Where each row was found, carried by the readers beside its columns and left behind before anything is counted.

It costs ten bytes a row, and whatever is wrong with a row is then told with its file, its sheet and its row.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

_WORD = pa.dictionary(pa.int16(), pa.string())
PLACE = pa.field("place", pa.struct([("file", _WORD), ("part", _WORD), ("unit", _WORD), ("row", pa.int32())]))


def places(file: str, part: str, rows: Sequence[int] | npt.NDArray[np.int64], unit: str = "row") -> pa.Array:
    """The places of rows with these numbers in one part, such as a sheet, of one file; see `Place`."""
    first = pa.repeat(pa.scalar(0, pa.int16()), len(rows))
    words = [pa.DictionaryArray.from_arrays(first, pa.array([word])) for word in (file, part, unit)]
    return pa.StructArray.from_arrays([*words, pa.array(rows, pa.int32())], fields=list(PLACE.type))


def placed(table: pa.Table, file: str = "") -> pa.Table:
    """The table with a column of places: its own, or its rows as they stand in a file, or nothing known of them."""
    if PLACE.name in table.schema.names:
        return table
    known = places(file, "", range(1, len(table) + 1)) if file else pa.nulls(len(table), PLACE.type)
    return table.append_column(PLACE, known)
