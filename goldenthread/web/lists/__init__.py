"""Lists read from an address: filters, order and page in the query string, and the same list as a download."""

from goldenthread.web.lists.parts import Chip, Column, Heading, Page
from goldenthread.web.lists.state import Listing, ListState

__all__ = ["Chip", "Column", "Heading", "ListState", "Listing", "Page"]
