"""Threads, links and what was found, as pages draw them."""

from goldenthread.threads.presenters.linking import links, others, relations, says
from goldenthread.threads.presenters.thread import Drawn, Gap, Knot, draw

__all__ = ["Drawn", "Gap", "Knot", "draw", "links", "others", "relations", "says"]
