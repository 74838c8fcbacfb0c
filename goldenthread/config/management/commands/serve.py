"""`goldenthread serve`: bring the database up to date and answer on http://localhost:8000."""

import os
import subprocess
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from granian import Granian
from granian.constants import Interfaces

from goldenthread.config.command import our_own
from goldenthread.demo import services as demo


class Command(BaseCommand):
    """Start the service."""

    help = "Bring the database up to date, load the demonstration where there is nothing, and serve the pages."
    requires_system_checks: list[str] = []  # noqa: RUF012

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen, with how many processes, and whether to load the demonstration."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--address", default="127.0.0.1")
        parser.add_argument("--workers", type=int, default=1)
        parser.add_argument("--no-timer", action="store_true", help="leave `run_jobs` to cron or to another process")
        parser.add_argument("--no-demo", action="store_true", help="do not load the demonstration partnerships")

    def handle(
        self, *args: Any, port: int, address: str, workers: int, no_timer: bool, no_demo: bool, **options: Any
    ) -> None:
        """Serve until stopped. Raises `CommandError` in production where something is not safe."""
        call_command("migrate", verbosity=0)
        if settings.PRODUCTION:
            found = [error for error in run_checks(databases=["default"], tags=None) if error.is_serious()]
            if found:
                raise CommandError(" ".join(str(error.msg) for error in found))
            call_command("collectstatic", verbosity=0, interactive=False)
        elif not no_demo and demo.nothing_yet():
            self.stdout.write("Loading the demonstration partnerships…")
            subprocess.run(our_own("load_demo", "--verbosity", "0"), check=True)  # noqa: S603 (every word is ours)
        if demo.is_loaded() and not settings.PRODUCTION:
            self.stdout.write(demo.sign_ins_in_words(f"http://localhost:{port}"))
        self.stdout.flush()
        timer = None if no_timer else _start_timer()
        try:
            Granian(
                "goldenthread.config.wsgi:application", address=address, port=port, interface=Interfaces.WSGI,
                workers=workers, blocking_threads=4, log_access=False, websockets=False,
            ).serve()  # fmt: skip
        finally:
            if timer:
                timer.terminate()


def _start_timer() -> subprocess.Popen[bytes]:
    """The jobs in a process of their own, so that none slows a page; it ends when this one does, even when killed."""
    every, parent = str(settings.TIMER_SECONDS), str(os.getpid())
    return subprocess.Popen(our_own("run_jobs", "--every", every, "--while", parent))  # noqa: S603 (every word is ours)
