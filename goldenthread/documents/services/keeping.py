"""Look into a file that was sent, and write it so that it goes again where what names it is not kept."""

import weakref
from functools import partial
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files import File
from django.db import transaction

from goldenthread.documents import rules
from goldenthread.kernel.outcomes import insist


def inspect_file(upload: File, field: str = "upload", also: rules.FileType | None = None) -> tuple[str, str]:
    """The name and the content type under which a file may be kept. Raises `Refused` on `field` where it may not.

    `also` is a type that may be kept here beside those of the library.
    """
    name = rules.clean_name(upload.name or "")
    upload.seek(0)
    limits = rules.Limits(size=settings.DOCUMENT_BYTES)
    insist(rules.inspect(name, cast(BinaryIO, upload), upload.size or 0, limits, also), field)
    extension = rules.extension_of(name)
    kind = also if also and extension == also.extension else rules.ALLOWED[extension]
    return name, kind.content_type


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
