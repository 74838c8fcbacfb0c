"""The day a file is from: what it says itself, else when it was last saved, else the day it came in."""

import re
from datetime import date
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from goldenthread.kernel.due_dates import read_due_dates
from goldenthread.plans.exchange.document import PlanDocument

_MODIFIED = re.compile(rb"<dcterms:modified[^>]*>\s*(\d{4})-(\d\d)-(\d\d)")
_PROPERTIES = "docProps/core.xml"
# No honest properties are larger, and nothing else is opened.
_LARGEST = 100_000


def file_date(content: bytes, document: PlanDocument, today: date) -> date:
    """The day a plan file says how things stood: its version control, its own properties, or today; never later."""
    version = document.version
    for words in (version.date, version.issue_date) if version else ():
        days = [one.ends_on for one in read_due_dates(words or "") if one.kind == "date" and one.ends_on]
        if len(days) == 1 and days[0] <= today:
            return days[0]
    saved = _saved_on(content)
    return saved if saved and saved <= today else today


def _saved_on(content: bytes) -> date | None:
    try:
        with ZipFile(BytesIO(content)) as parts:
            if parts.getinfo(_PROPERTIES).file_size > _LARGEST:
                return None
            found = _MODIFIED.search(parts.read(_PROPERTIES))
        return date(*(int(number) for number in found.groups())) if found else None
    except (BadZipFile, KeyError, ValueError, OSError):
        return None
