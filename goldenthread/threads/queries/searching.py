"""Search everything an actor may see, in one query over every kind's own rows."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Group
from goldenthread.threads.queries.composing import (
    SUMMARY,
    Sql,
    compiled,
    fetched,
    joined,
    kinds_for,
    seen,
    seen_also,
    summary_of,
)
from goldenthread.threads.rules import Kind, Part, Ref, Sought, Summary, Term, marked
from goldenthread.threads.rules.words import CLOSES, OPENS

PAGE_SIZE = 25
# As much of a text as a highlight is looked for in.
LENGTH = 20_000
RELEVANCE, DATE = "relevance", "date"


@dataclass(frozen=True)
class Hit:
    """One thing found: in a line, and its title and the piece of its text that matched, cut where they matched."""

    ref: Ref
    summary: Summary
    title: tuple[Part, ...]
    piece: tuple[Part, ...]
    said_on: date | None


@dataclass(frozen=True)
class Results:
    """One page of what was found. `counts` says for each kind how many there are; `total` those of the kind asked for.

    `is_empty_question` is true where every word is too common to be looked for.
    """

    hits: list[Hit] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    total: int = 0
    number: int = 1
    pages: int = 1
    is_empty_question: bool = False

    @property
    def first(self) -> int:
        """The place of the first hit on this page."""
        return (self.number - 1) * PAGE_SIZE + 1 if self.hits else 0

    @property
    def last(self) -> int:
        """The place of the last hit on this page."""
        return self.first + len(self.hits) - 1 if self.hits else 0


def search(
    actor: Actor,
    sought: Sought,
    *,
    kind: str = "",
    group_id: UUID | None = None,
    since: date | None = None,
    order: str = RELEVANCE,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Results:
    """What the actor may see that holds what is sought, best or latest first. One query; two for a page past the end.

    `kind` keeps to one kind, `group_id` to what belongs to a group, `since` to what was said on that day or later;
    `size` is how many make a page.
    """
    known = {one.key: one for one in kinds_for(actor)}
    if not sought.clauses or not known:
        return Results()
    found = _found(actor, list(known.values()), _question(sought), group_id, since)
    if not found.text:
        return Results()
    rows = fetched(_search(sought, found, kind, order, page, size))
    counts, is_question = json.loads(rows[0][0]), bool(rows[0][1])
    total = counts.get(kind, 0) if kind else sum(counts.values())
    pages = max(1, -(-total // size))
    if page > pages:
        return search(actor, sought, kind=kind, group_id=group_id, since=since, order=order, page=pages, size=size)
    ordered = {key: counts[key] for key in known if key in counts}
    hits = list(_hits(actor, known, rows))
    return Results(hits, ordered, total, page, pages, is_empty_question=not is_question)


def _hits(actor: Actor, known: dict[str, Kind], rows: list[tuple[Any, ...]]) -> Iterator[Hit]:
    for _, _, kind, said_on, title, piece, *summary in rows:
        if kind is not None:
            line = summary_of(actor, known[kind], summary)
            yield Hit(Ref(kind, summary[0]), line, marked(title or ""), _cut(marked(piece or "")), said_on)


def _cut(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The piece of a text, or nothing where nothing in it matched: the title has said it already."""
    return parts if any(part.is_hit for part in parts) else ()


def _search(sought: Sought, found: Sql, kind: str, order: str, page: int, size: int) -> Sql:
    best_first = "b.rank DESC, b.said_on DESC NULLS LAST, b.title, b.id"
    latest_first = "b.said_on DESC NULLS LAST, b.rank DESC, b.title, b.id"
    by = latest_first if order == DATE else best_first
    summary = ", ".join(f"b.{name}" for name in SUMMARY)
    # What the marks are made of is taken out of the text before it is marked.
    title = Sql(
        "ts_headline('english', translate(left(b.title, %s), %s, ''), q.words, %s)",
        (300, OPENS + CLOSES, _marks("HighlightAll=true")),
    )
    piece = Sql(
        "ts_headline('english', translate(left(b.body, %s), %s, ''), q.words, %s)",
        (LENGTH, OPENS + CLOSES, _marks('MaxFragments=2, MaxWords=28, MinWords=10, FragmentDelimiter=" … "')),
    )
    only = Sql(" WHERE %s = '' OR f.kind = %s", (kind, kind))
    return (
        Sql("WITH q AS MATERIALIZED (SELECT ")
        + _question(sought)
        + " AS words), found AS MATERIALIZED (SELECT DISTINCT ON (u.kind, u.id) u.* FROM ("
        + found
        + ") u ORDER BY u.kind, u.id, u.rank DESC, u.said_on DESC NULLS LAST), counted AS (SELECT"
        " coalesce(jsonb_object_agg(c.kind, c.number), '{}')::text AS counts FROM"
        " (SELECT kind, count(*) AS number FROM found GROUP BY kind) c), b AS (SELECT f.* FROM found f"
        + only
        + Sql(f" ORDER BY {by.replace('b.', 'f.')} LIMIT %s OFFSET %s)", (size, (page - 1) * size))
        + " SELECT c.counts, numnode(q.words), b.kind, b.said_on, "
        + title
        + ", "
        + piece
        + f", {summary} FROM counted c CROSS JOIN q LEFT JOIN b ON TRUE ORDER BY {by}"
    )


def _marks(more: str) -> str:
    return f"StartSel={OPENS}, StopSel={CLOSES}, {more}"


def _found(actor: Actor, known: list[Kind], asked: Sql, group_id: UUID | None, since: date | None) -> Sql:
    """Every text of every kind that holds what is sought, with its rank.

    The question stands in every part in full, so that the planner knows how rare its words are.
    """
    names = ("id", "title", "state", "day", "word", "within", "note", "info_class", "said_on", "body", "words")
    pieces = []
    for one in known:
        where = Sql("t.words @@ ") + asked + Sql(" AND coalesce(t.state, '') <> ALL(%s)", (list(one.unsought),))
        if group_id is not None:
            ids = compiled(one.of_group(actor, group_id)) if one.of_group else None
            if ids is None:
                continue
            where = where + " AND t.id IN (" + ids + ")"
        if since is not None:
            where = where + Sql(" AND t.said_on >= %s", (since,))
        pieces += [piece for piece in (seen(one, actor, names, where), *seen_also(one, actor, names, where)) if piece]
    union = joined(pieces, " UNION ALL ")
    if not union.text:
        return union
    shown = ", ".join(name for name in names if name != "words")
    return Sql(f"SELECT kind, {shown}, ts_rank_cd(w.words, ") + asked + ", 1) AS rank FROM (" + union + ") w"


def _question(sought: Sought) -> Sql:
    """What is sought as PostgreSQL asks it. The words themselves are values; only how they are joined is written."""
    clauses = [Sql("(") + joined([_term(term) for term in clause], " && ") + ")" for clause in sought.clauses]
    return Sql("(") + joined(clauses, " || ") + ")"


def _term(term: Term) -> Sql:
    how = "phraseto_tsquery" if term.is_phrase else "plainto_tsquery"
    pieces = [Sql(f"{how}('english', %s)", (term.text,))]
    pieces += [Sql("phraseto_tsquery('english', %s)", (name,)) for name in term.also]
    return Sql("(!! " if term.is_excluded else "(") + joined(pieces, " || ") + ")"


def groups_to_search(actor: Actor) -> list[tuple[str, str]]:
    """The groups that a search can be kept to, as (id, name), in the partnership's order. One query."""
    return [(str(pk), name) for pk, name in Group.objects.within(actor).values_list("pk", "name")]
