"""Lists read from an address: filters, order and page in the query string, and the same list as a download."""

from goldenthread.web.lists.pages import list_page
from goldenthread.web.lists.parts import FORMATS, PAGE_SIZE, Chip, Column, Heading, Page, Writer
from goldenthread.web.lists.state import Listing, ListState

__all__ = ["FORMATS", "PAGE_SIZE", "Chip", "Column", "Heading", "ListState", "Listing", "Page", "Writer", "list_page"]
