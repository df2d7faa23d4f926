"""Bursts in a stream of counts: when far more arrives than this hour of this week usually brings."""

from hark.triage.bursts.detector import Burst, Detector, Settings, advance
from hark.triage.bursts.state import State

__all__ = ["Burst", "Detector", "Settings", "State", "advance"]
