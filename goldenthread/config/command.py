"""The `goldenthread` command: every verb of the product, one sentence for every mistake."""

import os
import sys


def main() -> None:
    """Run one verb. Exits with 0 when done, 1 when refused, 2 when misused."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["goldenthread", *sys.argv[1:]])
