"""Snowflakes: X ids carry the server's milliseconds (networks.md 2; exact in all 10,056 real rows)."""

from datetime import UTC, datetime, timedelta

EPOCH_MS = 1_288_834_974_657
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def id_time(post_id: str) -> datetime:
    """When X made this id, UTC, to the millisecond. Raises ValueError for what is no id."""
    return EPOCH + timedelta(milliseconds=(int(post_id) >> 22) + EPOCH_MS)


def first_id(moment: datetime) -> str:
    """The lowest id of a moment; "0" for times before X used snowflakes. `moment` must know its zone."""
    milliseconds = (moment - EPOCH) // timedelta(milliseconds=1) - EPOCH_MS
    return str(max(milliseconds, 0) << 22)
