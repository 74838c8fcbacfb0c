"""Write a file so that it goes again where what names it is not kept."""

import weakref
from functools import partial
from typing import Any

from django.core.files import File
from django.db import transaction


class _Fate:
    """Lives as long as the transaction may still be undone."""


def keep_file(storage: Any, place: str, content: File) -> str:
    """Write a file and return its name; it goes if the transaction of the caller is undone, here or further out.

    Django tells when a transaction is kept, and says nothing when it is undone; but it then lets go of what waited
    for the keeping. So the file's removal waits on that letting go, and is called off on the keeping.
    """
    fate = _Fate()
    removal = weakref.finalize(fate, storage.delete, place)
    transaction.on_commit(partial(_call_off, removal, fate))
    content.seek(0)
    name: str = storage.save(place, content)
    return name


def _call_off(removal: weakref.finalize, fate: _Fate) -> None:
    removal.detach()
