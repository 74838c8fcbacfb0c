"""Make, change and end a request for data: with it its question set and the duty of each agency to answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.db import transaction

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, insist, insist_current
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.models import Agency
from goldenthread.returns import rules as returning
from goldenthread.returns import services as returns
from goldenthread.returns.models import QuestionSet
from goldenthread.scorecards import rules
from goldenthread.scorecards.models import DataRequest, Indicator
from goldenthread.scorecards.permissions import REQUEST
from goldenthread.scorecards.queries.asking import agreements, askable, duties_of, indicators_by_code
from goldenthread.scorecards.rules import requests as asking
from goldenthread.scorecards.services.wanting import Wanted, document_of
from goldenthread.trail import services as trail


@transaction.atomic
def make_request(actor: Actor, now: datetime, today: date, wanted: Wanted) -> DataRequest:
    """Ask agencies for data and return the request: its questions are in use, and each agency owes its returns.

    Raises `Refused` for whatever is missing, is not here, or does not hold together.
    """
    actor.must(REQUEST)
    agencies, indicators = _insist(actor, wanted)
    made = DataRequest(partnership_id=actor.partnership_id, **wanted.fields)
    made.save()
    made.agencies.set(agencies)
    made.indicators.set(indicators)
    document = document_of(wanted, indicators, agencies)
    drafted = returns.bring_in_question_set(actor, now, today, document)
    made.question_series = drafted.series
    made.save()
    returns.publish_question_set(actor, now, today, drafted.pk)
    for agency in agencies:
        _owes(actor, now, today, made, agency, wanted)
    trail.record(actor, "scorecards.datarequest.made", made, after=_told(made, agencies, indicators), now=now)
    return made


@transaction.atomic
def change_request(
    actor: Actor, now: datetime, today: date, request_id: UUID, wanted: Wanted, *, version: int | None = None
) -> DataRequest:
    """Change a request and return it; what is asked anew is asked from the next return on, and what is out stays.

    Agencies that are no longer asked owe nothing more. Raises `Refused` as making does, and for one that has ended;
    `Superseded` where somebody saved since `version`.
    """
    actor.must(REQUEST)
    found = _locked(actor, request_id)
    if found.ended_reason:
        raise Refused("This request has ended; make a new one.")
    if wanted.grain != found.grain:
        raise Refused("How often it asks cannot change; end this request and make another.", "grain")
    had = list(found.agencies.prefetch_related("names")), _with_definitions(actor, found)
    agencies, indicators = _insist(actor, wanted, also=[one.pk for one in had[1]])
    insist_current(found, version, wanted.fields)
    before, asked_before = _told(found, *had), _was(found, wanted, *had)
    for name, value in wanted.fields.items():
        setattr(found, name, value)
    found.version += 1
    found.save()
    found.agencies.set(agencies)
    found.indicators.set(indicators)
    document = document_of(wanted, indicators, agencies)
    if document != asked_before:
        _ask_anew(actor, now, today, found, document)
    _owe_anew(actor, now, today, found, agencies, wanted)
    after = _told(found, agencies, indicators)
    if after != before:
        trail.record(actor, "scorecards.datarequest.changed", found, before=before, after=after, now=now)
    return found


@transaction.atomic
def end_request(
    actor: Actor, now: datetime, today: date, request_id: UUID, *, ends_on: date, reason: str
) -> DataRequest:
    """Ask for nothing more after a day, with the reason, and return the request; what came and what is out stays.

    Raises `Refused` without a reason, for a day before its first, and where it has ended already.
    """
    actor.must(REQUEST)
    found = _locked(actor, request_id)
    if found.ended_reason:
        raise Refused("It has ended already.")
    if not reason.strip():
        raise Refused("Say why it ends; the agencies will ask.", "reason")
    if found.starts_on and ends_on < found.starts_on:
        raise Refused("The last day must be on or after the first day.", "ends_on")
    before = {"ends_on": None}
    for duty in duties_of(actor, found, today):
        last = max(ends_on, duty.starts_on or ends_on)
        returns.end_obligation(actor, now, today, duty.pk, ends_on=last, reason=reason)
    found.ends_on, found.ended_reason = ends_on, reason.strip()
    found.version += 1
    found.save()
    if ends_on <= today:
        _retire(actor, now, today, found)
    after = {"ends_on": ends_on.isoformat()}
    trail.record(
        actor, "scorecards.datarequest.ended", found, before=before, after=after, reason=reason.strip(), now=now
    )
    return found


def _locked(actor: Actor, request_id: UUID) -> DataRequest:
    rows = DataRequest.objects.within(actor).select_for_update(of=("self",))
    found = cast("DataRequest | None", rows.filter(pk=request_id).first())
    if found is None:
        raise Refused("There is no such request in this partnership.")
    return found


def _with_definitions(actor: Actor, request: DataRequest) -> list[Indicator]:
    return indicators_by_code(actor, request.indicators.values_list("code", flat=True))


def _told(request: DataRequest, agencies: Sequence[Agency], indicators: Sequence[Indicator]) -> dict[str, Any]:
    told = {key: value for key, value in trail.in_names(request).items() if key != "version"}
    return {
        **told,
        "agencies": sorted(str(one) for one in agencies),
        "indicators": [one.code for one in indicators],
    }


def _insist(actor: Actor, wanted: Wanted, also: Sequence[UUID] = ()) -> tuple[list[Agency], list[Indicator]]:
    """The agencies and indicators of a request that holds together. Raises `Refused` where it does not."""
    words = {"title": "a title", "purpose": "what the figures are for", "power": "the power it relies on"}
    for name, what in words.items():
        if not getattr(wanted, name).strip():
            raise Refused(f"Enter {what}.", name)
    if wanted.grain not in rules.GRAINS:
        raise Refused("Choose how often it asks.", "grain")
    if wanted.rule_set not in asking.hiding_rule_sets():
        raise Refused("Choose how small numbers are hidden.", "rule_set")
    if unknown := set(wanted.breakdowns) - set(asking.BREAKDOWNS):
        raise Refused(f"Nothing is counted by {sorted(unknown)[0]}.", "breakdowns")
    if not 1 <= wanted.working_days <= asking.LATEST_DUE:
        raise Refused(f"Choose from 1 to {asking.LATEST_DUE} working days.", "working_days")
    if not partnerships.is_in_partnership(actor, "group", wanted.to_group_id):
        raise Refused("Choose the group that reads the figures.", "to_group_id")
    chosen = wanted.agreement_document_id
    if chosen and chosen not in {key for key, _ in agreements(actor, chosen)}:
        raise Refused("Choose a document of the library that is not restricted.", "agreement_document_id")
    agencies = _agencies(actor, wanted)
    ids = set(wanted.indicator_ids)
    indicators = [one for one in askable(actor, also) if one.pk in ids]
    if not ids or len(indicators) < len(ids):
        raise Refused("Choose indicators of this partnership’s library.", "indicator_ids")
    named = indicators_by_code(actor, [one.code for one in indicators])
    triples = [(one.code, one.grain, str(one.agency or "")) for one in named]
    insist(asking.may_be_asked(triples, wanted.grain, [str(one) for one in agencies]), "indicator_ids")
    return agencies, named


def _agencies(actor: Actor, wanted: Wanted) -> list[Agency]:
    ids = set(wanted.agency_ids)
    if not ids or not all(partnerships.is_in_partnership(actor, "agency", one) for one in ids):
        raise Refused("Choose which agencies are asked.", "agency_ids")
    return sorted(Agency.objects.filter(pk__in=ids).prefetch_related("names"), key=str)


def _was(
    request: DataRequest, wanted: Wanted, agencies: Sequence[Agency], indicators: Sequence[Indicator]
) -> returning.SetDocument:
    """The question set as the request asked until now."""
    then = replace(wanted, title=request.title, purpose=request.purpose, power=request.power, rule_set=request.rule_set)
    return document_of(then, indicators, agencies)


def _in_use(actor: Actor, request: DataRequest) -> QuestionSet | None:
    rows = QuestionSet.objects.within(actor).filter(
        series__in=[request.question_series], state=QuestionSet.State.PUBLISHED
    )
    return rows.first()


def _ask_anew(actor: Actor, now: datetime, today: date, request: DataRequest, document: returning.SetDocument) -> None:
    """Put a further version of the questions into use."""
    stands = _in_use(actor, request)
    drafted = returns.bring_in_question_set(actor, now, today, document, next_of=stands.pk if stands else None)
    if stands is None:
        request.question_series = drafted.series
        request.save()
    returns.publish_question_set(actor, now, today, drafted.pk)


def _retire(actor: Actor, now: datetime, today: date, request: DataRequest) -> None:
    if stands := _in_use(actor, request):
        returns.retire_question_set(actor, now, today, stands.pk)


def _duty(request: DataRequest, wanted: Wanted) -> dict[str, Any]:
    basis = f"{wanted.purpose.strip()} Asked under: {wanted.power.strip()}"
    return {
        "title": request.title, "rhythm": asking.due_rhythm(wanted.grain, wanted.working_days),
        "to_group_ids": [wanted.to_group_id], "basis": basis, "opens_before": wanted.working_days - 1,
    }  # fmt: skip


def _first_day(wanted: Wanted) -> date:
    return asking.first_period(wanted.grain, wanted.starts_on).ends_on + timedelta(days=1)


def _owes(actor: Actor, now: datetime, today: date, request: DataRequest, agency: Agency, wanted: Wanted) -> None:
    returns.add_obligation(
        actor, now, today, by=("agency", agency.pk), starts_on=_first_day(wanted), needs_sign_off=True,
        question_series=request.question_series, **_duty(request, wanted),
    )  # fmt: skip


def _owe_anew(
    actor: Actor, now: datetime, today: date, request: DataRequest, agencies: Sequence[Agency], wanted: Wanted
) -> None:
    """Bring the duties of the agencies in line with the request: those asked no longer owe nothing more."""
    asked = {one.pk: one for one in agencies}
    for duty in duties_of(actor, request, today):
        if duty.by_agency_id in asked:
            asked.pop(duty.by_agency_id)
            new = {**_duty(request, wanted), "starts_on": _first_day(wanted)}
            returns.change_obligation(actor, now, today, duty.pk, **new)
        else:
            last = max(today, duty.starts_on or today)
            reason = "The request no longer asks this agency."
            returns.end_obligation(actor, now, today, duty.pk, ends_on=last, reason=reason)
    for agency in asked.values():
        _owes(actor, now, today, request, agency, wanted)
