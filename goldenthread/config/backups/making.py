"""Make a backup: the database first, then every document it knows."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO, cast

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import F, FileField, Value

from goldenthread.config.backups import postgres
from goldenthread.config.backups.parts import DATABASE, FORMAT, Writer, document_part
from goldenthread.kernel.outcomes import Refused

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Made:
    """What went into a backup: documents, their bytes, and the names of those that could not be read."""

    documents: int
    size: int
    unreadable: list[str]


def make(path: Path, now: datetime, passphrase: str = "", progress: Progress = lambda done, of: None) -> Made:
    """Write everything into one new file, readable by its owner alone, and return what went in.

    The file appears under its name once it is whole. A document that is missing or altered is left out and named.
    Raises `Refused` where the file exists or cannot be written.
    """
    if path.exists():
        raise Refused(f"{path} exists already and is left as it is. Choose another name.")
    part = path.with_name(f"{path.name}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "wb") as file:
            made = _fill(Writer(file, passphrase), now, bool(passphrase), progress)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return made


def _fill(writer: Writer, now: datetime, encrypted: bool, progress: Progress) -> Made:
    with tempfile.TemporaryDirectory() as folder:
        dumped = Path(folder) / "database"
        postgres.dump(dumped)
        with dumped.open("rb") as source:
            writer.write(DATABASE, source)
    # Files never change once they are kept, so those named after the dump hold all that it names.
    files = _kept_files()
    unreadable: list[str] = []
    kept: list[tuple[int, str, str]] = []
    for number, (name, digest) in enumerate(files, 1):
        found = _copy(writer, document_part(number), name)
        if found and found == (digest or found):
            kept.append((number, name, found))
        else:
            unreadable.append(name)
        progress(number, len(files))
    writer.close(
        {
            "format": FORMAT,
            "made_at": now.isoformat(),
            "program": version("goldenthread"),
            "postgresql": postgres.server_version(),
            "migrations": sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()),
            "encrypted": encrypted,
            "documents": kept,
            "unreadable": unreadable,
        }
    )
    return Made(len(kept), sum(default_storage.size(name) for _, name, _ in kept), unreadable)


def _kept_files() -> list[tuple[str, str]]:
    """Where every file is that any table names, and its SHA-256 where the table knows that."""
    found: dict[str, str] = {}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                sums = F("sha256") if any(one.name == "sha256" for one in model._meta.concrete_fields) else Value("")
                rows = model._base_manager.exclude(**{field.name: ""}).exclude(**{field.name: None})
                found |= dict(rows.values_list(field.name, sums))
    return sorted(found.items())


def _copy(writer: Writer, part: str, name: str) -> str:
    """Copy one file into the backup and return its SHA-256; nothing where it cannot be read."""
    try:
        with default_storage.open(name) as source:
            reading = Summed(cast(BinaryIO, source))
            writer.write(part, cast(BinaryIO, reading))
    except OSError:
        return ""
    return reading.hexdigest()


class Summed:
    """A stream whose SHA-256 is known once it was read to its end."""

    def __init__(self, source: BinaryIO) -> None:
        self._source, self._sum = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        read = self._source.read(size)
        self._sum.update(read)
        return read

    def hexdigest(self) -> str:
        """The sum of everything read, as 64 hexadecimal digits."""
        return self._sum.hexdigest()
