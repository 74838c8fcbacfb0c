"""Class a document anew for the part of the program whose paper it is."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from goldenthread.documents import rules
from goldenthread.documents.models import Document
from goldenthread.documents.permissions import SEE
from goldenthread.documents.services.telling import tell
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.trail import services as trail


@transaction.atomic
def class_anew(
    actor: Actor, now: datetime, document_id: UUID, *, information_class: str, group_id: UUID | None = None
) -> list[Document]:
    """Class every version of a document and say whose group's it is; return those that changed.

    Only for a file that somebody added to something else, a paper say: whoever may change that has been judged there,
    and need neither own nor read the document. The marking follows the class. Raises `Refused` for none of here.
    """
    actor.must(SEE)
    series = Document.objects.within(actor).filter(pk=document_id).values("series")
    every = list(Document.objects.within(actor).select_for_update(of=("self",)).filter(series__in=series))
    if not every:
        raise Refused("There is no such document in this partnership.")
    changed = [one for one in every if (one.information_class, one.group_id) != (information_class, group_id)]
    for document in changed:
        before = trail.snapshot(document)
        if document.information_class != information_class:
            document.marking = rules.default_marking(information_class)
        document.information_class, document.group_id = information_class, group_id
        document.version += 1
        document.save()
        tell(actor, now, "changed", document, before)
    return changed
