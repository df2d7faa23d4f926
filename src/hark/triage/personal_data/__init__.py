"""Personal data in posts: found as spans with a kind, masked, and measured against labelled sets."""

from hark.triage.personal_data.bounded import trouble_with, usable
from hark.triage.personal_data.find import KINDS, find, mask

__all__ = ["KINDS", "find", "mask", "trouble_with", "usable"]
