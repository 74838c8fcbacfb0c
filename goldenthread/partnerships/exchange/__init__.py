"""What goes in and out in files: any list of a partnership, and its structure from a document or a table."""

from goldenthread.partnerships.exchange.lists import RESTRICTED, list_file, marking_of

__all__ = ["RESTRICTED", "list_file", "marking_of"]
