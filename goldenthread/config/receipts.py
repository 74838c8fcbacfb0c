"""Digests of seals, written down outside the database so that nobody who owns it can make the record anew."""

import csv
from pathlib import Path

from django.core.management import CommandError


def read(path: Path) -> dict[str, dict[int, str]]:
    """Digests by partnership and number of the seal; none where there is no file. Raises `CommandError` for another."""
    found: dict[str, dict[int, str]] = {}
    if not path.exists():
        return found
    with path.open(newline="") as file:
        for line in csv.reader(file):
            if len(line) != 3 or not line[1].isdigit():
                said = ",".join(line)[:80]
                raise CommandError(f"{path} does not hold receipts: “{said}” is not one. Name another file.")
            found.setdefault(line[0], {})[int(line[1])] = line[2]
    return found


def add(path: Path, heads: list[tuple[str, int, str]]) -> None:
    """Write down further digests beneath those that stand there."""
    with path.open("a", newline="") as file:
        csv.writer(file).writerows(heads)
