"""Databases that several tests begin from, each made once in a run and then copied by PostgreSQL itself.

Test workers are processes of their own: whichever comes first makes the model, and the others wait for it.
"""

import fcntl
import hashlib
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
# With it a test can sign what those processes take for their own.
KEY = "tests-only-" + "x" * 50
GOLDENTHREAD = str(ROOT / ".venv" / "bin" / "goldenthread")


def host() -> str:
    """The folder of the socket on which this checkout's PostgreSQL listens."""
    from goldenthread.config.embedded_postgres.base import start

    return start()


def shared(factory: pytest.TempPathFactory) -> Path:
    """The folder that all test workers of this run have in common."""
    base = factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[str], None]) -> None:
    """Have `make(name)` fill a new database called so, unless a worker of this run has done it already."""
    folder = shared(factory)
    made = folder / f"{name}.made"
    with _alone(folder / f"{name}.lock"):
        if not made.exists():
            replace(name)
            make(name)
            made.touch()


def replace(name: str, model: str = "template1") -> None:
    """A new database as a copy of another; one of that name is dropped first."""
    drop(name)
    new = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(model))
    with psycopg.connect(dbname="postgres", user="postgres", host=host(), autocommit=True) as connection:
        connection.execute(new)


def drop(name: str) -> None:
    """Take a database away, where there is one of that name."""
    gone = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(dbname="postgres", user="postgres", host=host(), autocommit=True) as connection:
        connection.execute(gone)


def environment(database: str, **more: str) -> dict[str, str]:
    """What a process of the program is told, so that it works on a database of this checkout's server."""
    from django.conf import settings

    return {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {
        "GOLDENTHREAD_ENVIRONMENT": "development",
        "GOLDENTHREAD_DATABASE": database,
        "GOLDENTHREAD_DATA": str(settings.DATA_DIR),
        "GOLDENTHREAD_SECRET_KEY": KEY,
        **more,
    }


def _fingerprint() -> str:
    """What the tables of a database come from: our migrations, and the packages that bring their own."""
    found = hashlib.sha256()
    for path in sorted((ROOT / "goldenthread").glob("*/migrations/*.py")):
        found.update(path.name.encode() + path.read_bytes())
    found.update("".join(f"{name} {version(name)}" for name in ("django", "django-allauth", "psycopg")).encode())
    return found.hexdigest()[:16]


def empty() -> str:
    """The name of a database with every table and nothing in them, to be copied.

    It is kept between runs for as long as no migration changes.
    """
    from django.conf import settings

    name = f"model_empty_{_fingerprint()}"
    like, server = "model\\_empty%", host()
    with (
        _alone(Path(settings.DATA_DIR) / "model.lock"),
        psycopg.connect(dbname="postgres", user="postgres", host=server, autocommit=True) as connection,
    ):
        found = [row[0] for row in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [like])]
        if name not in found:
            for old in found:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(old)))
            replace("model_new")
            command = [GOLDENTHREAD, "migrate", "--verbosity", "0"]
            subprocess.run(command, cwd=ROOT, env=environment("model_new"), check=True)
            rename = "ALTER DATABASE {} RENAME TO {}"
            connection.execute(sql.SQL(rename).format(sql.Identifier("model_new"), sql.Identifier(name)))
    return name
