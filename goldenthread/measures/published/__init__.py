"""Published statistics and a partnership's own comparators, read for comparison: figures, neighbours, populations."""

from goldenthread.measures.published.areas import Area, Level, directory, find_area
from goldenthread.measures.published.neighbours import NeighbourModel, Neighbours, read_neighbours
from goldenthread.measures.published.periods import Period, YearKind, read_period
from goldenthread.measures.published.reading import read
from goldenthread.measures.published.records import Overview, Published, PublishedTable

__all__ = [
    "Area",
    "Level",
    "NeighbourModel",
    "Neighbours",
    "Overview",
    "Period",
    "Published",
    "PublishedTable",
    "YearKind",
    "directory",
    "find_area",
    "read",
    "read_neighbours",
    "read_period",
]
