"""The cursor protocol (networks.md 10), pure: where to look from, and how far a sweep has proven.

A source's watermark W says: everything up to W is stored. A sweep asks from W - O and, when every page came,
moves W to T - L, where T is the network's own clock at its first answer. A post that becomes visible at most
L + O after it was written is therefore found: the sweep before it became visible ended at T0, the next one
asks from T0 - L - O. Live data never moves W.
"""

from datetime import datetime, timedelta

from hark.listen.ports import Cursor, Gap

SETTLE = timedelta(minutes=5)  # L
OVERLAP = timedelta(minutes=10)  # O
FIRST_REACH = timedelta(hours=24)
SKEW = timedelta(minutes=1)


def look_from(cursor: Cursor | None, now: datetime, first_reach: timedelta = FIRST_REACH) -> datetime:
    """Where the next sweep starts: W - O, or `first_reach` ago for a source that was never swept."""
    return now - first_reach if cursor is None else cursor.watermark - OVERLAP


def moved(
    cursor: Cursor | None, source: str, server_time: datetime | None, now: datetime, asked_from: datetime
) -> Cursor:
    """The cursor after a sweep whose every page succeeded: W = max(W, T - L).

    T is the network's clock. One that runs ahead of ours would promise posts that do not exist yet, so T
    counts only up to a minute past our own clock. Without any T the watermark stays where it was.
    """
    if server_time is None:
        proven = cursor.watermark if cursor else asked_from
    else:
        proven = min(server_time, now + SKEW) - SETTLE
    if cursor is not None:
        proven = max(proven, cursor.watermark)
    return Cursor(source, proven, now)


def unproven(source: str, asked_from: datetime, complete_since: datetime | None, reason: str) -> Gap | None:
    """The gap a sweep leaves that could not reach back to where it was asked from; None when it could.

    It starts at W - O, not at W: a post written just before W may have become visible after the last sweep.
    """
    if complete_since is None or complete_since <= asked_from:
        return None
    return Gap(source, asked_from, complete_since, reason or "out of the network's reach")
