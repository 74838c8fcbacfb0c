"""The documents app."""

from django.apps import AppConfig

from goldenthread.documents import rules
from goldenthread.kernel import forward_plan
from goldenthread.trail import rules as trail
from goldenthread.web import navigation

_CLASSES = {letter: one.name for letter, one in rules.CLASSES.items()}


class DocumentsConfig(AppConfig):
    """The library and the evidence that rests on it."""

    name = "goldenthread.documents"

    def ready(self) -> None:
        """Say how documents and evidence read in a history, who may read it, and put the library into the header."""
        from goldenthread.documents import permissions, queries

        trail.register("documents.document", _DOCUMENT)
        trail.register("documents.evidenceitem", _EVIDENCE)
        trail.register_reader("documents.document", queries.may_see_document)
        trail.register_reader("documents.evidenceitem", queries.may_see_evidence)
        forward_plan.register("documents", queries.reviews_ahead)
        navigation.register(
            navigation.NavigationItem(
                "Library", "documents:list_documents", permissions.SEE, within=("documents/",), under="Library"
            )
        )


_SHARED = {"information_class": "class", "withdrawn_reason": "reason", "withdrawn_at": "withdrawn on"}
_DOCUMENT = trail.Phrases(
    singular="document",
    fields={
        **_SHARED,
        "original_name": "name of the file",
        "content_type": "type of file",
        "size": "size in bytes",
        "sha256": "",
        "file": "",
        "series": "",
        "replaces": "",
        "added_at": "",
        "is_held": "legal hold",
        "edition": "version",
        "review_on": "review by",
        "reviewer": "",
        "reviewed_on": "reviewed on",
    },
    values={
        "information_class": _CLASSES,
        "content_type": {one.content_type: one.words for one in rules.ALLOWED.values()},
    },
    events={
        "stored": "added this document",
        "changed": "changed the particulars of this document",
        "replaced": "added a newer version of this document",
        "withdrawn": "withdrew this document",
        "held": "put a legal hold on this document",
        "released": "lifted the legal hold on this document",
        "read": "opened this document",
        "review_set": "set when this document is reviewed",
        "review_ended": "ended the reviews of this document",
        "reviewed": "reviewed this document",
    },
)
_EVIDENCE = trail.Phrases(
    singular="evidence",
    fields={**_SHARED, "claim": "what it shows", "kind": "rests on", "url": "address", "dated_on": "date"},
    values={
        "information_class": _CLASSES,
        "kind": {key: words.word for key, words in rules.RESTS_ON.items()},
        "quadrant": {key: words.word for key, words in rules.QUADRANTS.items()},
        "strength": {key: words.word for key, words in rules.STRENGTHS.items()},
    },
    events={
        "added": "added this evidence",
        "changed": "changed this evidence",
        "withdrawn": "withdrew this evidence",
    },
)
