"""Find the agencies of one partnership, what they were called, and who speaks for them."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Agency, AgencyName, Participation


@dataclass(frozen=True)
class AgencyLine:
    """An agency as one partnership knows it on a day: its names then and before, sector, basis and dates."""

    id: UUID
    name: str
    short_name: str
    sector: str
    basis: str
    starts_on: date | None
    ends_on: date | None
    former_names: list[str] = field(default_factory=list)
    sector_key: str = ""
    basis_key: str = ""
    is_former: bool = False


def name_on(names: list[AgencyName], today: date) -> AgencyName | None:
    """The name in effect on a day, else the latest one."""
    fitting = [
        n for n in names if (n.starts_on is None or n.starts_on <= today) and (n.ends_on is None or today <= n.ends_on)
    ]
    by_start = sorted(fitting or names, key=lambda n: n.starts_on or date.min)
    return by_start[-1] if by_start else None


def called_on(path: str, today: date, part: str = "name") -> Subquery:
    """To annotate rows with: what the agency at `path` is called on a day, chosen as `name_on` chooses; or None.

    `part` is "name" or "short_name".
    """
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=today)
    fits = begun & (Q(ends_on__isnull=True) | Q(ends_on__gte=today))
    names = AgencyName.objects.filter(agency_id=OuterRef(path)).annotate(
        fits=ExpressionWrapper(fits, BooleanField()), since=Coalesce("starts_on", date.min)
    )
    return Subquery(names.order_by("-fits", "-since", "-name").values(part)[:1])


def list_agencies(actor: Actor, today: date, former: bool = False) -> list[AgencyLine]:
    """The agencies that take part today (or ever, with `former`), by name. Two queries however many agencies."""
    rows = Participation.objects.within(actor).select_related("agency").prefetch_related("agency__names")
    if not former:
        rows = rows.in_effect(today)
    lines = []
    for row in rows:
        names = list(row.agency.names.all())
        current = name_on(names, today)
        lines.append(
            AgencyLine(
                id=row.agency_id,
                name=current.name if current else "",
                short_name=current.short_name if current else "",
                sector=row.agency.get_sector_display(),
                basis=row.get_basis_display(),
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                former_names=[n.name for n in names if current and n.pk != current.pk],
                sector_key=row.agency.sector,
                basis_key=row.basis,
                is_former=row.ends_on is not None and row.ends_on < today,
            )
        )
    return sorted(lines, key=lambda line: line.name.lower())


def show_agency(actor: Actor, agency_id: UUID) -> Agency | None:
    """One agency that takes or took part in the actor's partnership, or None."""
    return (
        Agency.objects.filter(participations__partnership_id=actor.partnership_id, pk=agency_id)
        .prefetch_related("names")
        .distinct()
        .first()
    )


def list_participations(actor: Actor, agency_id: UUID) -> list[Participation]:
    """When and how an agency took part in the actor's partnership, latest first."""
    rows = Participation.objects.within(actor).filter(agency_id=agency_id)
    return list(rows.order_by(F("starts_on").desc(nulls_last=True)))


def agency_known_as(actor: Actor, name: str) -> Agency | None:
    """The one agency that bears exactly this name today and takes no part in the actor's partnership, or None.

    None too where several bear it. Nothing in the answer tells where it is known from.
    """
    bearing = Agency.objects.filter(names__name__iexact=name.strip(), names__ends_on__isnull=True)
    found = list(bearing.exclude(participations__partnership_id=actor.partnership_id).distinct()[:2])
    return found[0] if len(found) == 1 else None
