"""Follow a thread, link things by hand, search."""

from goldenthread.threads.views.following import show_thread
from goldenthread.threads.views.linking import tie, untie
from goldenthread.threads.views.searching import search

__all__ = ["search", "show_thread", "tie", "untie"]
