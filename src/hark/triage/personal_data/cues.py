"""Finds the words of `words.py` in a text: one dictionary look-up per word, cached."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from hark.triage.personal_data.words import PHRASES, RUNS, WORDS


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that announces kinds of personal data, in code points of the folded text."""

    kinds: frozenset[str]
    start: int
    end: int


_WHOLE: dict[str, set[str]] = {}
_STEMS: dict[str, set[str]] = {}
for _kind, _words in WORDS.items():
    for _word in _words.split():
        (_STEMS if _word.endswith("~") else _WHOLE).setdefault(_word.rstrip("~"), set()).add(_kind)
_PHRASES = {phrase: frozenset((kind,)) for phrase, kind in PHRASES.items()}
_LENGTHS = sorted({len(stem) for stem in _STEMS}, reverse=True)
_RUN_KINDS = {run: frozenset((kind,)) for kind, runs in RUNS.items() for run in runs.split()}

_TOKEN = re.compile(r"[^\W\d_]{1,40}(?:-[^\W\d_]{1,40})?")
_RUN = re.compile("|".join(sorted(map(re.escape, _RUN_KINDS), key=len, reverse=True)))
_BEYOND_CYRILLIC = re.compile("[\u0600-\uffff]")


@lru_cache(maxsize=16384)
def _kinds(word: str) -> frozenset[str]:
    kinds = set(_WHOLE.get(word, ()))
    for length in _LENGTHS:
        if length <= len(word):
            kinds |= _STEMS.get(word[:length], set())
    return frozenset(kinds)


def find_cues(low: str) -> list[Cue]:
    """Every cue in a lower-case text, in order of where it ends."""
    cues = list(_spaced(low))
    if _BEYOND_CYRILLIC.search(low):
        cues += (Cue(_RUN_KINDS[run[0]], run.start(), run.end()) for run in _RUN.finditer(low))
        cues.sort(key=lambda cue: cue.end)
    return cues


def _spaced(low: str) -> Iterator[Cue]:
    last, last_start = "", 0
    for token in _TOKEN.finditer(low):
        word, start, end = token[0], token.start(), token.end()
        phrase = _PHRASES.get(f"{last} {word}")
        if phrase:
            yield Cue(phrase, last_start, end)
        elif kinds := _kinds(word):
            yield Cue(kinds, start, end)
        last, last_start = word, start
