"""How long X finds a text."""

from hark.text import measure


def weighted_length(text: str) -> int:
    """Weighted length by twitter-text version 3: links count 23, most scripts outside Latin count double."""
    return measure(text, "x").weighted_length
