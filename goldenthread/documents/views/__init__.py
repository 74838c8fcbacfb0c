"""The pages of the library and of evidence."""

from goldenthread.documents.views.documents import (
    change_document,
    hold_document,
    release_document,
    replace_document,
    store_document,
    withdraw_document,
)
from goldenthread.documents.views.evidence import change_evidence, show_evidence, withdraw_evidence
from goldenthread.documents.views.library import list_documents, open_document, show_document
from goldenthread.documents.views.reviewing import review_document, set_review

__all__ = [
    "change_document",
    "change_evidence",
    "hold_document",
    "list_documents",
    "open_document",
    "release_document",
    "replace_document",
    "review_document",
    "set_review",
    "show_document",
    "show_evidence",
    "store_document",
    "withdraw_document",
    "withdraw_evidence",
]
