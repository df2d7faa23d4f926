"""Words an answer of ours should not hold: swearing out of triage's lists, defensive phrases out of our own."""

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

_SECTION = re.compile(r"^\[(\w+)\]$")
# What aims at people or is coarse; words about a product are what customers say, not we.
_LISTS = ("abuse.insult", "abuse.swear", "abuse.hate", "abuse.threat")

# In a stranger's post these may be meant to hurt; in an answer they are plain: "an engineer will come for you".
_PLAIN = frozenset(
    {
        "your mother",
        "ya mum",
        "come for you",
        "shoot you",
        "burn your",
        "cracker",
        "crackers",
        "hoe",
        "hoes",
        "queer",
    }
)

Span = tuple[int, int]


def profane(text: str, language: str, extra: tuple[str, ...] = ()) -> Iterator[Span]:
    """Where the text swears in English or in the case's language, or holds a word the brand forbids."""
    language = language.partition("-")[0]
    for name in dict.fromkeys(("en", language)):
        yield from _found(_pattern(_profanities().get(name, ())), text)
    if extra:
        yield from _found(_pattern(tuple(sorted(word.casefold() for word in extra))), text)


def defensive(text: str, language: str) -> Iterator[Span]:
    """Where the text sounds defensive in English or in the case's language."""
    language = language.partition("-")[0]
    for name in dict.fromkeys(("en", language)):
        yield from _found(_pattern(_defences().get(name, ())), text)


def _found(pattern: re.Pattern[str] | None, text: str) -> Iterator[Span]:
    if pattern is not None:
        yield from (match.span() for match in pattern.finditer(text))


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    if not words:
        return None
    longest = sorted(words, key=len, reverse=True)
    either = "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest)
    return re.compile(rf"(?<![\w'’])(?:{either})(?!\w)", re.IGNORECASE)


@cache
def _defences() -> dict[str, tuple[str, ...]]:
    document = json.loads(files("hark.actions").joinpath("data/defensive.json").read_text("utf-8"))
    return {name: tuple(words) for name, words in document.items() if name != "note"}


@cache
def _profanities() -> dict[str, tuple[str, ...]]:
    """Triage's lists of abuse, by language."""
    found: dict[str, list[str]] = {}
    language = ""
    for line in files("hark.triage").joinpath("data/abuse.txt").read_text("utf-8").splitlines():
        if section := _SECTION.match(line):
            language = section[1]
        elif line.startswith(_LISTS):
            words = line.partition(":")[2].split(",")
            said = (word.strip() for word in words)
            found.setdefault(language, []).extend(word for word in said if word and word not in _PLAIN)
    return {name: tuple(words) for name, words in found.items()}
