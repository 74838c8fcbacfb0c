"""Control charts (XmR): how a figure varies from period to period, so that a board sees a real change and no other.

`chart` and `charts` answer as NHS England's way of drawing them does; `choices` makes them safe for the small counts of
a safeguarding scorecard and says so; `words` says in plain English what a chart shows.
"""

from goldenthread.measures.spc.chart import chart, charts
from goldenthread.measures.spc.values import Assurance, Cause, Chart, Direction, Group, Icon, Kind, Point, Series

__all__ = [
    "Assurance",
    "Cause",
    "Chart",
    "Direction",
    "Group",
    "Icon",
    "Kind",
    "Point",
    "Series",
    "chart",
    "charts",
]
