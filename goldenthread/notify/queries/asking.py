"""Who is asked for what, across partnerships. Only the making of digests asks this; pages ask within one."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection

from goldenthread.kernel.actor import Actor, Presence
from goldenthread.notify import rules
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.models import Appointment, Membership, SeatHolder
from goldenthread.web.environment import address

Asked = dict[UUID, list[tuple[str, rules.Ask]]]


def ties(today: date, people: Collection[UUID] | None = None) -> dict[UUID, set[UUID]]:
    """The partnerships in which each person has a tie today, for some people or all. Three queries."""
    found: dict[UUID, set[UUID]] = {}
    holders = (
        SeatHolder.objects.in_effect(today).exclude(seat__ends_on__lt=today).exclude(seat__group__ends_on__lt=today)
    )
    for rows in (Membership.objects.in_effect(today), Appointment.objects.in_effect(today), holders):
        rows = rows.filter(person__is_active=True).order_by()
        rows = rows if people is None else rows.filter(person_id__in=people)
        for person, partnership in rows.values_list("person_id", "partnership_id").distinct():
            found.setdefault(person, set()).add(partnership)
    return found


def asks_of(people: Collection[UUID], today: date) -> Asked:
    """What each of these people is asked for, with the key of the source, in every partnership.

    A constant number of queries for each source, however many people, and one for who acts where.
    """
    actors = [actor for every in partnerships.actors_of_people(people, today).values() for actor in every]
    found: Asked = {}
    for source in rules.sources():
        for person, asks in source.asks(people, today).items() if source.asks else ():
            found.setdefault(person, []).extend((source.key, ask) for ask in asks if not ask.relieved)
        for actor, ask in source.of_actors(actors, today) if source.of_actors else ():
            # Whoever is away while somebody else is asked is sent nothing about it.
            if actor.user_id and not ask.relieved:
                found.setdefault(actor.user_id, []).append((source.key, ask))
    return found


def count_waiting(actors: Sequence[Actor], today: date) -> int:
    """How many things the sources with a button want now of one person, as they act in each of their partnerships.

    One query for all of them together, or none where nothing can wait.
    """
    text, values = _counting(tuple(actors), tuple(one.presence for one in actors), today)
    if not text:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return int(cursor.fetchone()[0])


@lru_cache(maxsize=256)
def _counting(actors: tuple[Actor, ...], there: tuple[Presence, ...], today: date) -> tuple[str, tuple[Any, ...]]:
    """The query that counts, in words that only rights and the day decide; empty where nothing can wait.

    Every page asks it, and making its words took longer than the rest of the page. Nothing it finds is kept.
    """
    texts: list[str] = []
    values: list[Any] = []
    for source in rules.sources():
        rows = source.waits(actors, today) if source.button and source.waits else None
        try:
            text, given = ("", ()) if rows is None else rows.order_by().values_list("pk").query.sql_with_params()
        except EmptyResultSet:
            continue
        texts += [f"({text})"] if text else []
        values += given
    every = " UNION ALL ".join(texts)
    return f"SELECT COUNT(*) FROM ({every}) AS waiting" if texts else "", tuple(values)  # noqa: S608 (Django's words)


def within(asked: Iterable[tuple[str, rules.Ask]], places: Collection[UUID]) -> list[tuple[str, rules.Ask]]:
    """Only what these partnerships ask."""
    return [(source, ask) for source, ask in asked if ask.partnership_id in places]


def as_asked_now(
    asked: Iterable[tuple[str, rules.Ask]], now: Iterable[tuple[str, rules.Ask]]
) -> list[tuple[str, rules.Ask]]:
    """What was asked once and is asked now, without the title of what has been restricted since."""
    known = {(source, ask.kind, ask.thing_id): ask for source, ask in now}
    found = []
    for source, ask in asked:
        today = known.get((source, ask.kind, ask.thing_id))
        if today is not None:
            title, may_answer = ask.title if today.title else "", ask.may_answer and today.may_answer
            found.append((source, replace(ask, title=title, may_answer=may_answer)))
    return found


def access_reviews(people: Collection[UUID], today: date) -> dict[UUID, list[rules.Ask]]:
    """The reviews of access that these people owe as asks, since their own app stands below this one. One query."""
    owed = partnerships.access_reviews_owed(people, today)
    return {person: [_review(one, today) for one in their] for person, their in owed.items()}


def closing_report_asks(actors: Sequence[Actor], today: date) -> list[tuple[Actor, rules.Ask]]:
    """The closing reports that these actors owe as asks, since their own app stands below this one. One query."""
    return [(owed.actor, _closing_report(owed)) for owed in partnerships.closing_reports_owed(actors, today)]


def absence_asks(actors: Sequence[Actor], today: date) -> list[tuple[Actor, rules.Ask]]:
    """Who is away and has nobody to answer for them, as asks of the business unit. One query, none for others."""
    return [(one.actor, _absence(one)) for one in partnerships.unanswered(actors, today)]


def _absence(one: partnerships.Unanswered) -> rules.Ask:
    return rules.Ask(
        kind="partnerships.absence",
        thing_id=one.absence_id,
        partnership_id=one.actor.partnership_id,
        partnership_name=one.actor.partnership_name,
        title=f"Nobody answers for {one.name}",
        why=f"away until {one.until.day} {one.until:%B %Y}: {'; '.join(one.places)}",
        urgency=rules.Urgency.NOW,
        path=address("partnerships:keep_absences", one.actor.partnership_slug, person=one.person_id),
    )


def _closing_report(owed: partnerships.Owed) -> rules.Ask:
    day = f"{owed.ends_on.day} {owed.ends_on:%B %Y}"
    why = f"ended on {day} without a closing report" if owed.is_overdue else f"ends on {day}, with a closing report"
    return rules.Ask(
        kind="partnerships.group",
        thing_id=owed.group_id,
        partnership_id=owed.actor.partnership_id,
        partnership_name=owed.actor.partnership_name,
        title=owed.name,
        why=why,
        urgency=rules.Urgency.NOW if owed.is_overdue else rules.Urgency.THIS_MONTH,
        path=address("partnerships:write_closing_report", owed.actor.partnership_slug, group=owed.group_id),
        due_on=owed.ends_on,
        relieved=owed.is_relieved,
    )


def _review(owed: partnerships.ReviewOwed, today: date) -> rules.Ask:
    return rules.Ask(
        kind="partnerships.accessreview",
        thing_id=owed.review_id,
        partnership_id=owed.partnership_id,
        partnership_name=owed.partnership_name,
        title=owed.title,
        why=owed.why(today),
        urgency=rules.Urgency.NOW if owed.is_due_now(today) else rules.Urgency.THIS_MONTH,
        path=owed.path,
        due_on=owed.due_on,
        relieved=owed.is_relieved,
    )
