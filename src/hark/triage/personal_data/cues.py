"""Finds the words of `words.py` in a text: one cached look-up per word."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from hark.triage.personal_data.parts import Parts
from hark.triage.personal_data.streets import AFTER, BEFORE, GROWN
from hark.triage.personal_data.words import PHRASES, RUNS, WORDS

_PHRASE = frozenset(("phrase",))


class Cue(NamedTuple):
    """A word that announces kinds of personal data, in code points of the folded text."""

    kinds: frozenset[str]
    start: int
    end: int


_WHOLE: dict[str, set[str]] = {}
_STEMS: dict[str, set[str]] = {}
for _kind, _words in WORDS.items():
    for _word in _words.split():
        (_STEMS if _word.endswith("~") else _WHOLE).setdefault(_word.rstrip("~"), set()).add(_kind)
for _word in (word for word in AFTER | BEFORE if len(word) > 1):
    _WHOLE.setdefault(_word, set()).add("street")
_PHRASES = {phrase: frozenset((kind,)) for phrase, kind in PHRASES.items()}
_COMMON = frozenset(("number", "card", "id", "nr", "code", "address", "с"))
_SECONDS = frozenset(phrase.split()[1] for phrase in _PHRASES)
_LENGTHS = sorted({len(stem) for stem in _STEMS})
_RUN_KINDS = {run: frozenset((kind,)) for kind, runs in RUNS.items() for run in runs.split()}


def words_of(kinds: frozenset[str]) -> frozenset[str]:
    """Every whole word that announces one of these kinds, a phrase by the rarer of its words."""
    phrases = (_rarer(*phrase.split()) for phrase, of in _PHRASES.items() if of & kinds)
    return frozenset(word for word, of in _WHOLE.items() if of & kinds).union(phrases)


def _rarer(first: str, second: str) -> str:
    return first if second in _COMMON else second


def stems_of(kinds: frozenset[str]) -> frozenset[str]:
    """Every stem of a word that announces one of these kinds."""
    return frozenset(stem for stem, of in _STEMS.items() if of & kinds)


@cache
def _run() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _RUN_KINDS), key=len, reverse=True)))


_BEYOND_CYRILLIC = "\u0600"
_HANDLE = re.compile(r"@\w*\Z")
_APOSTROPHE = re.compile("['’]")
_NUMBER_TAILS = frozenset(("nr", "no", "id", "nummer", "number", "code", "num", "numero", "número"))
_NUMBER_ENDS = ("nummer", "nummern", "nummeret", "numret", "numeron")  # grown onto whatever it numbers
_LONGEST = 40
_MOST_WORDS = 1 << 16
_NONE: frozenset[str] = frozenset()


class _Remembered(dict[str, frozenset[str]]):
    """The kinds of every word met: a look-up in C, where `lru_cache` would cost twice as much."""

    def __missing__(self, word: str) -> frozenset[str]:
        if len(self) >= _MOST_WORDS:
            self.clear()
        kinds = self[word] = _kinds(word)
        return kinds


_KINDS = _Remembered()


def _kinds(word: str) -> frozenset[str]:
    if len(word) > _LONGEST or word[0].isdigit():
        return _NONE
    kinds = set(_WHOLE.get(word, ()))
    for length in _LENGTHS:
        if length > len(word):
            break
        kinds |= _STEMS.get(word[:length], _NONE)
    if word.endswith(GROWN):
        kinds.add("street")
    if word in _SECONDS:
        kinds.add("phrase")
    if word.endswith(_NUMBER_ENDS):
        kinds.add("number")
    head, hyphen, tail = word.rpartition("-")
    if hyphen and tail in _NUMBER_TAILS:  # 'Kd-Nr', 'order-id'
        kinds |= _kinds(head)
    for piece in _APOSTROPHE.split(word)[: len(word)]:
        if piece and piece != word:
            kinds |= _kinds(piece)
    return frozenset(kinds)


def find_cues(parts: Parts, low: str) -> list[Cue]:
    """Every cue in a lower-case text, in order of where it ends."""
    cues = list(_spaced(parts, low))
    if not low.isascii() and max(low) >= _BEYOND_CYRILLIC:
        cues += (Cue(_RUN_KINDS[run[0]], run.start(), run.end()) for run in _run().finditer(low))
        cues.sort(key=lambda cue: cue.end)
    return cues


def _spaced(parts: Parts, low: str) -> Iterator[Cue]:
    """Words inside a handle say nothing: '@Vivo' does not tell where anybody lives."""
    for place, kinds in enumerate(map(_KINDS.__getitem__, parts.words)):
        if not kinds:
            continue
        start, word = parts.starts[place], parts.words[place]
        if start and low[start - 1] in "@_" and _HANDLE.search(low, max(0, start - 40), start):
            continue
        if "phrase" not in kinds:
            yield Cue(kinds, start, parts.ends[place])
            continue
        phrase = _PHRASES.get(f"{parts.words[place - 1]} {word}") if place else None
        if phrase:
            yield Cue(phrase, parts.starts[place - 1], parts.ends[place])
        elif len(kinds) > 1:
            yield Cue(kinds - _PHRASE, start, parts.ends[place])
