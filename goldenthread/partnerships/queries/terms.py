"""Find the terms of reference of groups and their closing reports, when they are due, and who owes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.forward_plan import Entry, Sort
from goldenthread.partnerships import rules
from goldenthread.partnerships.models import ClosingReport, Group, TermsOfReference
from goldenthread.partnerships.permissions import SEE_STRUCTURE, UNIT, Role
from goldenthread.partnerships.queries.away import heads_covered
from goldenthread.partnerships.queries.reviews import access_reviews_ahead

State = TermsOfReference.State


@dataclass(frozen=True)
class GroupTerms:
    """Every version of one group's terms of reference, newest first; which is in force and which in the making."""

    versions: list[TermsOfReference]

    @property
    def in_force(self) -> TermsOfReference | None:
        """The version that was signed off and not superseded, or None."""
        return next((one for one in self.versions if one.state == State.SIGNED_OFF), None)

    @property
    def in_making(self) -> TermsOfReference | None:
        """The draft, or the version put to the executive, or None."""
        return next((one for one in self.versions if one.state in (State.DRAFT, State.PUT)), None)

    def numbered(self, number: int) -> TermsOfReference | None:
        """One version by its number, or None."""
        return next((one for one in self.versions if one.number == number), None)


def terms_of_group(actor: Actor, group_id: UUID) -> GroupTerms:
    """The terms of reference of a group of the partnership, every version of them. One query."""
    rows = TermsOfReference.objects.within(actor).filter(group_id=group_id).select_related("group")
    return GroupTerms(list(rows.order_by("-number")))


def show_closing_report(actor: Actor, group_id: UUID) -> ClosingReport | None:
    """The closing report of a group of the partnership, or None. One query."""
    rows = ClosingReport.objects.within(actor).select_related("group", "handed_to")
    return rows.filter(group_id=group_id).first()


def terms_ahead(actor: Actor, since: date, until: date) -> list[Entry]:
    """The days on which terms of reference in force are to be looked at again. One query."""
    if not actor.may(SEE_STRUCTURE):
        return []
    rows = TermsOfReference.objects.within(actor).filter(state=State.SIGNED_OFF, review_on__range=(since, until))
    rows = rows.filter(Q(group__ends_on__isnull=True) | Q(group__ends_on__gte=since)).select_related("group")
    return [
        Entry(
            on=day, sort=Sort.TERMS_REVIEW, thing_id=row.pk,
            title=f"Terms of reference of {row.group.name}", page="partnerships:show_terms",
            parts={"group": row.group_id}, who=row.group.name, group_ids=frozenset({row.group_id}),
        )
        for row in rows
        if (day := row.review_on)
    ]  # fmt: skip


def dates_ahead(actor: Actor, since: date, until: date) -> list[Entry]:
    """The reviews of terms of reference and of access between two days, as far as the actor sees them. Two queries."""
    return [*terms_ahead(actor, since, until), *access_reviews_ahead(actor, since, until)]


@dataclass(frozen=True)
class Owed:
    """A closing report that one actor is asked for."""

    actor: Actor
    group_id: UUID
    name: str
    ends_on: date
    is_overdue: bool
    # True where they are away and somebody else is asked.
    is_relieved: bool = False


def closing_reports_owed(actors: Sequence[Actor], today: date) -> list[Owed]:
    """The closing reports that these actors are asked for. One query however many actors.

    In the weeks before its last day a group's chairs are asked. From the day after, nobody sits there, and the head
    of the business unit is; while a head is away, also whom they named, where that is somebody of the unit.
    """
    soon = today + timedelta(days=rules.CLOSING_REPORT_ASKED)
    rows = Group.objects.filter(
        partnership_id__in={one.partnership_id for one in actors}, kind=Group.Kind.TASK_AND_FINISH,
        ends_on__lte=soon, closing_report__isnull=True,
    )  # fmt: skip
    owed = []
    covered = ArraySubquery(heads_covered(today, OuterRef("partnership_id")).values("person_id"))
    for group in rows.annotate(covered=covered).order_by("ends_on"):
        overdue = rules.closing_report_is(group.kind, group.ends_on, False, today) == "overdue"
        away = set(group.covered or ())
        for actor in actors:
            heads = Role.BUSINESS_MANAGER in actor.roles or bool(actor.presence.covers & away)
            asked = heads and bool(actor.roles & UNIT) if overdue else group.pk in actor.asked_group_ids
            relieved = actor.user_id in away if overdue else group.pk in actor.presence.relieved_group_ids
            if asked and actor.partnership_id == group.partnership_id and group.ends_on:
                owed.append(Owed(actor, group.pk, group.name, group.ends_on, overdue, relieved))
    return owed
