"""Any list of a partnership as a file: titled with whose it is, of which day and how filtered, and marked."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.text import slugify

from goldenthread.kernel.actor import Actor
from goldenthread.rendering.lists import marked_name, writers
from goldenthread.web.lists import Column, ListState

RESTRICTED = "OFFICIAL-SENSITIVE"


def marking_of(actor: Actor, restricted: bool) -> str:
    """The protective marking of a file: that of restricted papers where it holds any, else the partnership's own."""
    return RESTRICTED if restricted else actor.marking


def list_file(
    actor: Actor,
    today: date,
    state: ListState,
    rows: Iterable[Any],
    name: str,
    *,
    columns: Sequence[Column] = (),
    wide: Sequence[str] = (),
    restricted: bool = False,
    file: str = "",
    whose: str | None = None,
) -> HttpResponse:
    """Every row as the CSV or Excel file that `state` asks for. No query.

    `name` is the list's title, `columns` those of the file where it holds more than the page, `wide` the headings of
    columns of sentences, `restricted` true where a row is of the restricted class, `file` a name without its ending.
    `whose` is said in place of the partnership's name, empty for a list that is not of one alone.
    """
    if columns:
        state = replace(state, listing=replace(state.listing, columns=tuple(columns)))
    whose = actor.partnership_name if whose is None else whose
    title = ", ".join(filter(None, (name, whose, f"{today.day} {today:%B %Y}")))
    if state.is_filtered:
        title = f"{title} ({state.in_words})"
    marking = marking_of(actor, restricted)
    named = marked_name(file or f"{slugify(name)[:60]}-{today.isoformat()}", marking)
    return state.download(rows, named, writers(name[:31], title, marking, wide))
