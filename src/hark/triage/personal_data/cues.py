"""Finds the words of `words.py` in a text: one cached look-up per word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from hark.triage.personal_data.streets import AFTER, BEFORE, GROWN
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
for _word in (word for word in AFTER | BEFORE if len(word) > 1):
    _WHOLE.setdefault(_word, set()).add("street")
_PHRASES = {phrase: frozenset((kind,)) for phrase, kind in PHRASES.items()}
_SECONDS = frozenset(phrase.split()[1] for phrase in _PHRASES)
_LENGTHS = sorted({len(stem) for stem in _STEMS})
_RUN_KINDS = {run: frozenset((kind,)) for kind, runs in RUNS.items() for run in runs.split()}


def words_of(kinds: frozenset[str]) -> frozenset[str]:
    """Every whole word that announces one of these kinds, a phrase by its last word."""
    phrases = (phrase.split()[1] for phrase, of in _PHRASES.items() if of & kinds)
    return frozenset(word for word, of in _WHOLE.items() if of & kinds).union(phrases)


def stems_of(kinds: frozenset[str]) -> frozenset[str]:
    """Every stem of a word that announces one of these kinds."""
    return frozenset(stem for stem, of in _STEMS.items() if of & kinds)


# Not inside a handle: '@Vivo' does not say where anybody lives.
_TOKEN = re.compile(r"(?<![^\W_])(?<!@)[^\W\d_]+(?:-[^\W\d_]+)?")
_RUN = re.compile("|".join(sorted(map(re.escape, _RUN_KINDS), key=len, reverse=True)))
_BEYOND_CYRILLIC = re.compile("[\u0600-\u2fff\u3000-\uffff]")
_LONGEST = 40
_NONE: frozenset[str] = frozenset()
_STREET: frozenset[str] = frozenset(("street",))


@lru_cache(maxsize=65536)
def _kinds(word: str) -> frozenset[str]:
    if len(word) > _LONGEST:
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
    return frozenset(kinds)


def cue_kinds(low: str) -> frozenset[str]:
    """The kinds that some word of a lower-case text announces, `phrase` standing for a phrase's last word."""
    found = _NONE.union(*map(_kinds, _TOKEN.findall(low)))
    if "phrase" in found:
        found = found.union(*(cue.kinds for cue in _spaced(low)))
    if not low.isascii() and _BEYOND_CYRILLIC.search(low):
        found = found.union(*(_RUN_KINDS[run] for run in _RUN.findall(low)))
    return found


def find_cues(low: str) -> list[Cue]:
    """Every cue in a lower-case text, in order of where it ends."""
    cues = list(_spaced(low))
    if not low.isascii() and _BEYOND_CYRILLIC.search(low):
        cues += (Cue(_RUN_KINDS[run[0]], run.start(), run.end()) for run in _RUN.finditer(low))
        cues.sort(key=lambda cue: cue.end)
    return cues


def _spaced(low: str) -> Iterator[Cue]:
    last, last_start = "", 0
    for token in _TOKEN.finditer(low):
        word = token[0]
        kinds = _kinds(word)
        if kinds:
            phrase = _PHRASES.get(f"{last} {word}") if "phrase" in kinds else None
            if phrase:
                yield Cue(phrase, last_start, token.end())
            elif kinds - {"phrase"}:
                yield Cue(kinds, token.start(), token.end())
        last, last_start = word, token.start()
