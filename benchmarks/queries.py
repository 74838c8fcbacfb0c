"""How often each screen asks the database, most first, and how long it takes.

`.venv/bin/python -m benchmarks.queries [--scale] [part of a name …]`. With part of a name, also what is asked. The
screens are those of `tests/pages.py`, visited in the demonstration, or with `--scale` in the busiest of many
partnerships.
"""

import re
import statistics
import sys
import time

from benchmarks.ground import DATABASE, SCALE, demonstration, stand

WIDTH = 150
VISITS = 5


def main(names: list[str], scale: bool) -> None:
    """Print a line for each screen whose name holds one of `names`, or for every screen without any."""
    stand(SCALE if scale else DATABASE)
    from benchmarks.scale import fill
    from tests import pages, visiting

    slug = fill() if scale else demonstration()
    costs = []
    for screen in pages.SCREENS:
        path = pages.address(screen, slug, visiting.fetch)
        if path and (not names or any(name in screen.id for name in names)):
            client = visiting.signed_in(screen.who, slug)
            asked = visiting.asked(client, path)
            costs.append((screen.id, asked, statistics.median(_seconds(client, path) for _ in range(VISITS))))
    for name, queries, seconds in sorted(costs, key=lambda cost: (-len(cost[1]), -cost[2])):
        print(f"{len(queries):3} queries {seconds * 1000:6.0f} ms  {name}")
        for sql in queries if names else ():
            print(f"      {head(sql)}")


def _seconds(client: object, path: str) -> float:
    began = time.perf_counter()
    client.get(path)  # type: ignore[attr-defined]
    return time.perf_counter() - began


def head(sql: str) -> str:
    """A query without the columns it fetches, as far as it fits on a line."""
    plain, depth = sql.replace('"', ""), 0
    for found in re.finditer(r"\(|\)| FROM ", plain):
        depth += {"(": 1, ")": -1}.get(found.group(), 0)
        if depth == 0 and found.group() == " FROM ":
            return plain[found.start() + 1 :][:WIDTH]
    return plain[:WIDTH]


if __name__ == "__main__":
    words = sys.argv[1:]
    main([word for word in words if word != "--scale"], "--scale" in words)
