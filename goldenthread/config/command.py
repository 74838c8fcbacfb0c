"""The `goldenthread` command: every verb of the product, one sentence for every mistake."""

import os
import sys


def main() -> None:
    """Run one verb. Exits with 0 when done, 1 when refused, 2 when misused.

    What an analyst runs where an extract lies is answered before Django is loaded: it needs no database.
    """
    from goldenthread.measures.commands import VERBS, answer, listed

    if sys.argv[1:2] and sys.argv[1] in VERBS:
        sys.exit(answer(sys.argv[1:]))
    if sys.argv[1:] in ([], ["help"], ["--help"]):
        print(listed())  # noqa: T201 - a command speaks to the terminal
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")
    from django.conf import settings
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        _ = settings.DATA_DIR
    except OSError as error:
        sys.exit(
            f"{error.filename} cannot be made: {error.strerror}. "
            "GOLDENTHREAD_DATA names the folder that this user must be able to write."
        )
    try:
        execute_from_command_line(["goldenthread", *sys.argv[1:]])
    except OperationalError as error:
        # What a server that answers says has a code; that is a fault of ours, to be told in full.
        if getattr(error.__cause__, "sqlstate", None):
            raise
        sys.exit(f"The database does not answer: {str(error).splitlines()[0].rstrip('.')}. DATABASE_URL names it.")


def our_own(*words: str) -> list[str]:
    """A verb and its words as a command to be run in a process of its own.

    The demonstration is loaded so: its papers start threads within Typst, which do not come along into the workers that
    are forked afterwards, and every PDF a worker was asked for would wait for them for ever.
    """
    return [sys.executable, "-c", "from goldenthread.config.command import main; main()", *words]
