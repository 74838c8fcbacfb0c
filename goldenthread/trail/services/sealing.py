"""Seal what the trail has gained, off the write path: nobody who writes waits for a seal."""

import time
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from goldenthread.trail import rules
from goldenthread.trail.models import Event, Seal
from goldenthread.trail.queries import events_between, waiting_events

# One process seals at a time; the number is the word "seal" as bytes.
LOCK = 0x7365616C
WAIT, TRIES = 0.05, 40

# Numbers are handed out under this lock, so those handed out so far belong to transactions that have ended, or to the
# ones that hold it now. Reading the number first and the locks second is what makes that true.
HANDED_OUT = "SELECT last_value FROM pg_sequences WHERE schemaname || '.' || sequencename = %s"
WRITING = """
SELECT virtualtransaction FROM pg_locks
WHERE locktype = 'relation' AND relation = 'trail_event'::regclass AND mode = 'RowExclusiveLock' AND granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid <> pg_backend_pid()
"""


def seal_when_due(now: datetime, today: date) -> str:
    """Seal what waits, where the rule says that it is due, and say so in a sentence; nothing where it is not.

    Its words name each chain's newest digest, so that a log kept outside the database holds them too.
    """
    waiting, oldest = waiting_events()
    if not rules.is_due(waiting, oldest, now):
        return ""
    seals = seal_events(now)
    heads = ", ".join(f"{seal.partnership_id or 'no partnership'} {seal.number} {seal.digest}" for seal in seals)
    return f"sealed {sum(seal.count for seal in seals):,} events: {heads}" if seals else ""


@transaction.atomic
def seal_events(now: datetime) -> list[Seal]:
    """Put one seal on the unsealed events of each partnership and return the seals.

    Returns none where another process is sealing, or where somebody has been writing to the trail for two seconds:
    the next round takes those events too. Writers are never kept waiting.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return []
    settled = _settled()
    start = Seal.objects.aggregate(last=Max("last_number"))["last"] or 0
    if settled <= start:
        return []
    heads = {
        seal.partnership_id: seal
        for seal in Seal.objects.order_by("partnership_id", "-number").distinct("partnership_id")
    }
    batches: dict[UUID | None, rules.Digest] = {}
    for event in events_between(start, settled):
        partnership = event[1]
        if partnership not in batches:
            head = heads.get(partnership)
            batches[partnership] = rules.Digest(head.digest if head else rules.GENESIS)
        batches[partnership].add(event)
    return Seal.objects.bulk_create(
        Seal(partnership_id=partnership, sealed_at=now, **vars(batch.sealed(_next(heads.get(partnership)), settled)))
        for partnership, batch in batches.items()
    )


def _next(head: Seal | None) -> int:
    return head.number + 1 if head else 1


def _settled() -> int:
    """The highest number below which no event can appear any more; 0 where somebody goes on writing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'number')", [Event._meta.db_table])
        cursor.execute(HANDED_OUT, [cursor.fetchone()[0].replace('"', "")])
        row = cursor.fetchone()
        cursor.execute(WRITING)
        writing = {name for (name,) in cursor.fetchall()}
        for _ in range(TRIES):
            if not writing:
                return int(row[0] or 0) if row else 0
            time.sleep(WAIT)
            cursor.execute(WRITING)
            writing &= {name for (name,) in cursor.fetchall()}
    return 0
