"""How the two commands get a passphrase, which never stands on a command line, and how they tell of progress."""

import os
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from getpass import getpass
from pathlib import Path
from typing import Any

from goldenthread.kernel.outcomes import Refused

VARIABLE = "GOLDENTHREAD_BACKUP_PASSPHRASE"
SHORTEST = 12


def add_passphrase(parser: ArgumentParser) -> None:
    """The two ways of giving a passphrase besides the environment."""
    parser.add_argument("--passphrase", action="store_true", help=f"ask for the passphrase (or set {VARIABLE})")
    parser.add_argument("--passphrase-file", metavar="FILE", help="read the passphrase from the first line of FILE")


def passphrase_of(options: Mapping[str, Any], *, new: bool) -> str:
    """The passphrase given in one of the three ways, or nothing. A new one is asked for twice.

    Raises `Refused` for a file that cannot be read, for two that differ, and for a new one that is too short.
    """
    given = os.environ.get(VARIABLE, "")
    if options["passphrase_file"]:
        try:
            given = Path(options["passphrase_file"]).read_text().partition("\n")[0].strip()
        except OSError as error:
            raise Refused(
                f"The passphrase cannot be read from {options['passphrase_file']}: {error.strerror}."
            ) from error
        if not given:
            raise Refused(f"The first line of {options['passphrase_file']} is empty. Write the passphrase there.")
    elif options["passphrase"]:
        given = getpass("Passphrase: ")
        if new and getpass("The passphrase again: ") != given:
            raise Refused("The two passphrases are not the same. Start again.")
    if new and given and len(given) < SHORTEST:
        raise Refused(
            f"Choose a passphrase of {SHORTEST} characters or more, and keep it somewhere else than the backup."
        )
    return given


def tell(stream: Any) -> Callable[[int, int], None]:
    """A function that writes how many documents are done, every hundred of them."""

    def progress(done: int, of: int) -> None:
        if done % 100 == 0 and done < of:
            stream.write(f"{done:,} of {of:,} documents")

    return progress
