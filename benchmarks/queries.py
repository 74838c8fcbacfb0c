"""How often each screen asks the database, most first: `.venv/bin/python -m benchmarks.queries [part of a name …]`.

With part of a name, also what is asked. The screens are those of `tests/pages.py`, visited in the demonstration.
"""

import re
import sys

from benchmarks.ground import demonstration, stand

WIDTH = 150


def main(names: list[str]) -> None:
    """Print a line for each screen whose name holds one of `names`, or for every screen without any."""
    stand()
    demonstration()
    from tests import pages, visiting

    costs = []
    for screen in pages.SCREENS:
        if names and not any(name in screen.id for name in names):
            continue
        path = pages.address(screen, visiting.SLUG, visiting.fetch)
        if path:
            costs.append((screen.id, visiting.asked(visiting.signed_in(screen.who), path)))
    for name, queries in sorted(costs, key=lambda cost: -len(cost[1])):
        print(f"{len(queries):3} {name}")
        for sql in queries if names else ():
            print(f"      {head(sql)}")


def head(sql: str) -> str:
    """A query without the columns it fetches, as far as it fits on a line."""
    return re.sub(r"^SELECT .*? FROM ", "FROM ", sql.replace('"', ""))[:WIDTH]


if __name__ == "__main__":
    main(sys.argv[1:])
