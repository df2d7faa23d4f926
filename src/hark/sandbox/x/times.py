"""Moments as X writes them. Seconds since the epoch inside, ISO 8601 in UTC on the wire."""

import re
from datetime import UTC, datetime
from functools import lru_cache

from hark.sandbox.x.problems import Invalid

SHAPE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


@lru_cache(maxsize=4096)
def _second(whole: int) -> str:
    return datetime.fromtimestamp(whole, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def iso(moment: float) -> str:
    """A post's time: whole seconds, but written with three decimals, as X does."""
    return _second(int(moment // 1)) + ".000Z"


def iso_ms(moment: float) -> str:
    """A direct message's time: real milliseconds (tweepy refuses a time without them)."""
    ms = round(moment * 1000)
    return f"{_second(ms // 1000)}.{ms % 1000:03d}Z"


def parse(name: str, text: str) -> float:
    """A time parameter. Raises Invalid when it is no RFC 3339 time."""
    if not SHAPE.fullmatch(text):
        raise Invalid(name, text, f"invalid '{name}': '{text}' is not a valid RFC3339 date-time")
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()
    except ValueError as error:
        raise Invalid(name, text, f"invalid '{name}': {error}") from error
