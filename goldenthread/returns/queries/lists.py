"""What is owed and what has come: lists of returns, rounds, obligations and requests, as everybody may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.rhythm import restored
from goldenthread.kernel.working_days import in_words
from goldenthread.partnerships.models import Group, Participation
from goldenthread.partnerships.queries import called_on
from goldenthread.returns import rules
from goldenthread.returns.models import Obligation, ObligationDate, QuestionSet, Request, Return, Round

KINDS = list(QuestionSet.Kind.choices)
ROUND_STATES = [(Round.State.ISSUED.value, "Out"), ("whole", "All accepted"), (Round.State.CLOSED.value, "Closed")]
# All who were asked have been accepted or excused: nobody need close such a round.
WHOLE = Q(asked__lte=F("accepted") + F("excused"), state=Round.State.ISSUED)
REQUEST_STATES = list(Request.State.choices)
WANTED = list(Request.Wanted.choices)
SET_STATES = list(QuestionSet.State.choices)
STATES = {"owed": "Owed", "late": "Late", "sent": "Sent, not yet accepted", "accepted": "Accepted",
          "excused": "Excused", "closed": "Closed unanswered"}  # fmt: skip


def respondent_name(today: date, prefix: str = "") -> Any:
    """What the one who owes is called today, as an expression."""
    return Coalesce(
        f"{prefix}group__name", called_on(f"{prefix}agency_id", today), f"{prefix}person__name",
        output_field=CharField(),
    )  # fmt: skip


def _received(outer: str) -> Any:
    rows = Round.to_groups.through.objects.filter(round_id=OuterRef(outer)).order_by("group__position", "group__name")
    return ArraySubquery(rows.values("group__name"))


def list_returns(
    actor: Actor,
    today: date,
    *,
    words: str = "",
    states: Sequence[str] = (),
    kind: str = "",
    group_id: str = "",
    agency_id: str = "",
    round_id: UUID | None = None,
) -> QuerySet[Any]:
    """Every return of the partnership as a queryset to order and page, with `who`, `reports_to`, `is_late` and
    `is_gone`, which says that the group has ended or the agency left.

    That a return is owed is for everybody who reads governance; what it says is not in it. `states` are keys of
    `STATES`; `group_id` finds what a group owes or receives.
    """
    late = Q(state__in=rules.OWED, due_on__lt=today) | Q(state__in=rules.SENT, sent_on__gt=F("due_on"))
    found = Return.objects.within(actor).annotate(
        who=respondent_name(today), reports_to=_received("round_id"),
        is_late=Case(When(late, then=Value(True)), default=Value(False)),
        kind=F("round__question_set__kind"),
        is_gone=Case(When(respondent_gone(today), then=Value(True)), default=Value(False)),
    ).select_related("round", "lead")  # fmt: skip
    if round_id:
        found = found.filter(round_id=round_id)
    for word in words.split():
        found = found.filter(Q(round__title__icontains=word) | Q(who__icontains=word))
    if kind:
        found = found.filter(round__question_set__kind=kind)
    if group_id:
        found = found.filter(Q(group_id=group_id) | Q(round__in=_rounds_to(group_id)))
    if agency_id:
        found = found.filter(agency_id=agency_id)
    return found.filter(_in_states(states, today)) if states else found


def _rounds_to(group_id: str) -> Any:
    return Round.to_groups.through.objects.filter(group_id=group_id).values("round_id")


def _in_states(states: Sequence[str], today: date) -> Q:
    each = {
        "owed": Q(state__in=rules.OWED),
        "late": Q(state__in=rules.OWED, due_on__lt=today),
        "sent": Q(state=rules.State.SUBMITTED),
        "accepted": Q(state=rules.State.ACCEPTED),
        "excused": Q(state=rules.State.EXCUSED),
        "closed": Q(state=rules.State.CLOSED),
    }
    wanted = Q(pk__in=[])
    for state in states:
        wanted |= each.get(state, Q(pk__in=[]))
    return wanted


@dataclass(frozen=True)
class RoundShown:
    """A round with how far it is: how many were asked, have sent, are accepted, are late, are excused."""

    round: Round
    asked: int
    sent: int
    accepted: int
    late: int
    excused: int
    to_groups: tuple[str, ...]

    @property
    def state(self) -> str:
        """Out, all accepted, or closed."""
        is_whole = self.round.state == Round.State.ISSUED and self.asked <= self.accepted + self.excused
        return dict(ROUND_STATES)["whole" if is_whole else self.round.state]

    @property
    def words(self) -> str:
        """How far it is in one sentence: "9 of 12 sent, 2 late"."""
        said = f"{self.sent} of {self.asked} sent"
        if self.late:
            said += f", {self.late} late"
        return said + (f", {self.excused} excused" if self.excused else "")


def list_rounds(actor: Actor, today: date, *, kind: str = "", states: Sequence[str] = (), words: str = "") -> Any:
    """The rounds of the partnership as a queryset to order and page, with counts of their returns."""
    sent, owed = Q(returns__state__in=rules.SENT), Q(returns__state__in=rules.OWED)
    found = Round.objects.within(actor).select_related("question_set").annotate(
        asked=Count("returns"), sent=Count("returns", filter=sent), to_group_names=_received("pk"),
        accepted=Count("returns", filter=Q(returns__state=rules.State.ACCEPTED)),
        late=Count("returns", filter=owed & Q(returns__due_on__lt=today)),
        excused=Count("returns", filter=Q(returns__state=rules.State.EXCUSED)),
    )  # fmt: skip
    if kind:
        found = found.filter(question_set__kind=kind)
    if states:
        found = found.filter(Q(state__in=states) & ~WHOLE | (WHOLE if "whole" in states else Q(pk__in=[])))
    for word in words.split():
        found = found.filter(title__icontains=word)
    return found


def shown_round(row: Any) -> RoundShown:
    """A row of `list_rounds` as a page says it."""
    return RoundShown(row, row.asked, row.sent, row.accepted, row.late, row.excused, tuple(row.to_group_names))


def show_round(actor: Actor, today: date, round_id: UUID) -> RoundShown | None:
    """One round with its counts, or None. One query."""
    row = list_rounds(actor, today).filter(pk=round_id).first()
    return shown_round(row) if row else None


@dataclass(frozen=True)
class ObligationLine:
    """A standing duty to report, in words: who, what, to whom, how often, when next.

    `gone` is "group" or "agency" where the one who reports is no longer there, and nothing can be asked of them;
    `to_gone` names the groups it goes to that have ended.
    """

    obligation: Obligation
    who: str
    to_groups: tuple[str, ...]
    rhythm: str
    next_on: date | None
    asks: str
    gone: str = ""
    to_gone: tuple[str, ...] = ()

    @property
    def reads(self) -> str:
        """The rhythm with what it hangs on."""
        days = self.obligation.days_before_meeting
        return self.rhythm if days is None else f"{in_words(days)} before each meeting"


def reporter_gone(today: date) -> Q:
    """The condition that a standing duty goes on though its group has ended, or its agency takes part no longer."""
    stands = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    return stands & _gone(today, "by_group_id", "by_agency_id")


def respondent_gone(today: date) -> Q:
    """The condition that the group which owes a return has ended, or its agency takes part no longer."""
    return _gone(today, "group_id", "agency_id")


def _gone(today: date, group: str, agency: str) -> Q:
    ended = Group.objects.filter(pk=OuterRef(group), ends_on__lt=today)
    here = Participation.objects.in_effect(today).filter(
        agency_id=OuterRef(agency), partnership_id=OuterRef("partnership_id")
    )
    return Q(Exists(ended)) | Q(~Exists(here), **{f"{agency}__isnull": False})


def count_gone(actor: Actor, today: date) -> int:
    """How many standing duties nobody is there to report on. One query."""
    return Obligation.objects.within(actor).filter(reporter_gone(today)).count()


def list_obligations(actor: Actor, today: date, *, group_id: str = "", agency_id: str = "", ended: str = "") -> Any:
    """The standing duties to report as a queryset to order and page, with `who`, `to_names`, `next_on` and `asks`.

    `is_gone` says that nobody is there to report; `ended` "yes" finds what has ended, "gone" what nobody reports on.
    """
    upcoming = ObligationDate.objects.filter(obligation_id=OuterRef("pk"), is_left_out=False, due_on__gte=today)
    asked = QuestionSet.objects.filter(series=OuterRef("question_series"), state=QuestionSet.State.PUBLISHED)
    through = Obligation.to_groups.through.objects.filter(obligation_id=OuterRef("pk"))
    found = Obligation.objects.within(actor).annotate(
        who=Coalesce("by_group__name", called_on("by_agency_id", today), output_field=CharField()),
        to_names=ArraySubquery(through.order_by("group__position", "group__name").values("group__name")),
        to_gone=ArraySubquery(through.filter(group__ends_on__lt=today).order_by("group__name").values("group__name")),
        is_gone=Case(When(reporter_gone(today), then=Value(True)), default=Value(False)),
        next_on=Subquery(upcoming.order_by("due_on").values("due_on")[:1]),
        asks=Subquery(asked.values("title")[:1]),
    )  # fmt: skip
    if group_id:
        found = found.filter(Q(by_group_id=group_id) | Q(to_groups=group_id)).distinct()
    if agency_id:
        found = found.filter(by_agency__pk=agency_id)
    over = Q(ends_on__lt=today)
    if ended == "gone":
        return found.filter(is_gone=True)
    return found.filter(over) if ended == "yes" else found.exclude(over)


def obligation_line(row: Any) -> ObligationLine:
    """A row of `list_obligations` as a page says it."""
    words = restored(row.rhythm).words
    gone = ("group" if row.by_group_id else "agency") if row.is_gone else ""
    return ObligationLine(
        row, row.who or "", tuple(row.to_names), words, row.next_on, row.asks or "", gone, tuple(row.to_gone)
    )


def show_obligation(actor: Actor, today: date, obligation_id: UUID) -> ObligationLine | None:
    """One standing duty to report, or None. One query."""
    every = list_obligations(actor, today, ended="")
    over = list_obligations(actor, today, ended="yes")
    row = every.filter(pk=obligation_id).first() or over.filter(pk=obligation_id).first()
    return obligation_line(row) if row else None


def dates_of(actor: Actor, obligation_id: UUID, since: date) -> list[ObligationDate]:
    """The dates of a standing duty from a day on, each with its round where there is one. One query."""
    rows = ObligationDate.objects.within(actor).filter(obligation_id=obligation_id, due_on__gte=since)
    returns = Return.objects.filter(round__date_id=OuterRef("pk")).order_by("created_at")
    found = rows.annotate(
        return_id=Subquery(returns.values("pk")[:1]), return_state=Subquery(returns.values("state")[:1])
    )
    return list(found.order_by("due_on"))


def find_date(actor: Actor, date_id: UUID) -> ObligationDate | None:
    """One date with its obligation, or None. One query."""
    return ObligationDate.objects.within(actor).select_related("obligation").filter(pk=date_id).first()


def to_groups_of(actor: Actor, obligation_id: UUID) -> list[UUID]:
    """The groups a standing duty reports to. One query."""
    rows = Group.objects.within(actor).filter(is_owed__pk=obligation_id)
    return list(rows.values_list("pk", flat=True))


def list_requests(
    actor: Actor, *, states: Sequence[str] = (), group_id: str = "", wanted: str = "", words: str = ""
) -> QuerySet[Any]:
    """What reports have asked of the groups above, of the reports the actor may read, to order and page.

    `needed_on` is the day by which an answer is needed, or else the day on which it was asked.
    """
    readable = Return.objects.readable(actor).order_by().values("pk")
    found = Request.objects.within(actor).filter(of_return__in=readable)
    found = found.select_related("from_group", "to_group", "of_return__round").annotate(
        needed_on=Coalesce("wanted_by", "raised_on")
    )
    if states:
        found = found.filter(state__in=states)
    if group_id:
        found = found.filter(Q(to_group_id=group_id) | Q(from_group_id=group_id))
    if wanted:
        found = found.filter(wanted=wanted)
    for word in words.split():
        found = found.filter(Q(exception__icontains=word) | Q(answer__icontains=word))
    return found


def show_request(actor: Actor, request_id: UUID) -> Request | None:
    """One request of a report the actor may read, or None. One query."""
    found: Request | None = list_requests(actor).filter(pk=request_id).first()
    return found


def non_responses(actor: Actor, today: date, group_ids: Sequence[UUID]) -> list[Any]:
    """What these groups have asked for and not received in time, longest overdue first. One query."""
    rounds = Round.to_groups.through.objects.filter(group_id__in=group_ids).values("round_id")
    return list(list_returns(actor, today, states=["late"]).filter(round__in=rounds).order_by("due_on"))


def due_soon(actor: Actor, today: date, days: int = 30) -> list[Any]:
    """The returns that fall due in the next days, soonest first. One query."""
    found = list_returns(actor, today, states=["owed"])
    return list(found.filter(due_on__range=(today, today + timedelta(days=days))).order_by("due_on"))
