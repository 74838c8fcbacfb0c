"""Work that nobody asks for by a click: each app enters its own here, and the timer does what is due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

Run = Callable[[datetime, date], str]


@dataclass(frozen=True)
class Job:
    """One piece of work that the timer does again and again.

    `run(now, today)` does whatever is due and returns one sentence about it, or nothing where nothing was. It may be
    called at any time, by two processes at once, and after it was cut off: doing it twice does nothing twice.
    """

    name: str
    sentence: str
    run: Run


_JOBS: dict[str, Job] = {}


def register(job: Job) -> None:
    """Enter a job. Raises `ValueError` where the name is taken by another."""
    if _JOBS.setdefault(job.name, job) != job:
        raise ValueError(f"Two jobs are called {job.name}.")


def registered() -> list[Job]:
    """Every job, in order of name."""
    return [_JOBS[name] for name in sorted(_JOBS)]
