"""Listening: receive, de-duplicate, hand over; look back and prove time complete, or tell the gap."""

from hark.listen.loop import Sources, run
from hark.listen.memory import MemoryStore
from hark.listen.ports import Batch, Cursor, Gap, ListenStore, Parked, RefusedError, Sink
from hark.listen.reconcile import Report, SweepReport, reconcile_once
from hark.listen.status import Alarm, Status

__all__ = [
    "Alarm",
    "Batch",
    "Cursor",
    "Gap",
    "ListenStore",
    "MemoryStore",
    "Parked",
    "RefusedError",
    "Report",
    "Sink",
    "Sources",
    "Status",
    "SweepReport",
    "reconcile_once",
    "run",
]
