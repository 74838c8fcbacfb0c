"""What is decided about figures without looking anything up."""

from goldenthread.measures.cells import State
from goldenthread.scorecards.rules.editions import Changes, compare, said_apart

__all__ = ["AREAS", "GRAINS", "MEASURES", "POLARITIES", "STATES", "Changes", "compare", "said_apart"]

GRAINS = {
    "month": "Each month",
    "quarter": "Each quarter",
    "year": "Each financial year",
    "academic year": "Each school year",
}
MEASURES = {"percent": "Percentage", "count": "Number", "mean": "Average"}
POLARITIES = {"high": "High is good", "low": "Low is good", "none": "Neither is good by itself"}
STATES = {state.value: state.value.replace("_", " ").capitalize() for state in State}
AREAS = {
    "england": "England",
    "region": "Region",
    "neighbours": "Statistical neighbours, mean",
    "neighbours_median": "Statistical neighbours, median",
}
