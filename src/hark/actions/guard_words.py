"""Words an answer of ours should not hold: swearing out of triage's lists, phrases out of our own."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from hark.triage.small_words import small_words

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
_APOSTROPHES = "'’ʼ"
# Signs of a phrase that are no letters of it: (a|b), (a )?, … and spaces.
_SIGNS = {"(": "(?:", ")": ")", "|": "|", "?": "?", "…": r"(?:\S+\s+){0,5}?"}
_DOTS = "\u0308"
_PERCENT = re.compile(
    r"(?<![\w.,])\d{1,3}\s?(?:%|percent|prozent|por ciento|por cento)\s?(?:off|discount|rabatt|nachlass|ermäßigung|"
    r"(?:de )?(?:descuento|desconto|remise|réduction)|di sconto|sconto)(?!\w)",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(?:(?<!\w)(?:not|no|never|cannot|unable|without|kein\w{0,2}|nicht|ohne|nunca|sin|pas|não|non|senza)|n['’]t)"
    r"(?:\s+[^\s,.;:!?]+){0,4}\s+\Z",
    re.IGNORECASE,
)
_DENIED_REACH = 60

Span = tuple[int, int]


def profane(text: str, language: str, extra: tuple[str, ...] = ()) -> Iterator[Span]:
    """Where the text swears in English or in the case's language, or holds a word the brand forbids.

    A small word of one of the two ("as") is none, whatever it means in the other.
    """
    languages = _languages(language)
    innocent = frozenset[str]().union(*map(small_words, languages))
    for name in languages:
        words = (word for word in _profanities().get(name, ()) if word not in innocent)
        yield from _found(_literal(tuple(words)), text)
    if extra:
        yield from _found(_literal(tuple(sorted(word.casefold() for word in extra))), text)


def defensive(text: str, language: str) -> Iterator[Span]:
    """Where the text sounds defensive in English or in the case's language."""
    plain = _without_accents(text)
    for name in _languages(language):
        yield from _found(_phrases("defensive", name), plain)


def promises(text: str, language: str) -> Iterator[Span]:
    """Where the text promises money without naming a sum ("a full refund"), and does not say that there is none."""
    plain = _without_accents(text)
    found = {span for name in _languages(language) for span in _found(_phrases("promises", name), plain)}
    found.update(match.span() for match in _PERCENT.finditer(text))
    yield from (
        span for span in _apart(found) if not _DENIED.search(text, max(0, span[0] - _DENIED_REACH), span[0])
    )


def _languages(language: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(("en", language.partition("-")[0])))


def _found(pattern: re.Pattern[str] | None, text: str) -> Iterator[Span]:
    if pattern is not None:
        yield from (match.span() for match in pattern.finditer(text))


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """Of those that overlap the first, the longest of those that begin together."""
    end = 0
    for start, stop in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= end:
            yield start, stop
            end = stop


@cache
def _literal(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Any of the words, as they are written."""
    longest = sorted(words, key=len, reverse=True)
    return _either(r"\s+".join(map(_escaped, word.split())) for word in longest)


@cache
def _phrases(document: str, language: str) -> re.Pattern[str] | None:
    """Any of the phrases of one of our own lists; see the note in it."""
    held = json.loads(files("hark.actions").joinpath(f"data/{document}.json").read_text("utf-8"))
    return _either(_phrase(_without_accents(phrase)) for phrase in held.get(language, ()))


def _phrase(phrase: str) -> str:
    pieces = re.split(r"([()|?…\s])", phrase.replace("… ", "…"))
    return "".join(r"\s+" if piece == " " else _SIGNS.get(piece) or _escaped(piece) for piece in pieces)


def _escaped(word: str) -> str:
    return re.sub(f"[{_APOSTROPHES}]", f"[{_APOSTROPHES}]", re.escape(word))


def _either(patterns: Iterable[str]) -> re.Pattern[str] | None:
    either = "|".join(patterns)
    return re.compile(rf"(?<![\w{_APOSTROPHES}])(?:{either})(?!\w)", re.IGNORECASE) if either else None


def _without_accents(text: str) -> str:
    """The text, letter by letter without its accents: people leave them out, and places stay what they were.

    Two dots stay: "hätten" is another word than "hatten", and who has no "ä" writes "ae".
    """
    parts = ((letter, unicodedata.normalize("NFD", letter)) for letter in text)
    return "".join(letter if _DOTS in apart else apart[0] for letter, apart in parts)


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
