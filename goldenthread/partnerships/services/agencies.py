"""Bring agencies in, rename them, and end their part.

An agency is one organisation however many partnerships it serves, so that its name history is kept once and a police
force reads one list of what is asked of it. Which partnerships it serves is nobody's business but theirs: nothing
here, and no page, tells one partnership of another's participation. What may show is an organisation's public name:
whoever types the exact name of one that is known already is asked whether it is the same organisation, and the
question says nothing of where it is known from. It is asked, not assumed, because two different organisations may
bear one name, and a wrong guess would let one partnership rename the other's.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships import queries
from goldenthread.partnerships.models import Agency, AgencyName, Participation
from goldenthread.partnerships.permissions import CHANGE_STRUCTURE
from goldenthread.partnerships.services import _writing
from goldenthread.trail import services as trail

NOT_HERE = "There is no such agency in this partnership."


@transaction.atomic
def add_agency(
    actor: Actor,
    now: datetime,
    *,
    name: str,
    sector: str,
    basis: str,
    short_name: str = "",
    starts_on: date | None = None,
    agency: Agency | None = None,
    is_the_known_one: bool = False,
) -> Agency:
    """Bring an agency into the partnership and return it.

    `is_the_known_one` says that it is the organisation the program already knows by exactly this name; `agency` names
    it outright, where a program does the adding. Either way its own name history and sector stay as they are. Raises
    `Refused` for an empty name, one that another agency here bears, and an agency that takes part already.
    """
    actor.must(CHANGE_STRUCTURE)
    _writing.insist_one_of(basis, Participation.Basis.values, "basis")
    if agency is None and is_the_known_one:
        agency = queries.agency_known_as(actor, name)
    if agency is None:
        agency = _new_agency(actor, now, name, sector, short_name)
    elif _takes_part(actor, agency, starts_on or timezone.localdate(now)):
        raise Refused(f"{agency} already takes part in this partnership.", "name")
    row = Participation(partnership_id=actor.partnership_id, agency=agency, basis=basis, starts_on=starts_on)
    _writing.add(actor, now, row, "partnerships.agency.added")
    return agency


def _takes_part(actor: Actor, agency: Agency, on: date) -> bool:
    rows = Participation.objects.within(actor).filter(agency=agency)
    return rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on)).exists()


def _new_agency(actor: Actor, now: datetime, name: str, sector: str, short_name: str) -> Agency:
    _writing.insist_one_of(sector, Agency.Sector.values, "sector")
    name = name.strip()
    if not name:
        raise Refused("Enter the agency's name.", "name")
    _insist_free(actor, timezone.localdate(now), name)
    agency = Agency.objects.create(sector=sector)
    AgencyName.objects.create(agency=agency, name=name, short_name=short_name.strip())
    return agency


def _insist_free(actor: Actor, today: date, name: str, apart: UUID | None = None) -> None:
    here = queries.list_agencies(actor, today)
    if any(line.name.casefold() == name.casefold() and line.id != apart for line in here):
        raise Refused(f"{name} already takes part in this partnership.", "name")


@transaction.atomic
def rename_agency(actor: Actor, now: datetime, agency_id: UUID, *, name: str, on: date, short_name: str = "") -> Agency:
    """Give an agency a new name from a day on and return it; papers before that day keep the old one.

    The name is the organisation's own, so it changes wherever the organisation takes part. Raises `Refused` when the
    agency is unknown here, the name is empty or taken, or the day is not after the present name began.
    """
    actor.must(CHANGE_STRUCTURE)
    agency = queries.show_agency(actor, agency_id)
    if agency is None:
        raise Refused(NOT_HERE)
    name = name.strip()
    if not name:
        raise Refused("Enter the agency's new name.", "name")
    _insist_free(actor, on, name, apart=agency.pk)
    before = {"name": str(agency)}
    for current in agency.names.select_for_update().filter(ends_on__isnull=True):
        if current.starts_on and current.starts_on >= on:
            raise Refused(
                f"The date must be after {_writing.said(current.starts_on)}, when the present name began.", "on"
            )
        current.ends_on = on - timedelta(days=1)
        current.save()
    AgencyName.objects.create(agency=agency, name=name, short_name=short_name.strip(), starts_on=on)
    after = {"name": name, "on": on}
    trail.record(actor, "partnerships.agency.renamed", agency, before=before, after=after, now=now)
    return Agency.objects.prefetch_related("names").get(pk=agency.pk)


@transaction.atomic
def end_participation(
    actor: Actor, now: datetime, agency_id: UUID, *, ends_on: date, reason: str = ""
) -> Participation:
    """End an agency's part in the partnership and return what was ended.

    Seats and roles held for it stay until they are ended themselves. Raises `Refused` when it takes no part, or the
    day comes before it began to.
    """
    actor.must(CHANGE_STRUCTURE)
    rows = Participation.objects.within(actor).select_for_update().filter(agency_id=agency_id)
    row = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate(now))).first()
    if row is None:
        raise Refused("That agency takes no part in this partnership.")
    _writing.end(actor, now, row, ends_on, "partnerships.agency.left", reason.strip())
    return row
