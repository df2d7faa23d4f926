"""Triage: posts in, verdicts out, in batches. `Triage(brand).label(posts)` is all the other rooms need."""

from hark.triage.engine import Triage

__all__ = ["Triage"]
