"""What was sent, as far as one partnership had a part in it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, Value, When

from goldenthread.kernel.actor import Actor
from goldenthread.notify import rules
from goldenthread.notify.models import Part
from goldenthread.notify.queries import links
from goldenthread.notify.queries.links import DIGEST
from goldenthread.partnerships import queries as partnerships


def midnight(day: date) -> datetime:
    """The moment at which a London day begins."""
    return datetime.combine(day, time(), tzinfo=rules.LONDON)


def _told(actor: Actor) -> QuerySet[Part]:
    """The partnership's parts with their messages. A part that was left out of its message `stands` as held."""
    held = When(left_out=True, then=Value(rules.State.HELD.value))
    return (
        Part.objects.within(actor)
        .select_related("message__person")
        .annotate(written_at=F("message__created_at"), stands=Case(held, default=F("message__state")))
    )


def list_messages(
    actor: Actor,
    *,
    person: str = "",
    state: str = "",
    kind: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[Part]:
    """The partnership's parts in messages, newest first, with the message and its person. One query a page.

    `since` and `until` are London days, both included, on which the message was written.
    """
    found = _told(actor)
    if person:
        found = found.filter(Q(message__person_id=person))
    if state:
        found = found.filter(Q(stands=state))
    if kind:
        found = found.filter(message__kind=kind)
    if since:
        found = found.filter(message__created_at__gte=midnight(since))
    if until:
        found = found.filter(message__created_at__lt=midnight(until + timedelta(days=1)))
    return found.order_by("-message__created_at", "message__person__name")


def kinds_sent(actor: Actor) -> list[str]:
    """The kinds of messages in which the partnership has a part, in order."""
    return sorted(Part.objects.within(actor).order_by().values_list("message__kind", flat=True).distinct())


def people_written_to(actor: Actor) -> list[tuple[str, str]]:
    """Everybody whom the partnership has a message to, as (id, name), by name."""
    rows = Part.objects.within(actor).filter(message__person__isnull=False).order_by("message__person__name")
    return [
        (str(key), name) for key, name in rows.values_list("message__person_id", "message__person__name").distinct()
    ]


def find_message(actor: Actor, part_id: UUID) -> Part | None:
    """The partnership's part in one message, with the message and its person, or None."""
    return _told(actor).filter(pk=part_id).first()


@dataclass(frozen=True)
class Shown:
    """The partnership's part in a message, what it said there, what it was sent again for, and what was sent again."""

    part: Part
    text: str
    earlier: Part | None
    later: list[Part]


def show_message(actor: Actor, part_id: UUID) -> Shown | None:
    """One message as far as it is the partnership's: of a digest its own section alone. Four queries.

    Links that let the person in or answer for them are words here.
    """
    part = find_message(actor, part_id)
    if part is None:
        return None
    mine = Part.objects.within(actor).select_related("message")
    earlier = mine.filter(message=part.message.resend_of_id).first() if part.message.resend_of_id else None
    later = list(mine.filter(message__resend_of=part.message_id).order_by("message__created_at"))
    return Shown(part, _text(actor, part), earlier, later)


def _text(actor: Actor, part: Part) -> str:
    if part.message.kind != DIGEST:
        return links.without_addresses(part.message.body)
    partnership = partnerships.show_partnership(actor)
    section = rules.Section(partnership.name, partnership.marking, [rules.restored(one) for one in part.asks])
    return rules.section_text(section, links.for_a_reader(actor.partnership_slug))
