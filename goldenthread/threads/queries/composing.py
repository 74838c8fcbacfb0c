"""Every app's own queries put together into one, values always apart from words.

An app says with `columns` which rows of a kind an actor may see. Django makes SQL of that; here the pieces are joined.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, DateField, F, QuerySet, TextField, UUIDField, Value
from django.db.models.functions import Cast, Concat, Trim

from goldenthread.kernel.actor import Actor
from goldenthread.threads import rules
from goldenthread.threads.rules import Kind, Ref, Summary
from goldenthread.web.environment import address

# The columns of every kind's rows, in this order, and what they hold.
COLUMNS = {
    "id": "uuid",
    "title": "text",
    "state": "text",
    "day": "date",
    "word": "text",
    "within": "uuid",
    "note": "text",
    "info_class": "text",
    "said_on": "date",
    "body": "text",
    "words": "tsvector",
}
NOTHING: Mapping[str, Any] = {
    "uuid": UUIDField(),
    "text": CharField(),
    "date": DateField(),
    "tsvector": SearchVectorField(),
}
# As much of a title as a line holds.
LINE = 160


@dataclass(frozen=True)
class Sql:
    """A piece of SQL with the values that belong into it, kept apart until the database puts them together."""

    text: str
    values: tuple[Any, ...] = ()

    def __add__(self, other: "Sql | str") -> "Sql":
        more = other if isinstance(other, Sql) else Sql(other)
        return Sql(self.text + more.text, self.values + more.values)


def joined(pieces: Iterable[Sql], between: str) -> Sql:
    """The pieces one after the other; nothing for none."""
    every = list(pieces)
    return reduce(lambda whole, piece: whole + between + piece, every[1:], every[0]) if every else Sql("")


def columns(
    rows: Any, *, title: Any, key: str = "pk", state: Any = "", day: Any = None, word: Any = "", within: Any = None,
    note: Any = "", info_class: Any = "", said_on: Any = None, body: Any = "", words: Any = None,
) -> Any:  # fmt: skip
    """Rows that give `COLUMNS`. Each is the name of a field or an expression; left out, it is empty.

    `state` is what the kind's `states` give words for, `day` the date of the thing, `word` what this one is called
    where its kind's own word does not do, `within` the id of what holds it, `info_class` its information class where
    it has one of its own, `said_on` the day it last changed, `body` the text from which a search shows a piece,
    `words` the search vector.
    """
    given = {
        "id": key, "title": title, "state": state, "day": day, "word": word, "within": within, "note": note,
        "info_class": info_class, "said_on": said_on, "body": body, "words": words,
    }  # fmt: skip
    return Columns(rows, given)


@dataclass(frozen=True)
class Columns:
    """Rows, and what stands for each of `COLUMNS`; only what is asked for is worked out."""

    rows: Any
    given: Mapping[str, Any]

    def only(self, names: Sequence[str]) -> Any:
        """A queryset that gives some of the columns, in this order."""
        found: dict[str, Any] = {}
        for name in names:
            what, holds = self.given[name], COLUMNS[name]
            if isinstance(what, str) and what:
                what = F(what)
            elif not hasattr(what, "resolve_expression"):
                what = Cast(Value(what or ("" if holds == "text" else None)), NOTHING[holds])
            found[f"thread_{name}"] = what
        return self.rows.order_by().annotate(**found).values_list(*found)


def spaced(*pieces: Any, between: str = " ") -> Any:
    """Fields and expressions as one text, with something between them; what is missing is left out."""
    every: list[Any] = []
    for piece in pieces:
        every += [piece, Value(between)]
    return Trim(Concat(*every[:-1], Value(""), output_field=TextField()))


def compiled(rows: QuerySet[Any]) -> Sql | None:
    """A queryset as SQL and its values; None for one that can find nothing."""
    try:
        text, values = rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return None
    return Sql(text, tuple(values))


def kinds_for(actor: Actor, keys: Collection[str] | None = None) -> list[Kind]:
    """The kinds of which the actor may see things, from the claim to the evidence; of those in `keys` where given."""
    return [one for one in rules.kinds() if one.is_for(actor) and (keys is None or one.key in keys)]


def seen(kind: Kind, actor: Actor, names: Sequence[str], where: Sql) -> Sql | None:
    """A SELECT of the kind's key and some columns of what the actor may see; in `where` the rows are called t."""
    return _selected(kind, _rows(kind.rows, actor, tuple(names)), names, where)


def seen_also(kind: Kind, actor: Actor, names: Sequence[str], where: Sql) -> list[Sql]:
    """The same for the further texts by which things of the kind are found."""
    every = _also(kind.also, actor, tuple(names)) if kind.also else ()
    return [piece for source in every if (piece := _selected(kind, source, names, where))]


def _selected(kind: Kind, source: Sql | None, names: Sequence[str], where: Sql) -> Sql | None:
    if source is None:
        return None
    typed = ", ".join(f"t.{name}::{COLUMNS[name]} AS {name}" for name in names)
    start = Sql(f"SELECT %s::text AS kind, {typed} FROM (", (kind.key,))
    return start + source + f") t({', '.join(names)}) WHERE " + where


# Making SQL takes longer than asking it. What an app says is the same for the same actor, whose rights are read afresh
# for each request and are part of the key: so whoever's rights have changed is another actor here.
@lru_cache(maxsize=4096)
def _rows(rows: Any, actor: Actor, names: tuple[str, ...]) -> Sql | None:
    return compiled(rows(actor).only(names))


@lru_cache(maxsize=1024)
def _also(also: Any, actor: Actor, names: tuple[str, ...]) -> tuple[Sql | None, ...]:
    return tuple(compiled(one.only(names)) for one in also(actor))


def fetched(query: Sql) -> list[tuple[Any, ...]]:
    """The rows that a query finds."""
    with connection.cursor() as cursor:
        cursor.execute(query.text, query.values)
        return cursor.fetchall()


SUMMARY = ("id", "title", "state", "day", "word", "within", "note", "info_class")


def summary_of(actor: Actor, kind: Kind, row: Sequence[Any]) -> Summary:
    """A row of `SUMMARY` columns as a thing in a line."""
    key, title, state, day, word, within, note, info_class = row
    line = " ".join((title or "").split())
    return Summary(
        title=line if len(line) <= LINE else f"{line[: LINE - 1].rstrip()}…",
        url=page_of(actor, kind, key, within),
        state=kind.states.get(state or "", ""),
        when=day,
        note=note or "",
        singular=said(word) if word else kind.singular,
        within=within,
        is_restricted=info_class == "R",
    )


def said(word: str) -> str:
    """A plan's own word as it stands in a sentence: "Aim" gives "aim", "KLOE" stays."""
    return word if word.isupper() else word[:1].lower() + word[1:]


def page_of(actor: Actor, kind: Kind, key: UUID, within: UUID | None) -> str:
    """The address of the page that shows a thing."""
    return address_of(actor, kind.page.name, kind.page.parts, kind.page.query, key, within, kind.page.fragment)


def address_of(
    actor: Actor, page: str, parts: Any, query: Any, key: UUID, within: UUID | None, fragment: str = ""
) -> str:
    """The address of a page whose keywords take a thing's "id", that of what it is "within", or words as they are.

    "{id}" within other words is the thing's id too.
    """
    ids = {"id": key, "within": within}

    def filled(names: Any) -> dict[str, Any]:
        return {name: ids.get(what) or what.replace("{id}", str(key)) for name, what in names.items()}

    sought = {name: str(value) for name, value in filled(query).items()}
    return address(page, actor.partnership_slug, **filled(parts), query=sought, fragment=fragment)


def summaries_of(actor: Actor, refs: Iterable[Ref]) -> dict[Ref, Summary]:
    """A summary of each thing the actor may see. One query, however many things of however many kinds."""
    by_kind: dict[str, set[UUID]] = {}
    for ref in refs:
        by_kind.setdefault(ref.kind, set()).add(ref.id)
    known = {one.key: one for one in kinds_for(actor, by_kind)}
    pieces = [seen(one, actor, SUMMARY, Sql("t.id = ANY(%s)", (list(by_kind[key]),))) for key, one in known.items()]
    query = joined([piece for piece in pieces if piece], " UNION ALL ")
    rows = fetched(query) if query.text else []
    return {Ref(kind, row[0]): summary_of(actor, known[kind], row) for kind, *row in rows}


def linkable(actor: Actor, choice: rules.Choice, words: str, limit: int = 20) -> list[tuple[Ref, Summary]]:
    """Things the actor may see that a link of this choice may lead to, their titles holding every word. One query.

    From the claim to the evidence, then by date, latest first. Things withdrawn are left out.
    """
    known = {one.key: one for one in kinds_for(actor, choice.others)}
    holds = Sql("TRUE")
    for word in words.split():
        holds = holds + Sql(" AND t.title ILIKE %s", (f"%{_plainly(word)}%",))
    pieces = [
        seen(one, actor, SUMMARY, holds + Sql(" AND t.state <> ALL(%s)", (list(one.unsought),)))
        for one in known.values()
    ]
    union = joined([piece for piece in pieces if piece], " UNION ALL ")
    if not union.text:
        return []
    order = {key: place for place, key in enumerate(known)}
    query = Sql("SELECT * FROM (") + union + ") u ORDER BY array_position(%s::text[], u.kind), u.day DESC NULLS LAST, "
    query = Sql(query.text + "u.title LIMIT %s", (*query.values, list(order), limit))
    return [(Ref(kind, row[0]), summary_of(actor, known[kind], row)) for kind, *row in fetched(query)]


def _plainly(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def may_see_thing(actor: Actor, kind_key: str, thing_id: UUID) -> bool:
    """True when the thing is the actor's to see. One query."""
    return bool(summaries_of(actor, [Ref(kind_key, thing_id)]))
