"""What the forward plan shows of returns: what is out and due, and what obligations will ask for."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import JSONBAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, F, OuterRef, Subquery
from django.db.models.functions import Coalesce, JSONObject

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.forward_plan import Entry, Sort
from goldenthread.partnerships.queries import called_on
from goldenthread.returns import rules
from goldenthread.returns.models import Obligation, ObligationDate, QuestionSet, Return, Round
from goldenthread.returns.permissions import SEE
from goldenthread.returns.queries.lists import respondent_name

# What of a return a line of the plan is made of. Rows, not models: a year of a large county has thousands of dates.
_TOLD = (
    "pk", "round_id", "due_on", "state", "title", "kind", "who", "to_ids", "to_names", "group_id", "agency_id",
    "person_id", "lead_id", "deputy_id",
)  # fmt: skip
# As many returns of one round as stand on the plan each by itself.
FEW = 3
STATE_WORDS = {"submitted": "sent", "accepted": "accepted", "excused": "excused", "closed": "closed unanswered"}
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
        title=F("round__title"), kind=F("round__question_set__kind"),
    ).values_list(*_TOLD, named=True)  # fmt: skip
    found: dict[tuple[UUID, date], list[Any]] = {}
    for one in rows:
        found.setdefault((one.round_id, one.due_on), []).append(one)
    return [
        entry for every in found.values() for entry in ([_together(every)] if len(every) > FEW else map(_alone, every))
    ]


def _together(every: list[Any]) -> Entry:
    """What is asked of many at once, as one line that leads to the round."""
    first, alone = every[0], [_alone(one) for one in every]
    sent = sum(one.state in rules.SENT for one in every)
    return alone[0]._replace(
        thing_id=first.round_id, page="returns:show_round", parts={"round_id": first.round_id},
        who=f"{len(every)} asked", state=f"{sent} of {len(every)} sent",
        group_ids=frozenset().union(*(one.group_ids for one in alone)),
        agency_ids=frozenset().union(*(one.agency_ids for one in alone)),
        person_ids=frozenset().union(*(one.person_ids for one in alone)),
    )  # fmt: skip


def _alone(one: Any) -> Entry:
    return Entry(
        on=one.due_on, sort=Sort.REPORT if one.kind in REPORTS else Sort.RETURN,
        thing_id=one.pk, title=one.title, page="returns:show_return", parts={"return_id": one.pk},
        who=one.who, to=", ".join(one.to_names), state=STATE_WORDS.get(one.state, ""),
        group_ids=frozenset([*one.to_ids, *([one.group_id] if one.group_id else [])]),
        agency_ids=frozenset([one.agency_id] if one.agency_id else []),
        person_ids=frozenset(filter(None, (one.person_id, one.lead_id, one.deputy_id))),
    )  # fmt: skip


def _to_come(actor: Actor, since: date, until: date) -> list[Entry]:
    """One row for each obligation with all its dates in it: there are many times as many of these."""
    through = Obligation.to_groups.through
    days = ObligationDate.objects.filter(obligation=OuterRef("pk"), due_on__range=(since, until), round__isnull=True)
    told = JSONBAgg(JSONObject(id="pk", on="due_on", left_out="is_left_out"))
    rows = Obligation.objects.within(actor).annotate(
        days=Subquery(days.order_by().values("obligation").values(told=told)),
        who=Coalesce("by_group__name", called_on("by_agency_id", until), output_field=CharField()),
        to_ids=_ids(through, "obligation_id", "pk"),
        to_names=_ids(through, "obligation_id", "pk", "group__name"),
    )  # fmt: skip
    found = []
    for one in rows.values_list("pk", "title", "by_group_id", "by_agency_id", "who", "to_ids", "to_names", "days",
                                named=True):  # fmt: skip
        groups = frozenset([*one.to_ids, *filter(None, [one.by_group_id])])
        agencies = frozenset(filter(None, [one.by_agency_id]))
        to, parts = ", ".join(one.to_names), {"obligation_id": one.pk}
        found += [
            Entry(
                on=date.fromisoformat(day["on"]), sort=Sort.REPORT, thing_id=UUID(day["id"]), title=one.title,
                page="returns:show_obligation", parts=parts, who=one.who, to=to,
                state="left out" if day["left_out"] else "", group_ids=groups, agency_ids=agencies,
            )
            for day in one.days or ()
        ]  # fmt: skip
    return found


def _ids(through: type, own: str, outer: str, what: str = "group_id") -> ArraySubquery:
    rows = through._default_manager.filter(**{own: OuterRef(outer)})  # type: ignore[attr-defined]
    return ArraySubquery(rows.order_by("group__position", "group__name").values(what))
