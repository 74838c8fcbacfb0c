"""`goldenthread run_jobs`: do whatever is due now, once, or again and again for as long as it runs."""

import os
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from goldenthread.kernel import jobs


class Command(BaseCommand):
    """Do the work that nobody asks for by a click."""

    help = "Do whatever is due now: messages, digests, escalations, seals. `serve` does it by itself; cron may instead."
    requires_system_checks: list[str] = []  # noqa: RUF012

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to go on, and how often."""
        parser.add_argument("--every", type=int, default=0, metavar="SECONDS", help="go on, this many seconds apart")
        parser.add_argument("--while", type=int, default=0, metavar="PID", dest="lives", help="stop when PID is gone")

    def handle(self, *args: Any, every: int, lives: int, **options: Any) -> None:
        """Run each job; one that fails is told of and keeps no other from running."""
        while True:
            self._once()
            if not every:
                return
            for _ in range(every):
                time.sleep(1)
                if lives and not _is_alive(lives):
                    return

    def _once(self) -> None:
        close_old_connections()
        for job in jobs.registered():
            try:
                said = job.run(timezone.now(), timezone.localdate())
            except Exception as error:
                self.stderr.write(f"{job.name}: {type(error).__name__}: {error}")
            else:
                if said:
                    self.stdout.write(f"{job.name}: {said}")
        self.stdout.flush()


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True
