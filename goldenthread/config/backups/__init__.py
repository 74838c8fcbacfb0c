"""The whole of an installation in one file, and back: its database and its documents, encrypted where asked.

A backup is a ZIP file of stored parts: `manifest.json`, `database`, and `documents/1`, `documents/2`, … With a
passphrase, every part but the manifest is an age file for a key of this backup alone, and the key stands in `key`, an
age file for the passphrase. So anybody with the passphrase can open it with other tools too.
"""

from goldenthread.config.backups.making import Made, make
from goldenthread.config.backups.restoring import Restored, restore

__all__ = ["Made", "Restored", "make", "restore"]
