"""Did the author ask for automatic messages to stop?

The words lie in data/stop_words.json, by language. A post says stop when it *is* a stop word, alone or with
words of courtesy around it, or *holds* a phrase that means nothing else. "stop" inside a sentence about a bus
stop is no request. Languages are not told apart: a stop is honoured whichever language it is in.
"""

import re
import unicodedata
from functools import cache

from hark.domain.package_data import package_data

_NOISE = re.compile(r"https?://\S+|@[\w.@-]+")
# Accents of Latin, Greek and Cyrillic, Arabic vowel signs, apostrophes, zero-width characters.
_SILENT = re.compile("[\u0300-\u036f\u064b-\u0652'\u2019\u200b-\u200d\u2060\ufeff\ufe0f]")
_FOLD = {ord("ı"): "i"}  # Turkish without its keyboard


def said_stop(text: str) -> bool:
    """Whether a post or message asks us to stop. Case, accents, punctuation, tags and links do not matter."""
    words = _words(text)
    alone, courtesy, phrases = _vocabulary()
    said = tuple(word for word in words if word not in courtesy)
    if said and " ".join(said) in alone:
        return True
    line = f" {' '.join(words)} "
    return any(phrase in line for phrase in phrases)


def _words(text: str) -> list[str]:
    """Folded words: no case, no accents, no punctuation, no handles, no links."""
    folded = unicodedata.normalize("NFKD", _NOISE.sub(" ", text).casefold()).translate(_FOLD)
    kept = unicodedata.normalize("NFC", _SILENT.sub("", folded))
    return "".join(char if unicodedata.category(char)[0] in "LNM" else " " for char in kept).split()


@cache
def _vocabulary() -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    """The words that stop alone, the courtesies, and the phrases (whole words in scripts with spaces)."""
    alone: set[str] = set()
    courtesy: set[str] = set()
    phrases: set[str] = set()
    for entry in package_data("stop_words")["languages"].values():
        courtesy.update(word for listed in entry.get("courtesy", ()) for word in _words(listed))
        alone.update(" ".join(_words(listed)) for listed in entry["alone"])
        spaced = entry.get("spaced", True)
        folded = (" ".join(_words(listed)) for listed in entry["phrases"])
        phrases.update(f" {phrase} " if spaced else phrase for phrase in folded)
    return frozenset(alone), frozenset(courtesy), tuple(sorted(phrases))
