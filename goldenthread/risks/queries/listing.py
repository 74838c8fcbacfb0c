"""The register as a list, its matrix, and what its filters offer. Only what the actor may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Group
from goldenthread.risks import rules
from goldenthread.risks.models import Risk
from goldenthread.risks.permissions import registers_chaired
from goldenthread.risks.queries.scales import above_appetite
from goldenthread.risks.queries.threatened import threatening

PARTNERSHIP = "partnership"
SOON = timedelta(days=30)


def list_risks(
    actor: Actor,
    today: date,
    scale: rules.Scale,
    *,
    words: str = "",
    register: str = "",
    priority: str = "",
    category: str = "",
    bands: Sequence[str] = (),
    states: Sequence[str] = (),
    owner_id: str = "",
    appetite: str = "",
    review: str = "",
    moved: str = "",
    likelihood: str = "",
    impact: str = "",
) -> QuerySet[Any]:
    """The risks the actor may read, as a queryset to order and page; those not closed unless told.

    `register` is a group's id or `PARTNERSHIP`, `priority` the id of one that is threatened, `bands` are keys of the
    level now, `appetite` "above" or "within", `review` "late" or "soon", `moved` "up", "down", "same" or "new",
    `likelihood` and `impact` are steps of now.
    """
    found = with_parts(Risk.objects.readable(actor))
    for word in words.split():
        # "R7" is a number as people say it; anything else is looked for in the words.
        number = Q(number=int(word[1:])) if word[:1] in "Rr" and word[1:].isascii() and word[1:].isdigit() else Q()
        text = Q(title__icontains=word) | Q(cause__icontains=word) | Q(event__icontains=word)
        found = found.filter(number or (text | Q(effect__icontains=word)))
    given = {"category": category, "owner_id": owner_id}
    given |= {"current__likelihood": likelihood, "current__impact": impact}
    found = found.filter(**{name: value for name, value in given.items() if value})
    if register:
        found = found.filter(group__isnull=True) if register == PARTNERSHIP else found.filter(group_id=register)
    if priority:
        found = found.filter(pk__in=threatening(actor, UUID(priority)))
    if bands:
        found = found.filter(_in_bands(bands, scale))
    if appetite:
        above = above_appetite(scale)
        found = found.filter(above) if appetite == "above" else found.exclude(above)
    if review:
        found = found.watched().filter(_to_review(review, today))
    if moved:
        found = found.filter(_moved(moved))
    return found.filter(state__in=states or [state.value for state in rules.WATCHED])


def with_parts(rows: Any) -> Any:
    """Risks with what a line about each needs, in the same query."""
    return rows.select_related("owner", "group", "raised_in", "current", "before", "inherent", "target").annotate(
        now=Coalesce(F("current__score"), 0)
    )


def _in_bands(bands: Sequence[str], scale: rules.Scale) -> Q:
    """By today's levels: a score of an older scale is read as it would be today."""
    wanted = Q(pk__in=[])
    ordered = sorted(scale.bands, key=lambda one: one.lowest)
    for place, band in enumerate(ordered):
        if band.key in bands:
            upper = ordered[place + 1].lowest if place + 1 < len(ordered) else None
            within = Q(current__score__gte=band.lowest)
            wanted |= within & Q(current__score__lt=upper) if upper else within
    return wanted


def _to_review(review: str, today: date) -> Q:
    late = Q(next_review_on__lt=today)
    return late if review == "late" else Q(next_review_on__gte=today, next_review_on__lte=today + SOON)


def _moved(moved: str) -> Q:
    """The condition of `Risk.direction`: a review since the newest score says that it stays."""
    before, confirmed = F("before__score"), Q(reviewed_on__gt=F("current__said_on"))
    asked = {
        rules.Direction.UP.value: Q(current__score__gt=before) & ~confirmed,
        rules.Direction.DOWN.value: Q(current__score__lt=before) & ~confirmed,
        rules.Direction.SAME.value: Q(current__score=before) | confirmed,
        rules.Direction.NEW.value: Q(before__isnull=True) & ~confirmed,
    }
    return asked.get(moved, Q(pk__in=[]))


def list_registers(actor: Actor) -> list[tuple[str, str]]:
    """The registers in which a risk stands that the actor may read, as (key, name), the partnership's own first."""
    held = Risk.objects.readable(actor).order_by("group__position", "group__name")
    rows = dict(held.values_list("group_id", "group__name").distinct())
    own = [(PARTNERSHIP, "The partnership’s own")] if None in rows else []
    return own + [(str(key), name) for key, name in rows.items() if key]


def list_owners(actor: Actor) -> list[tuple[UUID, str]]:
    """The owners of risks the actor may read, as (id, name), by name. One query."""
    owners = Risk.objects.readable(actor).filter(owner__isnull=False).order_by("owner__name")
    return list(owners.values_list("owner_id", "owner__name").distinct())


@dataclass(frozen=True)
class Matrix:
    """How many open risks stand at each (likelihood, impact) now, of one register or all."""

    counts: dict[tuple[int, int], int]
    total: int
    above: int


def show_matrix(actor: Actor, scale: rules.Scale, register: str = "") -> Matrix:
    """The matrix of the risks that are not closed and the actor may read. Two queries."""
    rows = Risk.objects.readable(actor).watched()
    if register:
        rows = rows.filter(group__isnull=True) if register == PARTNERSHIP else rows.filter(group_id=register)
    each = rows.order_by().values("current__likelihood", "current__impact").annotate(number=Count("pk"))
    counts = {
        (likelihood, impact): number
        for likelihood, impact, number in each.values_list("current__likelihood", "current__impact", "number")
        if likelihood
    }
    return Matrix(counts, sum(counts.values()), rows.filter(above_appetite(scale)).count())


def registers_kept(actor: Actor, groups: Sequence[Group], keeps_all: bool) -> list[tuple[str, str]]:
    """The registers into which the actor may enter a risk, among the groups that have not ended. No query."""
    own = [("", "The partnership’s own register")] if keeps_all else []
    mine = [one for one in groups if keeps_all or one.pk in registers_chaired(actor)]
    return own + [(str(group.pk), group.name) for group in mine]
