"""How long X finds a text."""

from twitter_text import parse_tweet


def weighted_length(text: str) -> int:
    """Weighted length by twitter-text version 3: links count 23, most scripts outside Latin count double."""
    return int(parse_tweet(text).weightedLength)
