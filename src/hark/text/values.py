"""What counting and marking up a text gives back."""

from dataclasses import dataclass
from enum import StrEnum


class EntityKind(StrEnum):
    """What a stretch of text is to its network."""

    URL = "url"
    MENTION = "mention"
    LIST = "list"
    HASHTAG = "hashtag"
    CASHTAG = "cashtag"


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of text the network marks up.

    `start` and `end` are code points (Python's own indices), `end` excluded: `text == post[start:end]`.
    `value` is the part without its sign: the screen name of a mention or list, the word of a hashtag or
    cashtag, the address of a URL as the network reads it (without a protocol when none was typed).
    `slug` is a list's name with its slash, otherwise empty.
    """

    kind: EntityKind
    start: int
    end: int
    text: str
    value: str
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """A text as one network counts it.

    `weighted_length` is in the network's own unit: X's weighted characters, graphemes on Bluesky and
    Mastodon. `permillage` is that length in thousandths of `limit`, rounded down.
    Both ranges are (first, last) with *last included*, in UTF-16 code units, because that is what
    twitter-text reports and what a browser's text field works in; the `_code_points` twins are the same
    ranges in Python's indices. `valid_range` ends with the last character that still fits.
    An empty text has the ranges (0, 0).
    """

    network: str
    limit: int
    weighted_length: int
    valid: bool
    permillage: int
    display_range: tuple[int, int]
    valid_range: tuple[int, int]
    display_range_code_points: tuple[int, int]
    valid_range_code_points: tuple[int, int]
    entities: tuple[Entity, ...]

    @property
    def remaining(self) -> int:
        """How much still fits, in the network's unit; negative when the text is too long."""
        return self.limit - self.weighted_length
