"""The texts a partnership stands by: vision, purposes and values, kept version by version."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships.models import Partnership, Statement
from goldenthread.partnerships.permissions import CHANGE_TEXTS
from goldenthread.partnerships.services import _writing


@transaction.atomic
def write_statement(
    actor: Actor, now: datetime, *, kind: str, body: str, agreed_on: date, number: int | None = None
) -> Statement:
    """Add a new version of the vision, purposes or values and return it; earlier versions stay.

    `number` is the version that was on the page when writing began (0 for none); give it where people write. Raises
    `Refused` for an empty text or one that is the same as before, or where somebody wrote a version meanwhile.
    """
    actor.must(CHANGE_TEXTS)
    _writing.insist_one_of(kind, Statement.Kind.values, "kind")
    if not body.strip():
        raise Refused("Write the text before saving it.", "body")
    # Two people writing at once would otherwise both take the next number.
    Partnership.objects.select_for_update().get(pk=actor.partnership_id)
    versions = Statement.objects.within(actor).filter(kind=kind)
    newest = versions.aggregate(Max("number"))["number__max"] or 0
    if number is not None and number != newest:
        raise Refused(
            "Somebody else wrote a new version meanwhile. Both are below; put them together and save again.",
            "body",
        )
    if versions.filter(number=newest, body=body.strip()).exists():
        raise Refused("This is the text that already stands. Change it before saving a new version.", "body")
    statement = Statement(
        partnership_id=actor.partnership_id, kind=kind, number=newest + 1, body=body.strip(), agreed_on=agreed_on
    )
    _writing.add(actor, now, statement, "partnerships.statement.written")
    return statement
