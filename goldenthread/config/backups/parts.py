"""The parts of a backup file, written and read as streams, encrypted or not."""

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any, BinaryIO, cast

import pyrage

from goldenthread.kernel.outcomes import Refused

FORMAT = 1
MANIFEST, DATABASE, KEY = "manifest.json", "database", "key"


def document_part(number: int) -> str:
    """The name of the part that holds one document, counted from 1."""
    return f"documents/{number}"


class Writer:
    """Writes the parts of one backup. With a passphrase, all but the manifest are encrypted."""

    def __init__(self, file: BinaryIO, passphrase: str = "") -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED)
        self._to: Any = None
        if passphrase:
            identity = pyrage.x25519.Identity.generate()
            self._to = identity.to_public()
            self._zip.writestr(KEY, pyrage.passphrase.encrypt(str(identity).encode(), passphrase))

    def write(self, name: str, source: BinaryIO) -> None:
        """Add one part from a stream."""
        with self._zip.open(name, "w", force_zip64=True) as part:
            if self._to is None:
                shutil.copyfileobj(source, part)
            else:
                pyrage.encrypt_io(source, part, [self._to])

    def close(self, manifest: dict[str, Any]) -> None:
        """Add the manifest and end the file."""
        self._zip.writestr(MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))
        self._zip.close()


class Reader:
    """Reads the parts of one backup. Raises `Refused` for a file that is none, or that the passphrase does not open."""

    def __init__(self, path: Path, passphrase: str = "") -> None:
        try:
            self._zip = zipfile.ZipFile(path)
            self.manifest: dict[str, Any] = json.loads(self._zip.read(MANIFEST))
        except FileNotFoundError as error:
            raise Refused(f"There is no file {path}.") from error
        except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
            raise Refused(f"{path} is no backup of Golden Thread, or it is damaged. Name another file.") from error
        if self.manifest.get("format") != FORMAT:
            raise Refused(f"{path} is a backup of a kind this version does not read. Use the version that made it.")
        self._identity = self._open_key(passphrase) if self.manifest["encrypted"] else None

    def _open_key(self, passphrase: str) -> Any:
        if not passphrase:
            raise Refused("This backup is encrypted. Give its passphrase.")
        try:
            return pyrage.x25519.Identity.from_str(pyrage.passphrase.decrypt(self._zip.read(KEY), passphrase).decode())
        except (pyrage.DecryptError, pyrage.IdentityError, KeyError) as error:
            raise Refused("The passphrase does not open this backup. Check it and try again.") from error

    def read(self, name: str, target: BinaryIO) -> None:
        """Copy one part into a stream. Raises `Refused` where it is missing or damaged."""
        try:
            with self._zip.open(name) as part:
                if self._identity is None:
                    shutil.copyfileobj(part, target)
                else:
                    pyrage.decrypt_io(cast(BinaryIO, part), target, [self._identity])
        except (KeyError, zipfile.BadZipFile, pyrage.DecryptError, OSError) as error:
            raise Refused(f"The part “{name}” of the backup is missing or damaged, so nothing was restored.") from error

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()
