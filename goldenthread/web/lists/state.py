"""Lists read from an address: filters, order and page in the query string, and the same list as a download."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse, QueryDict

from goldenthread.web.filters import listed
from goldenthread.web.forms import Checkboxes, Form, Select
from goldenthread.web.lists.parts import (
    FORMATS,
    PAGE_SIZE,
    Chip,
    Column,
    Heading,
    Page,
    Query,
    Writer,
    address,
    part,
    turned,
)


@dataclass(frozen=True)
class Listing:
    """What a list can be filtered and ordered by.

    `filters` makes the form, `order` is the key of a column ("-due" for backwards).
    """

    columns: tuple[Column, ...]
    filters: Callable[..., Form] = Form
    order: str = ""
    page_size: int = PAGE_SIZE

    def read(self, query: QueryDict, **form: Any) -> "ListState":
        """The state that an address asks for; `form` is handed to the filter form (its choices, say).

        Never raises: what the list does not know is left out and said in `notes`.
        """
        return _read(self, query, form)


@dataclass(frozen=True)
class ListState:
    """One list as one address asks for it."""

    listing: Listing
    form: Form
    filters: dict[str, Any]
    query: Query
    order: str
    number: int
    format: str
    notes: tuple[str, ...] = field(default=())

    @property
    def order_by(self) -> tuple[str, ...]:
        """Names for a queryset's `order_by`, backwards where asked."""
        back = self.order.startswith("-")
        column = next((one for one in self.listing.columns if one.key == self.order.lstrip("-")), None)
        return tuple(turned(name) if back else name for name in column.names) if column else ()

    @property
    def is_filtered(self) -> bool:
        """True when anything is filtered for."""
        return bool(self.query)

    def url(self, *, page: int = 1, order: str = "", format: str = "") -> str:
        """The query string of this list at another page, in another order, or as a download."""
        return address(self.query, order or self.order, self.listing.order, page, format)

    @property
    def clear_url(self) -> str:
        """This list without any filter."""
        return address((), self.order, self.listing.order)

    @property
    def chips(self) -> list[Chip]:
        """What is filtered for, each with the way to remove it."""
        return [
            Chip(str(self.form[name].label), text, address(rest, self.order, self.listing.order))
            for name, text, rest in _spoken(self)
        ]

    @property
    def in_words(self) -> str:
        """What is filtered for as words, "Rating: Off track, Group: Neglect"; empty for the whole list."""
        return ", ".join(f"{chip.label}: {chip.text}" for chip in self.chips)

    @property
    def headings(self) -> list[Heading]:
        """The column headings, those that order the list as links."""
        return [self._heading(column) for column in self.listing.columns]

    def _heading(self, column: Column) -> Heading:
        if not column.names:
            return Heading(column.heading, number=column.number)
        other = f"-{column.key}" if self.order == column.key else column.key
        now = {column.key: "ascending", f"-{column.key}": "descending"}.get(self.order, "none")
        return Heading(column.heading, self.url(order=other), now, column.number)

    @property
    def downloads(self) -> list[dict[str, str]]:
        """The links that download this list as it stands."""
        return [{"text": words, "href": self.url(format=key)} for key, (words, _) in FORMATS.items()]

    def page(self, rows: Any) -> Page:
        """One page of a queryset or sequence. A page past the end gives the last one."""
        size = self.listing.page_size
        total = rows.count() if hasattr(rows, "query") else len(rows)
        pages = max(1, -(-total // size))
        number = min(self.number, pages)
        first = (number - 1) * size
        shown = list(rows[first : first + size])
        return Page(shown, total, number, pages, first + 1 if shown else 0, first + len(shown))

    def sorted(self, rows: Iterable[Any]) -> list[Any]:
        """Rows that are not a queryset, in the order asked for; empty values last either way."""
        found = list(rows)
        for name in reversed(self.order_by):
            bare = name.lstrip("-")
            known = [row for row in found if part(row, bare) not in (None, "")]
            empty = [row for row in found if part(row, bare) in (None, "")]
            known.sort(key=lambda row: part(row, bare), reverse=name.startswith("-"))
            found = known + empty
        return found

    def page_links(self, page: Page) -> dict[str, Any]:
        """The parameters of GOV.UK's pagination: nearest pages, first and last, dots between."""
        near = sorted({1, page.number - 1, page.number, page.number + 1, page.pages} & set(range(1, page.pages + 1)))
        items: list[dict[str, Any]] = []
        for before, number in zip([0, *near], near, strict=False):
            if number - before > 1:
                items.append({"ellipsis": True})
            items.append({"number": number, "href": self.url(page=number), "current": number == page.number})
        links: dict[str, Any] = {"items": items}
        if page.number > 1:
            links["previous"] = {"href": self.url(page=page.number - 1)}
        if page.number < page.pages:
            links["next"] = {"href": self.url(page=page.number + 1)}
        return links

    def download(self, rows: Iterable[Any], name: str, writers: Mapping[str, Writer]) -> HttpResponse:
        """All rows as the file asked for. `writers` has a function for each format: (headings, rows) to bytes."""
        columns = self.listing.columns
        content = writers[self.format](
            [column.heading for column in columns], ([column.of(row) for column in columns] for row in rows)
        )
        response = HttpResponse(content, content_type=FORMATS[self.format][1])
        response["Content-Disposition"] = f'attachment; filename="{name}.{self.format}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response


def _read(listing: Listing, query: QueryDict, form_kwargs: dict[str, Any]) -> ListState:
    notes: list[str] = []
    form = _form(listing, query, form_kwargs)
    kept = _known(form, query, notes)
    form = _form(listing, kept, form_kwargs)
    form.is_valid()
    filters = {name: value for name, value in form.cleaned_data.items() if value not in (None, "", [], False)}
    pairs = tuple(
        (key, value)
        for name in filters
        for key in sorted(kept)
        if (key == name or key.startswith(f"{name}-"))
        for value in kept.getlist(key)
        if value
    )
    order = query.get("sort", "")
    if order and not any(order.lstrip("-") == column.key and column.names for column in listing.columns):
        notes.append("This list cannot be put in the order asked for, so it is in its usual order.")
        order = ""
    asked = query.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    format = query.get("format", "")
    return ListState(
        listing, form, filters, pairs, order or listing.order, max(1, number), format if format in FORMATS else "",
        tuple(notes),
    )  # fmt: skip


def _form(listing: Listing, query: QueryDict, kwargs: dict[str, Any]) -> Form:
    form = listing.filters(data=query, auto_id="filter_%s", **kwargs)
    for bound in form:
        bound.field.required = False
        if isinstance(bound.field, Select) and bound.field.empty == "Choose":
            bound.field.empty = "Any"
    return form


def _known(form: Form, query: QueryDict, notes: list[str]) -> QueryDict:
    """The query without the values the filters do not know; a sentence is added to `notes` for each."""
    kept = query.copy()
    for name, choice in form.fields.items():
        if isinstance(choice, Checkboxes):
            given = query.getlist(name)
            good = [value for value in given if choice.valid_value(value)]
            if len(good) < len(given):
                notes.append(_left_out(form, name, [value for value in given if value not in good]))
                kept.setlist(name, good)
    for name in _form_errors(form, kept):
        keys = [key for key in kept if key == name or key.startswith(f"{name}-")]
        notes.append(_left_out(form, name, [value for key in keys for value in kept.getlist(key) if value]))
        for key in keys:
            del kept[key]
    return kept


def _form_errors(form: Form, kept: QueryDict) -> list[str]:
    form.data = kept
    form.full_clean()
    return [name for name in form.errors if name in form.fields]


def _left_out(form: Form, name: str, values: list[str]) -> str:
    said = listed(f"“{value[:60]}”" for value in values)
    return f"The filter {str(form[name].label).lower()} does not know {said}, so it was left out."


def _spoken(state: ListState) -> Iterator[tuple[str, str, Query]]:
    """Each thing filtered for: the field, its value in words, and the query without it."""
    for name, value in state.filters.items():
        single = value if isinstance(value, list) else [value]
        for one in single:
            several = len(single) > 1
            rest = tuple(
                (key, kept)
                for key, kept in state.query
                if not (key == name and (not several or kept == str(one))) and not key.startswith(f"{name}-")
            )
            yield name, _words(state.form, name, one), rest


def _words(form: Form, name: str, value: Any) -> str:
    choices = getattr(form.fields[name], "choices", ())
    flat = {
        str(key): str(label)
        for entry, inner in choices
        for key, label in (inner if isinstance(inner, (list, tuple)) else [(entry, inner)])
    }
    if value is True:
        return "yes"
    return flat.get(str(value), f"{value.day} {value:%B %Y}" if hasattr(value, "strftime") else str(value))
