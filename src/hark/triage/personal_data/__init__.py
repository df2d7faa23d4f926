"""Personal data in posts: found as spans with a kind, masked, and measured against labelled sets."""

from hark.triage.personal_data.find import KINDS, find, mask

__all__ = ["KINDS", "find", "mask"]
