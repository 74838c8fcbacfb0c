"""Bring a backup back into an empty installation."""

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from goldenthread.config.backups import postgres
from goldenthread.config.backups.parts import DATABASE, Reader, document_part
from goldenthread.kernel.outcomes import Refused
from goldenthread.notify.services.delivery import doubt_what_waited

Progress = Callable[[int, int], None]
# The one table that no model has.
CACHE = "cache"


@dataclass(frozen=True)
class Restored:
    """What came back: documents, when the backup was made, and the names of documents that it did not hold.

    `waited` is how many messages waited to go out when it was made; none of them goes by itself.
    """

    documents: int
    made_at: str
    unreadable: list[str]
    waited: int = 0


def restore(path: Path, passphrase: str = "", progress: Progress = lambda done, of: None) -> Restored:
    """Put the database and the documents of a backup in place, bring them up to date, and return what came back.

    Documents first, then the database in one transaction: whatever goes wrong, nothing half-restored stays. Raises
    `Refused` where anything is there already, and for a file that is no backup, is damaged, was made by a newer
    version, or that the passphrase does not open.
    """
    reader = Reader(path, passphrase)
    try:
        _insist_not_newer(reader.manifest)
        _insist_empty()
        written: list[str] = []
        try:
            _bring_documents(reader, written, progress)
            _bring_database(reader)
        except BaseException:
            for name in written:
                default_storage.delete(name)
            raise
    finally:
        reader.close()
    call_command("migrate", verbosity=0)
    return Restored(len(written), reader.manifest["made_at"], reader.manifest["unreadable"], doubt_what_waited())


def _insist_not_newer(manifest: dict[str, Any]) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    unknown = [name for name in manifest["migrations"] if name not in known]
    if unknown:
        raise Refused(
            f"The backup was made by a newer version ({manifest['program']}) of Golden Thread, whose change "
            f"{unknown[0]} this one does not know. Restore it with that version."
        )


def _insist_empty() -> None:
    """Take away empty tables. Raises `Refused` where any table holds people or partnerships, or is none of ours."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        ours = {*connection.introspection.django_table_names(), MigrationRecorder.Migration._meta.db_table, CACHE}
        others = sorted(set(tables) - ours)
        if others:
            raise Refused(
                f"This database holds the table {others[0]}, which is none of Golden Thread’s, so nothing was restored "
                "in its place. Name an empty one in DATABASE_URL or GOLDENTHREAD_DATA."
            )
        for name in ("people_user", "partnerships_partnership"):
            if name in tables:
                cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {connection.ops.quote_name(name)})")  # noqa: S608
                if cursor.fetchone()[0]:
                    raise Refused(
                        "This database holds people or partnerships already, so nothing was restored over them. "
                        "Name an empty one in DATABASE_URL or GOLDENTHREAD_DATA."
                    )
        if tables:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")


def _bring_documents(reader: Reader, written: list[str], progress: Progress) -> None:
    wanted = reader.manifest["documents"]
    for done, (number, name, digest) in enumerate(wanted, 1):
        if default_storage.exists(name):
            raise Refused(f"A document {name} is here already. Restore into a folder that is empty.")
        with tempfile.TemporaryFile() as file:
            reader.read(document_part(number), file)
            file.seek(0)
            if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                raise Refused(f"The document {number} of the backup is damaged, so nothing was restored.")
            file.seek(0)
            written.append(_kept(name, File(file)))
        progress(done, len(wanted))


def _kept(name: str, file: File) -> str:
    """Keep one document and return its name. Raises `Refused` where it cannot be, so that a bucket may be mended."""
    try:
        return default_storage.save(name, file)
    except (OSError, BotoCoreError, ClientError) as error:
        raise Refused(
            f"Documents cannot be kept: {error}. GOLDENTHREAD_S3_BUCKET or GOLDENTHREAD_DOCUMENTS says where; nothing "
            "was restored."
        ) from error


def _bring_database(reader: Reader) -> None:
    with tempfile.TemporaryDirectory() as folder:
        dumped = Path(folder) / "database"
        with dumped.open("wb") as target:
            reader.read(DATABASE, target)
        postgres.load(dumped)
