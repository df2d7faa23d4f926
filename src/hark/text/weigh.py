"""How long X thinks a text is (twitter-text 3, parseTweet, configuration version 3)."""

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hark.text.tables import CHARACTERS, read_json, read_text
from hark.text.units import code_points_in, utf16_length
from hark.text.urls import urls
from hark.text.values import Entity

_EMOJI = re.compile(read_text("emoji.txt"))
_MAY_BE_EMOJI = re.compile(
    "[\u00a9\u00ae\u203c-\u2bff\u3030\u303d\u3297\u3299\ue50a\ufe0f\U0001f000-\U0010ffff]|\u20e3"
)
_INVALID = re.compile(f"[{CHARACTERS['invalid']}]")


@dataclass(frozen=True, slots=True)
class Configuration:
    """The numbers of a twitter-text configuration file. Weights are in `scale`ths of a character."""

    maximum: int
    scale: int
    default_weight: int
    url_length: int
    emoji: bool
    ranges: tuple[tuple[int, int, int], ...]

    @classmethod
    def read(cls, content: dict[str, Any]) -> "Configuration":
        """From the JSON that twitter-text publishes (`data/config.json` is its version 3)."""
        return cls(
            maximum=content["maxWeightedTweetLength"],
            scale=content["scale"],
            default_weight=content["defaultWeight"],
            url_length=content["transformedURLLength"],
            emoji=content.get("emojiParsingEnabled", False),
            ranges=tuple((part["start"], part["end"], part["weight"]) for part in content["ranges"]),
        )

    def weight(self, character: str) -> int:
        """What one character weighs."""
        point = ord(character)
        for start, end, weight in self.ranges:
            if start <= point <= end:
                return weight
        return self.default_weight


CONFIGURATION = Configuration.read(read_json("config.json"))


@dataclass(frozen=True, slots=True)
class Weighed:
    """What parseTweet answers. `valid_end` is the last character that fits: (UTF-16 units, code points)."""

    length: int
    valid: bool
    permillage: int
    valid_end: tuple[int, int]


def _steps(text: str, configuration: Configuration, found: Sequence[Entity]) -> list[tuple[int, int]]:
    """The text cut into (end, weight): a link, an emoji sequence or one character each."""
    links = {link.start: utf16_length(link.value) for link in found}
    emoji: dict[int, int] = {}
    if configuration.emoji and _MAY_BE_EMOJI.search(text):
        emoji = {match.start(): match.end() for match in _EMOJI.finditer(text)}
    steps, at, size = [], 0, len(text)
    while at < size:
        if at in links:
            points, half = code_points_in(text, at, links[at])
            at += points
            weight = configuration.url_length * configuration.scale
            # The original walks by UTF-16 units and weighs the half of a pair it may land on.
            weight += configuration.default_weight if half else 0
        elif at in emoji:
            at, weight = emoji[at], configuration.default_weight
        else:
            weight = configuration.weight(text[at])
            at += 1
        steps.append((at, weight))
    return steps


def weigh(
    text: str, configuration: Configuration = CONFIGURATION, found: Sequence[Entity] | None = None
) -> Weighed:
    """Count a text as X does: composed (NFC) first, then every link and every emoji at its fixed weight.

    `found`: the links of the text as it stands, when the caller knows them already.
    """
    composed = unicodedata.normalize("NFC", text)
    found = urls(composed) if found is None or composed != text else found
    total, fits, invalid = 0, 0, _INVALID.search(composed)
    first_invalid = len(composed) if invalid is None else invalid.start()
    for end, weight in _steps(composed, configuration, found):
        total += weight
        if total <= configuration.maximum * configuration.scale and end <= first_invalid:
            fits = end
    length = total // configuration.scale
    last = max(fits - 1, 0)
    return Weighed(
        length=length,
        valid=invalid is None and 0 < length <= configuration.maximum,
        permillage=math.floor(length / configuration.maximum * 1000),
        valid_end=(
            max(utf16_length(composed[:fits]) - 1, 0) + utf16_length(text) - utf16_length(composed),
            last + len(text) - len(composed),
        ),
    )
