"""What a figure is seen beside: England, region, statistical neighbours, last year, rank, band; and rates."""

from goldenthread.measures.comparators.comparing import Comparison, compare
from goldenthread.measures.comparators.neighbours import LeftOut, NeighbourFigure, neighbour_figure
from goldenthread.measures.comparators.ranking import Quartiles, bands, quartiles, ranks
from goldenthread.measures.comparators.rates import Rate, population_of, population_year, rate_per_10000
from goldenthread.measures.indicators.definition import Polarity

__all__ = [
    "Comparison",
    "LeftOut",
    "NeighbourFigure",
    "Polarity",
    "Quartiles",
    "Rate",
    "bands",
    "compare",
    "neighbour_figure",
    "population_of",
    "population_year",
    "quartiles",
    "ranks",
    "rate_per_10000",
]
