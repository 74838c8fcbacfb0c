"""Keep documents and evidence: store, change, replace, withdraw, hold, open. Each writes one event on the trail."""

from goldenthread.documents.services.classing import class_anew
from goldenthread.documents.services.documents import (
    change_document,
    hold_document,
    open_document,
    release_document,
    replace_document,
    store_document,
    withdraw_document,
)
from goldenthread.documents.services.evidence import add_evidence, change_evidence, withdraw_evidence
from goldenthread.documents.services.keeping import inspect_file, keep_file
from goldenthread.documents.services.reviewing import review_document, set_review

__all__ = [
    "add_evidence",
    "change_document",
    "change_evidence",
    "class_anew",
    "hold_document",
    "inspect_file",
    "keep_file",
    "open_document",
    "release_document",
    "replace_document",
    "review_document",
    "set_review",
    "store_document",
    "withdraw_document",
    "withdraw_evidence",
]
