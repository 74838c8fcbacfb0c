"""The rows of what the partnership itself is made of, which lies beneath the threads: groups, seats, agencies, people.

These tables are small, so their words are worked out when they are searched.
"""

from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.search import SearchVector
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import (
    Agency,
    AgencyName,
    Appointment,
    Group,
    GroupAlias,
    Membership,
    Participation,
    Seat,
    SeatHolder,
    Statement,
)
from goldenthread.people.models import User
from goldenthread.threads.queries.composing import columns, spaced


def _words(title: str, *bodies: str) -> Any:
    words: Any = SearchVector(title, weight="A", config="english")
    return words + SearchVector(*bodies, weight="B", config="english") if bodies else words


def _names(rows: Any, of: str) -> Any:
    """All the names that some rows give one thing, as one text."""
    names = rows.order_by().values(of).annotate(every=StringAgg("name", ", ")).values("every")
    return _text(names)


def _text(one: Any) -> Any:
    """A text found by a query of its own, empty where it finds none."""
    return Coalesce(Subquery(one, output_field=TextField()), Value(""), output_field=TextField())


def groups(actor: Actor) -> Any:
    """The groups, found by their other names too."""
    rows = Group.objects.within(actor).annotate(
        other_names=_names(GroupAlias.objects.filter(group_id=OuterRef("pk")), "group_id")
    )
    rows = rows.annotate(told=spaced("abbreviation", "other_names", "remit"))
    return columns(rows, title="name", state="kind", said_on="starts_on", body="told", words=_words("name", "told"))


def seats(actor: Actor) -> Any:
    """The seats, each with its group and those who hold it today or ever held it."""
    held = SeatHolder.objects.filter(seat_id=OuterRef("pk")).order_by().values("seat_id")
    holders = held.annotate(every=StringAgg("person__name", ", ")).values("every")
    rows = Seat.objects.within(actor).annotate(
        full=spaced("title", "group__name", between=", "),
        told=_text(holders),
    )
    return columns(
        rows, title="full", within="group_id", said_on="starts_on", body="told", words=_words("full", "told")
    )


def agencies(actor: Actor) -> Any:
    """The agencies that take or took part, by the name they have now, found by those they had before."""
    mine = Participation.objects.within(actor).filter(agency_id=OuterRef("pk"))
    named = AgencyName.objects.filter(agency_id=OuterRef("pk"))
    current = named.order_by(F("ends_on").desc(nulls_first=True), F("starts_on").desc(nulls_last=True)).values("name")
    short = named.exclude(short_name="").order_by().values("agency_id")
    rows = Agency.objects.filter(Exists(mine)).annotate(
        called=_text(current[:1]),
        told=spaced(
            _names(named, "agency_id"),
            _text(short.annotate(every=StringAgg("short_name", ", ")).values("every")),
        ),
    )  # fmt: skip
    return columns(rows, title="called", state="sector", body="told", words=_words("called", "told"))


def people(actor: Actor) -> Any:
    """The people who have or had anything to do with the partnership and whose account is open, by name and post."""
    tied = Q()
    for model in (Membership, Appointment, SeatHolder):
        tied |= Q(Exists(model.objects.within(actor).filter(person_id=OuterRef("pk"))))
    rows = User.objects.filter(tied, is_active=True)
    return columns(rows, title="name", body="job_title", words=_words("name", "job_title"))


def statements(actor: Actor) -> Any:
    """The texts the partnership stands by, each in its newest version."""
    newer = Statement.objects.within(actor).filter(kind=OuterRef("kind"), number__gt=OuterRef("number"))
    rows = Statement.objects.within(actor).filter(~Exists(newer))
    kinds = (When(kind=kind, then=Value(word)) for kind, word in Statement.Kind.choices)
    rows = rows.annotate(called=spaced(Case(*kinds), Cast("number", CharField()), between=", version "))
    return columns(
        rows, title="called", day="agreed_on", said_on="agreed_on", body="body", words=_words("called", "body")
    )


def groups_of_group(actor: Actor, group_id: Any) -> Any:
    """The group itself and those beneath it."""
    return Group.objects.within(actor).filter(Q(pk=group_id) | Q(parent_id=group_id)).order_by().values("pk")


def seats_of_group(actor: Actor, group_id: Any) -> Any:
    """The seats of a group."""
    return Seat.objects.within(actor).filter(group_id=group_id).order_by().values("pk")


def people_of_group(actor: Actor, group_id: Any) -> Any:
    """Those who hold or held a seat of a group."""
    held = SeatHolder.objects.within(actor).filter(seat__group_id=group_id).order_by()
    return held.values("person_id")
