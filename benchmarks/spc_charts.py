"""What ten thousand control charts of three years of months cost: `.venv/bin/python -m benchmarks.spc_charts`."""

import random
import time
from datetime import date

from goldenthread.measures.spc import Direction, Series, charts

SERIES, POINTS = 10_000, 36
MONTHS = [date(2022 + number // 12, number % 12 + 1, 1) for number in range(POINTS)]


def many(count: int = SERIES) -> list[Series]:
    """Series as a scorecard has them: percentages about a level, one figure in fifty missing, a third with a target."""
    chance = random.Random(36)
    return [
        Series(
            f"series {number}",
            tuple((day, None if chance.random() < 0.02 else round(chance.gauss(60, 6), 1)) for day in MONTHS),
            chance.choice(list(Direction)),
            target=chance.choice([None, None, 65.0]),
        )
        for number in range(count)
    ]


def run() -> dict[str, float]:
    """Seconds of one processor: for the charts with every label, and again with each point made into a row."""
    series = many()
    began = time.process_time()
    drawn = charts(series)
    done = time.process_time()
    rows = sum(len(chart.points) for chart in drawn)
    listed = time.process_time()
    assert rows == SERIES * POINTS
    return {"10,000 charts, s": done - began, "10,000 charts and 360,000 rows, s": listed - began}


if __name__ == "__main__":
    for name, seconds in run().items():
        print(f"{name}: {seconds:.2f}")
