"""Add to the trail, and seal what was added."""

from goldenthread.trail.services.recording import Told, in_names, kind_of, record, record_many, save_or_refuse, snapshot
from goldenthread.trail.services.sealing import seal_events, seal_when_due

__all__ = [
    "Told", "in_names", "kind_of", "record", "record_many", "save_or_refuse", "seal_events",
    "seal_when_due", "snapshot",
]  # fmt: skip
