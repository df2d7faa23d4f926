"""How much one question is like another: shared words weighed by how rare they are, then topic and age.

The weight of a word is its inverse document frequency in the pool, ln(1 + N / n) (Spärck Jones 1972), and less for
short words; the small words that hold a sentence together are given and do not count at all. The likeness is the share
of the question's weight that is found again, 0..1.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, log

_NOT_SAID = re.compile(r"https?://\S+|[@#]\w+|\d+")
_WORD = re.compile(r"[^\W_]{3,}")
# A word of so many letters counts in full.
FULL = 7
SAME_TOPIC = 0.15
FRESH = 0.1
FADES = timedelta(days=60)
# Below this share two questions have a turn of phrase in common and not a matter.
ALIKE = 0.2
# So much of a title must be said before the title alone makes a likeness.
NAMED = 0.6
# A word this rare among the newest is worth looking for further back; commoner ones have their examples there.
TELLING = 0.05


@dataclass(frozen=True, slots=True)
class Matter:
    """What somebody asked, or what an article is about: its `title` names the matter and counts by itself."""

    text: str
    topic: str = ""
    at: datetime | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A place in the pool and the words it shares, the rarest first.

    `share` of the question, or of the title, is found again, 0..1; `score` orders: the share, lifted by the same
    topic and by being new.
    """

    place: int
    share: float
    score: float
    words: tuple[str, ...]
    same_topic: bool


def words_of(text: str) -> frozenset[str]:
    """The words that may tell what a text is about: no handles, tags, addresses or bare numbers."""
    return frozenset(_WORD.findall(_NOT_SAID.sub(" ", text).casefold()))


def weights(pool: Sequence[Collection[str]]) -> Mapping[str, float]:
    """The weight of every word of the pool."""
    counted = Counter(word for words in pool for word in set(words))
    return {word: log(1 + len(pool) / found) * min(1.0, len(word) / FULL) for word, found in counted.items()}


def telling(
    question: Collection[str], pool: Sequence[Collection[str]], most: int = 3, share: float = TELLING
) -> list[str]:
    """The words of the question that at most this share of the pool knows, the rarest and longest first."""
    counted = Counter(word for words in pool for word in words)
    rare = [word for word in question if counted[word] <= share * len(pool)]
    return sorted(rare, key=lambda word: (counted[word], -len(word), word))[:most]


def alike(
    question: Matter, pool: Sequence[Matter], now: datetime, small: frozenset[str] = frozenset()
) -> list[Match]:
    """The places of the pool that are like the question, the likest first. `small` words make nothing alike."""
    asked = words_of(question.text) - small
    spoken = [words_of(f"{matter.title} {matter.text}") - small for matter in pool]
    known = weights([asked, *spoken])
    whole = sum(known[word] for word in asked)
    found = [_match(place, asked & words, question, pool[place], known, whole, now)
             for place, words in enumerate(spoken)]  # fmt: skip
    return sorted((match for match in found if _is_alike(match)), key=lambda match: -match.score)


def _is_alike(match: Match) -> bool:
    """One shared word is chance, unless the topic is shared too."""
    return match.share >= ALIKE and (len(match.words) > 1 or (match.same_topic and bool(match.words)))


def _match(
    place: int,
    shared: Collection[str],
    question: Matter,
    other: Matter,
    known: Mapping[str, float],
    whole: float,
    now: datetime,
) -> Match:
    words = sorted(shared, key=lambda word: (-known[word], word))
    share = sum(known[word] for word in words) / whole if whole else 0.0
    if title := words_of(other.title) & known.keys():
        named = sum(known[word] for word in title & set(shared)) / sum(known[word] for word in title)
        share = max(share, named if named >= NAMED else 0.0)
    same = bool(question.topic) and question.topic == other.topic
    fresh = exp(-((now - other.at) / FADES)) if other.at else 0.0
    return Match(place, share, share + SAME_TOPIC * same + FRESH * fresh, tuple(words[:3]), same)
