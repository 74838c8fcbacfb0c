"""What a screen is, and how an id is found to reach it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

ONE = "SELECT {column} FROM {table} WHERE partnership_id = %s {where} ORDER BY {order} LIMIT 1"


def one(table: str, where: str = "", column: str = "id", order: str = "created_at, id") -> str:
    """A query for one id of a partnership's table."""
    return ONE.format(table=table, where=f"AND ({where})" if where else "", column=column, order=order)


@dataclass(frozen=True)
class Screen:
    """One screen: its address by name, where each part of the address comes from, and what is special about it.

    `ids` gives for each keyword the key of `SAMPLES`; `words` gives keywords that are words. `who` signs in to see it.
    """

    name: str
    ids: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    who: str = "business_manager"
    is_page: bool = True
    # True for a page that asks each app what it asks of people, or which dates it keeps (decision 18).
    asks_every_app: bool = False

    @property
    def id(self) -> str:
        """A name for a test of this screen."""
        return f"{self.name}{'?' + self.query if self.query else ''}"
