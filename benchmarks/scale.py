"""A country's worth of partnerships, one of them busy: `.venv/bin/python -m benchmarks.scale [number of partnerships]`.

They stand in a database of their own (`benchmarks.ground.SCALE`), which is filled once and then kept.
"""

import sys
import time
from datetime import datetime

from benchmarks.ground import SCALE, stand

BUSIEST = "kestrelford"


def fill(partnerships: int = 150, busiest_actions: int = 1500, busiest_updates: int = 15000) -> str:
    """Fill the database that Django stands on, unless it is filled already; the slug of the busiest partnership.

    Every partnership has people, agencies, groups, a plan and its actions; the busiest has three plans.
    """
    from django.utils import timezone

    from benchmarks import words
    from benchmarks.furnishing import Size
    from goldenthread.partnerships.models import Partnership

    if Partnership.objects.filter(slug=BUSIEST).exists():
        return BUSIEST
    now = timezone.now()
    for number in range(1, partnerships):
        name = words.place(number - 1)
        _found(f"{name.lower().replace(' ', '-')}-{number}", name, now, Size(), number)
    busy = Size(
        people=300, agencies=30, groups=40, seats=8, plans=3, priorities=6, objectives=5, measures=3,
        actions=busiest_actions, updates=busiest_updates, evidence=busiest_actions * 2, documents=600,
        obligations=400,
    )  # fmt: skip
    _found(BUSIEST, "Kestrelford", now, busy, 0)
    return BUSIEST


def _found(slug: str, name: str, now: datetime, size: object, seed: int) -> None:
    from django.db import transaction

    from goldenthread.partnerships.models import Group, Partnership

    with transaction.atomic():
        partnership = Partnership.objects.create(
            slug=slug, name=f"{name} Safeguarding Partnership", strands=["children"]
        )
        Group.objects.create(partnership=partnership, name="Executive", kind="executive")
        furnish(partnership, now, size, seed)


def furnish(partnership: object, now: datetime, size: object, seed: int = 0) -> None:
    """Add rows of every sort to one partnership, on top of what it holds."""
    from benchmarks import reporting, tracking
    from benchmarks.furnishing import Furnisher

    here = Furnisher(partnership, now, seed)  # type: ignore[arg-type]
    here.structure(size)  # type: ignore[arg-type]
    here.plans(size)  # type: ignore[arg-type]
    for fill_with in (tracking.papers, tracking.actions, tracking.evidence, reporting.reporting):
        fill_with(here, size)  # type: ignore[arg-type]


def main(partnerships: int = 150) -> None:
    """Fill it and say how long that took."""
    stand(SCALE)
    began = time.monotonic()
    fill(partnerships)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"Filled in {time.monotonic() - began:.0f} s; the busiest partnership is {BUSIEST}.")


if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:]))
