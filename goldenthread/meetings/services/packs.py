"""Issue a board pack and its supplements, frozen from then on, and hand them to those who may read them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction

from goldenthread.documents.services.keeping import keep_file
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused, insist
from goldenthread.meetings import rules
from goldenthread.meetings.models import Meeting, Pack
from goldenthread.meetings.models.packs import random_place
from goldenthread.meetings.permissions import KEEP, SEE, reads_every_part_b, reads_part_b
from goldenthread.meetings.queries import find_meeting, part_b_groups
from goldenthread.meetings.queries.packs import WITHDRAWN, Standing, changes, held, owed, standing
from goldenthread.meetings.rules import PART_A, PART_B
from goldenthread.meetings.services import packing
from goldenthread.meetings.services.pack_letters import write_to_holders
from goldenthread.meetings.services.telling import UNKNOWN, insist_keeps, locked
from goldenthread.rendering import packs as rendering
from goldenthread.trail import services as trail

MEANWHILE = "Somebody changed the agenda or a paper while the pack was being made. Look at it again, then issue it."


@dataclass(frozen=True)
class _Made:
    """A pack that was made and is to be kept."""

    variant: str
    number: int
    pack: rendering.Pack
    made: rendering.MadePack
    held: dict[str, str]


def issue_pack(actor: Actor, now: datetime, today: date, meeting_id: UUID, *, goes_without: bool = False) -> list[Pack]:
    """Make the pack of a meeting for each sort of reader, freeze it, write to the group, and return what was issued.

    It takes a few seconds; nothing is locked meanwhile. `goes_without` issues it though papers are owed. Raises
    `Refused`, and `NotPermitted` for others than those who keep the agenda.
    """
    meeting = _kept(actor, meeting_id)
    stands, before = standing(actor, meeting), _packs(meeting)
    reads_b = _reads_b(actor, meeting)
    waits = [one for _, item in stands.of(PART_B if reads_b else PART_A) for one in owed(item)]
    insist(
        rules.may_issue_pack(
            meeting.state, agenda_issued=meeting.issued_at is not None, issued_before=bool(before), owed=len(waits),
            goes_without=goes_without,
        ),
        "goes_without",
    )  # fmt: skip
    variants = [one for one in (PART_A, PART_B) if any(item.part == one for _, item in stands.lines)]
    if not variants:
        raise Refused("Put something on the agenda first.")
    _insist_reads_one(variants, reads_b)
    packs = {one: packing.whole(actor, now, stands, one) for one in variants}
    made = _make_alike({one: (0, pack) for one, pack in packs.items()}, stands)
    return _keep(actor, now, today, stands, before, made)


def issue_supplement(actor: Actor, now: datetime, today: date, meeting_id: UUID) -> list[Pack]:
    """Make a supplement of the papers added, replaced or withdrawn since, freeze it, write to the group, and return it.

    Those who read part A alone are given one only where something of part A changed. Raises as `issue_pack`.
    """
    meeting = _kept(actor, meeting_id)
    stands, before = standing(actor, meeting), _packs(meeting)
    reads_b = _reads_b(actor, meeting)
    given = {one: rules.packs_of_reader(before, one == PART_B) for one in (PART_A, PART_B)}
    new = {one: changes(stands, one, given[one]) for one in (PART_A, PART_B)}
    seen = max(new.values()) if reads_b else new[PART_A]
    insist(rules.may_issue_supplement(meeting.state, issued_before=bool(before), changes=seen))
    wanted = _variants_to_supplement(stands, before, given)
    made = _make_alike({one: _further(actor, now, stands, one, given[one]) for one in wanted}, stands)
    return _keep(actor, now, today, stands, before, made)


def _variants_to_supplement(stands: Standing, before: Sequence[Pack], given: dict[str, list[Pack]]) -> list[str]:
    """Part A alone where it changed; both parts where anything did and some readers have, or now need, their own."""
    opened = changes(stands, PART_A, given[PART_A]) > 0
    both = changes(stands, PART_B, given[PART_B]) > 0
    apart = any(one.variant == PART_B for one in before)
    open_prints, prints, before_b = stands.prints(PART_A), stands.prints(PART_B), held(given[PART_B])
    restricted = any(before_b.get(key) != prints[key] for key in prints.keys() - open_prints.keys())
    return [PART_A] * opened + [PART_B] * (both and (apart or restricted))


def _further(
    actor: Actor, now: datetime, stands: Standing, variant: str, given: list[Pack]
) -> tuple[int, rendering.Pack]:
    """A supplement, or a first pack for readers who were given none because everything was restricted; its number."""
    if given:
        pack = packing.supplement(actor, now, stands, variant, given, rules.first_page(given))
    else:
        pack = packing.whole(actor, now, stands, variant)
    return rules.next_number(given), pack


def _make_alike(packs: dict[str, tuple[int, rendering.Pack]], stands: Standing) -> list[_Made]:
    """Make the packs of each sort of reader, so that a paper stands as far into each of them.

    The one with part B has the longest contents, so it is made first, and the other leaves as many pages for its own.
    """
    made: dict[str, _Made] = {}
    front = 0
    for variant in sorted(packs, reverse=True):
        number, pack = packs[variant]
        made[variant] = _make(variant, number, replace(pack, front_pages=front), stands.prints(variant))
        front = made[variant].made.places.front_pages
    return [made[variant] for variant in packs]


def _make(variant: str, number: int, pack: rendering.Pack, prints: dict[str, str]) -> _Made:
    """Make the PDF. Raises `Refused` where a paper brings it to a stand."""
    try:
        made = rendering.pack_pdf(pack)
    except rendering.NotMade as refused:
        raise Refused(refused.reason) from refused
    return _Made(
        variant, number, pack, made, {paper.key: prints.get(paper.key, WITHDRAWN) for _, paper in pack.papers()}
    )


def _kept(actor: Actor, meeting_id: UUID) -> Meeting:
    actor.must(KEEP)
    meeting = find_meeting(actor, meeting_id)
    if meeting is None:
        raise Refused(UNKNOWN)
    insist_keeps(actor, meeting)
    return meeting


def _packs(meeting: Meeting) -> list[Pack]:
    return list(Pack.objects.filter(meeting=meeting).order_by("number", "variant"))


def _reads_b(actor: Actor, meeting: Meeting) -> bool:
    return reads_part_b(actor, meeting.group_id, () if reads_every_part_b(actor) else part_b_groups(actor))


def _insist_reads_one(variants: list[str], reads_b: bool) -> None:
    if variants == [PART_B] and not reads_b:
        raise NotPermitted("Everything on this agenda is restricted: its pack is issued by those who read part B.")


@transaction.atomic
def _keep(
    actor: Actor, now: datetime, today: date, stands: Standing, before: Sequence[Pack], made: Sequence[_Made]
) -> list[Pack]:
    """Keep what was made, unless something changed since, and tell the group."""
    meeting = locked(actor, stands.meeting.pk)
    unchanged = standing(actor, meeting).stamp == stands.stamp
    if not unchanged or Pack.objects.filter(meeting=meeting).count() != len(before):
        raise Refused(MEANWHILE)
    kept = [_write(actor, now, meeting, one) for one in made]
    write_to_holders(actor, now, today, meeting, kept)
    return kept


def _write(actor: Actor, now: datetime, meeting: Meeting, one: _Made) -> Pack:
    row = Pack(
        partnership_id=actor.partnership_id, meeting=meeting, variant=one.variant, number=one.number,
        information_class="R" if one.variant == PART_B else "G", issued_at=now, issued_by=actor.name,
        first_page=one.made.places.first, pages=one.made.pages, size=len(one.made.content),
        sha256=hashlib.sha256(one.made.content).hexdigest(), content=rendering.kept(one.pack),
        places=one.made.places.plain(), held=one.held,
    )  # fmt: skip
    row.file.name = keep_file(row.file.storage, random_place(row, ""), ContentFile(one.made.content))
    row.save(force_insert=True)
    # What it says stays out of the trail, which more people read.
    after = {"pages": row.pages, "papers": len(row.held), "sha256": row.sha256}
    trail.record(actor, "meetings.pack.issued", row, after=after, now=now)
    return row


@transaction.atomic
def read_pack(actor: Actor, now: datetime, pack_id: UUID) -> Pack | None:
    """A pack about to be shown or handed to the actor, or None where it is not theirs; one with part B is recorded."""
    actor.must(SEE)
    rows = Pack.objects.readable(actor).select_related("meeting__group")
    pack = cast("Pack | None", rows.filter(pk=pack_id).first())
    if pack is not None and pack.is_restricted:
        trail.record(actor, "meetings.pack.read", pack, after={}, now=now)
    return pack
