"""The quarterly reviews of access: which are due, who is in each, and who owes one."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F
from django.utils.timezone import localdate

from goldenthread.kernel import periods
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.forward_plan import Entry, Sort
from goldenthread.partnerships.models import AccessReview, AccessReviewLine, Agency, Membership
from goldenthread.partnerships.permissions import SEE_ACCESS_REVIEWS, Role
from goldenthread.partnerships.queries.agencies import called_on, name_on
from goldenthread.partnerships.queries.away import is_away, lead_taken
from goldenthread.partnerships.queries.holdings import Holding, list_holdings
from goldenthread.partnerships.queries.movements import led_agencies
from goldenthread.people.models import User

# A review is asked for at once from a week before it is due.
ASKED_AHEAD = timedelta(days=7)
ANSWERS = list(AccessReviewLine.Answer.choices)
CHANGE, LEFT = AccessReviewLine.Answer.CHANGE.value, AccessReviewLine.Answer.LEFT.value


@dataclass(frozen=True)
class ReviewLine:
    """One review of access as a list shows it; `state` is "done", "overdue" or "due"."""

    id: UUID
    agency_id: UUID
    agency: str
    quarter: str
    due_on: date
    done_on: date | None
    done_by: str
    on_behalf: bool
    state: str


@dataclass(frozen=True)
class PersonToReview:
    """One person who acts for the agency here, with what they hold in words."""

    person: User
    held: list[str]


@dataclass(frozen=True)
class ReviewDetail:
    """One review with the people to go through or, once done, what was said of each."""

    line: ReviewLine
    people: list[PersonToReview] = field(default_factory=list)
    said: list[AccessReviewLine] = field(default_factory=list)


def list_access_reviews(actor: Actor, today: date) -> list[ReviewLine]:
    """The reviews of the actor's partnership, open ones first by day due; for an agency's lead, that agency's own."""
    rows = AccessReview.objects.within(actor).select_related("agency", "done_by").prefetch_related("agency__names")
    if not _sees_all(actor):
        rows = rows.filter(agency_id__in=led_agencies(actor, today))
    lines = [_line(row, today) for row in rows]
    latest_first = sorted(lines, key=lambda one: one.done_on or today, reverse=True)
    done = [one for one in latest_first if one.done_on]
    return [*sorted((one for one in lines if not one.done_on), key=lambda one: (one.due_on, one.agency)), *done]


def _sees_all(actor: Actor) -> bool:
    return bool(actor.roles & (SEE_ACCESS_REVIEWS.roles - {Role.AGENCY_LEAD}))


def _line(row: AccessReview, today: date) -> ReviewLine:
    state = "done" if row.done_at else "overdue" if row.due_on < today else "due"
    return ReviewLine(
        row.pk, row.agency_id, _name(row.agency, today), periods.quarter_of(row.quarter_starts_on).label, row.due_on,
        localdate(row.done_at) if row.done_at else None, row.done_by.name if row.done_by else "", row.on_behalf, state,
    )  # fmt: skip


def _name(agency: Agency, today: date) -> str:
    current = name_on(list(agency.names.all()), today)
    return current.name if current else ""


def show_access_review(actor: Actor, review_id: UUID, today: date) -> ReviewDetail | None:
    """One review the actor may see, with its people, or None."""
    rows = AccessReview.objects.within(actor).select_related("agency", "done_by").prefetch_related("agency__names")
    row = rows.filter(pk=review_id).first()
    if row is None or not (_sees_all(actor) or row.agency_id in led_agencies(actor, today)):
        return None
    if row.done_at:
        said = row.lines.select_related("person").order_by("person__name")
        return ReviewDetail(_line(row, today), said=list(said))
    return ReviewDetail(_line(row, today), people_of_agency(actor, row.agency_id, today))


def people_of_agency(actor: Actor, agency_id: UUID, today: date) -> list[PersonToReview]:
    """Everybody who holds something for one agency here today or will, by name. Three queries."""
    of: dict[UUID, list[Holding]] = {}
    for one in list_holdings(actor, today, every=True, seats=True):
        if one.agency_id == agency_id and one.when(today) != "ended":
            of.setdefault(one.person.pk, []).append(one)
    found = [PersonToReview(held[0].person, [one.what for one in held]) for held in of.values()]
    return sorted(found, key=lambda one: one.person.name.lower())


def agencies_with_people(actor: Actor, today: date) -> frozenset[UUID]:
    """The agencies for which somebody holds something in the actor's partnership today."""
    return frozenset(one.agency_id for one in list_holdings(actor, today, seats=True) if one.agency_id)


@dataclass(frozen=True)
class ReviewOwed:
    """A review of access that one person is asked for in one partnership, with the path of its page."""

    review_id: UUID
    partnership_id: UUID
    partnership_name: str
    agency: str
    due_on: date
    path: str
    # True where they are away and another lead of the agency is there.
    is_relieved: bool = False

    @property
    def title(self) -> str:
        """The question it asks."""
        return f"Who acts for {self.agency}: is it still right?"

    def why(self, today: date) -> str:
        """When it is or was due, as a clause."""
        due = f"due on {self.due_on.day} {self.due_on:%B %Y}"
        return f"overdue, {due}" if self.due_on < today else due

    def is_due_now(self, today: date) -> bool:
        """True from a week before its day on."""
        return self.due_on - today <= ASKED_AHEAD


def access_reviews_ahead(actor: Actor, since: date, until: date) -> list[Entry]:
    """The days between two on which reviews of access are due, of the agencies whose reviews the actor sees. One query.

    The next quarter's stand in the plan once they are opened, when that quarter begins.
    """
    if not actor.may(SEE_ACCESS_REVIEWS):
        return []
    rows = AccessReview.objects.within(actor).filter(due_on__range=(since, until))
    if not _sees_all(actor):
        rows = rows.filter(agency_id__in=actor.agencies_as(Role.AGENCY_LEAD))
    return [
        Entry(
            on=row.due_on, sort=Sort.ACCESS_REVIEW, thing_id=row.pk, title=f"Who acts for {row.called or 'an agency'}",
            page="partnerships:review_access", parts={"review": row.pk}, who=row.called or "",
            agency_ids=frozenset({row.agency_id}), state="done" if row.done_at else "",
        )
        for row in rows.annotate(called=called_on("agency_id", until))
    ]  # fmt: skip


def access_reviews_owed(people: Collection[UUID], today: date) -> dict[UUID, list[ReviewOwed]]:
    """The open reviews each of these people owes as an agency's lead, in every partnership. One query.

    Of one agency in one partnership that is the review due first.
    """
    leads = Membership.objects.in_effect(today).filter(person_id__in=people, role=Role.AGENCY_LEAD)
    rows = leads.filter(
        agency__access_reviews__partnership_id=F("partnership_id"), agency__access_reviews__done_at__isnull=True
    ).annotate(called=called_on("agency_id", today), away=is_away("person_id", today), other=lead_taken(today))
    found = rows.order_by("agency__access_reviews__due_on").values_list(
        "person_id", "agency_id", "agency__access_reviews__pk", "partnership_id", "partnership__name",
        "partnership__slug", "called", "agency__access_reviews__due_on", "away", "other",
    )  # fmt: skip
    owed: dict[UUID, dict[tuple[UUID, UUID], ReviewOwed]] = {}
    for person, agency, review, here, name, slug, called, due_on, away, other in found:
        path = f"/{slug}/access-reviews/{review}/"
        first = ReviewOwed(review, here, name, called or "", due_on, path, away and other)
        owed.setdefault(person, {}).setdefault((here, agency), first)
    return {person: list(every.values()) for person, every in owed.items()}
