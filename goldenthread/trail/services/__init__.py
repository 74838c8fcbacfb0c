"""Add to the trail, and seal what was added."""

from goldenthread.trail.services.recording import Told, kind_of, record, record_many, snapshot
from goldenthread.trail.services.sealing import seal_events, seal_when_due

__all__ = ["Told", "kind_of", "record", "record_many", "seal_events", "seal_when_due", "snapshot"]
