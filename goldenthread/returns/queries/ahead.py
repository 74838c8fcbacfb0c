"""What the forward plan shows of returns: what is out and due, and what obligations will ask for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef
from django.db.models.functions import Coalesce

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.forward_plan import Entry, Sort
from goldenthread.partnerships.queries import called_on
from goldenthread.returns import rules
from goldenthread.returns.models import Obligation, ObligationDate, QuestionSet, Return, Round
from goldenthread.returns.permissions import SEE
from goldenthread.returns.queries.lists import respondent_name

# As many returns of one round as stand on the plan each by itself.
FEW = 3
REPORTS = (QuestionSet.Kind.HIGHLIGHT_REPORT, QuestionSet.Kind.ASSURANCE_REPORT)


def ahead(actor: Actor, since: date, until: date) -> Sequence[Entry]:
    """The returns due between two days, and the dates on which an obligation will bring one. Two queries."""
    if not actor.may(SEE):
        return []
    return [*_out(actor, since, until), *_to_come(actor, since, until)]


def _out(actor: Actor, since: date, until: date) -> list[Entry]:
    rows = Return.objects.within(actor).filter(due_on__range=(since, until)).annotate(
        who=respondent_name(until), to_ids=_ids(Round.to_groups.through, "round_id", "round_id"),
        to_names=_ids(Round.to_groups.through, "round_id", "round_id", "group__name"),
    ).select_related("round__question_set")  # fmt: skip
    found: dict[tuple[UUID, date], list[Return]] = {}
    for one in rows:
        found.setdefault((one.round_id, one.due_on), []).append(one)
    return [
        entry for every in found.values() for entry in ([_together(every)] if len(every) > FEW else map(_alone, every))
    ]


def _together(every: list[Return]) -> Entry:
    """What is asked of many at once, as one line that leads to the round."""
    first, alone = every[0], [_alone(one) for one in every]
    sent = sum(one.state in rules.SENT for one in every)
    return replace(
        alone[0], thing_id=first.round_id, page="returns:show_round", parts={"round_id": first.round_id},
        who=f"{len(every)} asked", state=f"{sent} of {len(every)} sent",
        group_ids=frozenset().union(*(one.group_ids for one in alone)),
        agency_ids=frozenset().union(*(one.agency_ids for one in alone)),
        person_ids=frozenset().union(*(one.person_ids for one in alone)),
    )  # fmt: skip


def _alone(one: Any) -> Entry:
    return Entry(
        on=one.due_on, sort=Sort.REPORT if one.round.question_set.kind in REPORTS else Sort.RETURN,
        thing_id=one.pk, title=one.round.title, page="returns:show_return", parts={"return_id": one.pk},
        who=one.who, to=", ".join(one.to_names), state=_state(one),
        group_ids=frozenset([*one.to_ids, *([one.group_id] if one.group_id else [])]),
        agency_ids=frozenset([one.agency_id] if one.agency_id else []),
        person_ids=frozenset(filter(None, (one.person_id, one.lead_id, one.deputy_id))),
    )  # fmt: skip


def _state(owed: Return) -> str:
    return {"submitted": "sent", "accepted": "accepted", "excused": "excused", "closed": "closed unanswered"}.get(
        owed.state, ""
    )


def _to_come(actor: Actor, since: date, until: date) -> list[Entry]:
    through = Obligation.to_groups.through
    rows = ObligationDate.objects.within(actor).filter(due_on__range=(since, until), round__isnull=True).annotate(
        who=Coalesce(
            "obligation__by_group__name", called_on("obligation__by_agency_id", until), output_field=CharField()
        ),
        to_ids=_ids(through, "obligation_id", "obligation_id"),
        to_names=_ids(through, "obligation_id", "obligation_id", "group__name"),
    ).select_related("obligation")  # fmt: skip
    return [
        Entry(
            on=one.due_on, sort=Sort.REPORT, thing_id=one.pk, title=one.obligation.title,
            page="returns:show_obligation", parts={"obligation_id": one.obligation_id}, who=one.who,
            to=", ".join(one.to_names), state="left out" if one.is_left_out else "",
            group_ids=frozenset([*one.to_ids, *filter(None, [one.obligation.by_group_id])]),
            agency_ids=frozenset(filter(None, [one.obligation.by_agency_id])),
        )
        for one in rows
    ]  # fmt: skip


def _ids(through: type, own: str, outer: str, what: str = "group_id") -> ArraySubquery:
    rows = through._default_manager.filter(**{own: OuterRef(outer)})  # type: ignore[attr-defined]
    return ArraySubquery(rows.order_by("group__position", "group__name").values(what))
