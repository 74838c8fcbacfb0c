"""What the program costs at the size of a busy country, beside what it may cost: `make bench`.

`.venv/bin/python -m benchmarks.run [--quick] [--only PART OF A NAME] [--times N]`. It fills a database of its own once,
starts a real server with two workers on it, and visits each page over one connection. Everything else is timed in this
process. Budgets are reported and never fail. The empty signed-in page is measured in the same run: how many times as
long as that a page takes stays true on a slow or a busy machine.
"""

import argparse
import os
import time

from benchmarks import measures
from benchmarks.ground import SCALE, stand
from benchmarks.pages import EMPTY, PAGE_QUERIES, PAGE_SECONDS, Cost, measured
from benchmarks.serving import Server, serving
from benchmarks.tasks import Took

QUICK = "benchmark_quick"
WORKERS, WORKER_MB = 2, 200.0


def main() -> None:
    """Measure, and print the tables."""
    asked = argparse.ArgumentParser(description="What the program costs at the size of a busy country.")
    asked.add_argument("--quick", action="store_true", help="five partnerships and a tenth of everything")
    asked.add_argument(
        "--only", default="", metavar="PART", help="only pages, tasks and parts of counting whose name holds this"
    )
    asked.add_argument("--times", type=int, default=30, help="how often each page is visited; tasks a tenth of it")
    chosen = asked.parse_args()
    stand(QUICK if chosen.quick else SCALE)
    slug = _filled(chosen.quick)
    print(f"Machine: {os.cpu_count()} processors; load before {_load()}.")
    _pages(slug, chosen.times, chosen.only)
    _tasks(slug, chosen.quick, chosen.times, chosen.only)
    measures.tell(chosen.only)
    print(f"\nLoad after {_load()}.")


def _load() -> str:
    return ", ".join(f"{one:.1f}" for one in os.getloadavg())


def _filled(quick: bool) -> str:
    from django.db import connection
    from django.utils import timezone

    from benchmarks.governing import govern
    from benchmarks.scale import BUSIEST, fill
    from benchmarks.scorecards import draw_scorecard
    from goldenthread.partnerships.models import Partnership

    if not Partnership.objects.filter(slug=BUSIEST).exists():
        print("Filling the database, once…", flush=True)
        began = time.monotonic()
        fill(5, 150, 1500) if quick else fill()
        print(f"Filled in {time.monotonic() - began:.0f} s.")
    if draw_scorecard(BUSIEST, timezone.now()):
        print("Drew a scorecard of sixty indicators over four years, once.")
    if govern(BUSIEST, timezone.now()):
        print("Held three years of meetings, two hundred risks and a challenge log, once.")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return BUSIEST


def _pages(slug: str, times: int, only: str) -> None:
    with serving(WORKERS) as server:
        before = server.memory()
        costs = measured(server, slug, times, only)
        after = server.memory()
        _tell_pages(costs, times)
        _tell_memory(server, before, after)


def _tell_pages(costs: list[Cost], times: int) -> None:
    empty = next(one for one in costs if one.title == EMPTY)
    print(f"\nPages, {times} visits each; within {PAGE_SECONDS * 1000:.0f} ms (p95) and {PAGE_QUERIES} queries?\n")
    print("| page | p50 ms | p95 ms | x empty | queries | KB | time | queries |")
    print("|---|--:|--:|--:|--:|--:|---|---|")
    for one in costs:
        wrong = "" if one.status == 200 else f" (answered {one.status})"
        print(
            f"| {one.title}{wrong} | {one.middle * 1000:.0f} | {one.slow * 1000:.0f} | {one.slow / empty.slow:.1f} "
            f"| {one.queries} | {one.size / 1000:.0f} | {_word(one.slow, PAGE_SECONDS)} "
            f"| {_word(one.queries, PAGE_QUERIES)} |"
        )


def _tell_memory(server: Server, before: list[tuple[int, float, float]], after: list[tuple[int, float, float]]) -> None:
    known = {pid: (whole, own) for pid, whole, own in before}
    print(f"\nMemory of each worker; within {WORKER_MB:.0f} MB?\n")
    print("| worker | MB before | MB after | of it its own | budget |\n|---|--:|--:|--:|---|")
    for number, (pid, whole, own) in enumerate(after, 1):
        was = f"{known[pid][0]:.0f}" if pid in known else "-"
        print(f"| {number} | {was} | {whole:.0f} | {own:.0f} | {_word(whole, WORKER_MB)} |")
    for _, whole, own in server.memory_of_drawing():
        print(f"| what draws, ends when idle | - | {whole:.0f} | {own:.0f} | |")


def _tasks(slug: str, quick: bool, times: int, only: str) -> None:
    from benchmarks.tasks import Tasks

    tasks = Tasks(slug, 50 if quick else 500, 200 if quick else 2000, max(times // 10, 1))
    chosen = [do for name, do in tasks.every().items() if only in name]
    if not chosen:
        return
    print("\n| task | middle s | slowest s | budget s | | |\n|---|--:|--:|--:|---|---|")
    for do in chosen:
        for took in do():
            _tell_task(took)


def _tell_task(took: Took) -> None:
    seconds = sorted(took.seconds)
    middle, slowest = seconds[len(seconds) // 2], seconds[-1]
    word = _word(middle, took.budget) if took.budget else ""
    budget = f"{took.budget:g}" if took.budget else ""
    print(f"| {took.title} | {middle:.2f} | {slowest:.2f} | {budget} | {word} | {took.note} |", flush=True)


def _word(value: float, budget: float) -> str:
    return "within" if value <= budget else "above"


if __name__ == "__main__":
    main()
