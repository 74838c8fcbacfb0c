"""What every table of a partnership has, what some have, and the words by which search finds a row."""

import uuid
from collections.abc import Sequence
from typing import Any, Self

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models.tenant import Partnership


class Records(models.QuerySet[Any]):
    """Rows of one partnership at a time."""

    def within(self, actor: Actor) -> Self:
        """Only the rows of the actor's partnership."""
        return self.filter(partnership_id=actor.partnership_id)

    def in_effect(self, today: Any) -> Self:
        """Only the rows whose first and last day surround today."""
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=today), Q(ends_on__isnull=True) | Q(ends_on__gte=today)
        )


class Record(models.Model):
    """What every table of a partnership has: an id nobody can guess, its partnership, and how often it was saved."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Records.as_manager()

    class Meta:
        abstract = True


def searched(*titles: str, bodies: Sequence[str] = (), also: Any = None) -> models.GeneratedField:
    """The words of a row as search finds them, titles weighing more than bodies; the database keeps them itself.

    `also` is a further search vector for what is no plain text. Such a column is called `search` and goes with `Unread`
    rows, because nobody ever looks at it.
    """
    words: Any = SearchVector(*titles, weight="A", config="english")
    if bodies:
        words = words + SearchVector(*bodies, weight="B", config="english")
    if also is not None:
        words = words + also
    return models.GeneratedField(expression=words, output_field=SearchVectorField(), db_persist=True)


class Unread(Records):
    """Rows fetched without the column in which the database keeps their words for search."""

    def __init__(self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None) -> None:
        super().__init__(model, query, using, hints)
        if model is not None and query is None:
            self.query.add_deferred_loading(["search"])


class Dated(models.Model):
    """A first and a last day, either of which may be unknown or not yet known."""

    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


def in_order(name: str) -> models.CheckConstraint:
    """The constraint that nothing ends before it starts."""
    return models.CheckConstraint(
        condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name=name
    )
