"""Keep the library: choose indicators, say whose they are, set their targets, and retire those no longer used."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist_current
from goldenthread.measures.indicators.catalogue import catalogue
from goldenthread.measures.indicators.definition import Indicator as Defined
from goldenthread.partnerships import queries as partnerships
from goldenthread.scorecards import rules
from goldenthread.scorecards.models import Indicator, IndicatorDefinition, Target
from goldenthread.scorecards.permissions import KEEP
from goldenthread.trail import services as trail

UNKNOWN = "There is no such indicator in this partnership’s library."


def locked(actor: Actor, indicator_id: UUID) -> Indicator:
    """The indicator under lock. Raises `Refused` where there is none here."""
    found = Indicator.objects.within(actor).select_for_update(of=("self",)).filter(pk=indicator_id).first()
    if found is None:
        raise Refused(UNKNOWN)
    return cast(Indicator, found)


@transaction.atomic
def adopt_indicators(
    actor: Actor, now: datetime, codes: Iterable[str], *, agency_id: UUID | None = None, grain: str = "month"
) -> list[Indicator]:
    """Take indicators over from the national library and return them, new ones first taken in order of code.

    Those that are here already stay as they are. Raises `Refused` for a code there is none of, or an agency that does
    not take part.
    """
    actor.must(KEEP)
    library = catalogue()
    wanted = list(dict.fromkeys(codes))
    if unknown := [code for code in wanted if code not in library]:
        raise Refused(f"There is no indicator {unknown[0]} in the library.", "codes")
    _insist_agency(actor, agency_id)
    _insist_grain(grain)
    there = {one.code: one for one in Indicator.objects.within(actor).filter(code__in=wanted)}
    return [there.get(code) or _adopt(actor, now, library[code], agency_id, grain) for code in sorted(wanted)]


def _adopt(actor: Actor, now: datetime, defined: Defined, agency_id: UUID | None, grain: str) -> Indicator:
    made = Indicator.objects.create(
        partnership_id=actor.partnership_id, code=defined.code, name=defined.name, subject=defined.subject,
        agency_id=agency_id, grain=grain, measure=defined.measure.value, polarity=defined.polarity.value,
        unit=defined.unit, decimals=defined.decimals, per_population=defined.per_population,
    )  # fmt: skip
    IndicatorDefinition.objects.create(
        partnership_id=actor.partnership_id, indicator=made, edition=defined.version, numerator=defined.numerator,
        denominator=defined.denominator, includes=defined.includes, placed_by=defined.placed_by, clock=defined.clock,
        limit=defined.limit, basis=defined.basis, source=defined.source, starts_on=defined.valid_from,
        ends_on=defined.valid_to,
    )  # fmt: skip
    trail.record(actor, "scorecards.indicator.adopted", made, after=trail.in_names(made), now=now)
    return made


def _insist_agency(actor: Actor, agency_id: UUID | None) -> None:
    if agency_id is not None and not partnerships.is_in_partnership(actor, "agency", agency_id):
        raise Refused("Choose an agency that takes part in this partnership.", "agency_id")


def _insist_grain(grain: str) -> None:
    if grain not in rules.GRAINS:
        raise Refused("Choose how often it is counted.", "grain")


@transaction.atomic
def change_indicator(
    actor: Actor, now: datetime, indicator_id: UUID, *, agency_id: UUID | None, grain: str, version: int | None = None
) -> Indicator:
    """Say which agency sends an indicator and how often it is counted, and return it.

    Raises `Refused` for an agency that does not take part, `Superseded` where somebody saved since `version`.
    """
    actor.must(KEEP)
    found = locked(actor, indicator_id)
    _insist_agency(actor, agency_id)
    _insist_grain(grain)
    fields: dict[str, Any] = {"agency_id": agency_id, "grain": grain}
    insist_current(found, version, fields)
    before = trail.in_names(found)
    for name, value in fields.items():
        setattr(found, name, value)
    found.version += 1
    found.save()
    trail.record(actor, "scorecards.indicator.changed", found, before=before, after=trail.in_names(found), now=now)
    return found


@transaction.atomic
def retire_indicator(actor: Actor, now: datetime, today: date, indicator_id: UUID, *, reason: str) -> Indicator:
    """Stop asking for an indicator from today, with the reason, and return it; its figures stay.

    Raises `Refused` without a reason, or where it is retired already.
    """
    actor.must(KEEP)
    found = locked(actor, indicator_id)
    if found.retired_on is not None:
        raise Refused("It is retired already.")
    if not reason.strip():
        raise Refused("Say why it is no longer used.", "reason")
    found.retired_on, found.retired_reason = today, reason.strip()
    found.version += 1
    found.save()
    told = {"retired_on": None}
    after = {"retired_on": today.isoformat()}
    trail.record(actor, "scorecards.indicator.retired", found, before=told, after=after, reason=reason.strip(), now=now)
    return found


@transaction.atomic
def set_target(
    actor: Actor,
    now: datetime,
    today: date,
    indicator_id: UUID,
    *,
    value: Decimal,
    tolerance: Decimal = Decimal(0),
    starts_on: date,
    ends_on: date | None = None,
    reason: str,
) -> Target:
    """Set what an indicator is to reach from a day on, and return the target. The one before it ends the day before.

    Raises `Refused` for an indicator of which neither high nor low is good, for days out of order or overlapping a
    later target, for a percentage above 100, and without a reason.
    """
    actor.must(KEEP)
    found = locked(actor, indicator_id)
    _insist_target(found, value, tolerance, starts_on, ends_on, reason)
    others = Target.objects.within(actor).filter(indicator=found)
    if others.filter(starts_on=starts_on).exists():
        raise Refused("There is a target from that day already; choose another first day.", "starts_on")
    later = others.filter(starts_on__gt=starts_on).order_by("starts_on").first()
    if later and later.starts_on and (ends_on is None or ends_on >= later.starts_on):
        raise Refused(f"The next target begins on {later.starts_on:%d/%m/%Y}; end this one before it.", "ends_on")
    before = others.filter(starts_on__lt=starts_on).order_by("-starts_on").first()
    if before and (before.ends_on is None or before.ends_on >= starts_on):
        before.ends_on = date.fromordinal(starts_on.toordinal() - 1)
        before.save()
    made = Target.objects.create(
        partnership_id=actor.partnership_id, indicator=found, value=value, tolerance=tolerance, starts_on=starts_on,
        ends_on=ends_on, reason=reason.strip(), set_by=actor.name, set_on=today,
    )  # fmt: skip
    after = {"value": str(value), "tolerance": str(tolerance), "starts_on": starts_on.isoformat()}
    trail.record(actor, "scorecards.indicator.target_set", found, after=after, reason=reason.strip(), now=now)
    return made


def _insist_target(
    found: Indicator, value: Decimal, tolerance: Decimal, starts_on: date, ends_on: date | None, reason: str
) -> None:
    if found.polarity == "none":
        raise Refused("Neither high nor low is good by itself here, so it has no target.", "value")
    if value < 0 or (found.measure == "percent" and value > 100):
        raise Refused("The target of a percentage lies between 0 and 100.", "value")
    if tolerance < 0:
        raise Refused("The tolerance is nought or more.", "tolerance")
    if ends_on is not None and ends_on < starts_on:
        raise Refused("The last day comes before the first.", "ends_on")
    if not reason.strip():
        raise Refused("Say why this is the target; a board will ask.", "reason")
