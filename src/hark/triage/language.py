"""Which language a post is written in, handles and links set aside; `und` when it is not clear.

The writing system decides first, small frequent words decide among languages that share one. Two different
small words of one language, and a lead over the next language, are asked for before a name is given.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from hark.triage import characters as ch
from hark.triage import profile
from hark.triage.reading import F32, Reading

UNKNOWN = "und"
_SCRIPTS: tuple[tuple[str, str, tuple[tuple[int, int], ...]], ...] = (
    ("latin", "", ((0x41, 0x250), (0x1E00, 0x1F00))),
    ("greek", "el", ((0x370, 0x400),)),
    ("cyrillic", "ru uk bg", ((0x400, 0x530),)),
    ("armenian", "hy", ((0x530, 0x590),)),
    ("hebrew", "he", ((0x590, 0x600),)),
    ("arabic", "ar fa ur", ((0x600, 0x780), (0xFB50, 0xFE00), (0xFE70, 0xFF00))),
    ("devanagari", "hi mr", ((0x900, 0x980),)),
    ("bengali", "bn", ((0x980, 0xA00),)),
    ("gurmukhi", "pa", ((0xA00, 0xA80),)),
    ("gujarati", "gu", ((0xA80, 0xB00),)),
    ("tamil", "ta", ((0xB80, 0xC00),)),
    ("telugu", "te", ((0xC00, 0xC80),)),
    ("kannada", "kn", ((0xC80, 0xD00),)),
    ("malayalam", "ml", ((0xD00, 0xD80),)),
    ("thai", "th", ((0xE00, 0xE80),)),
    ("georgian", "ka", ((0x10A0, 0x1100),)),
    ("hangul", "ko", ((0x1100, 0x1200), (0xAC00, 0xD7B0))),
    ("kana", "ja", ((0x3040, 0x3100),)),
    ("han", "zh", ((0x3400, 0xA000),)),
)
_TELLTALES = {"uk": "іїєґ", "fa": "پچگژ", "ur": "ٹڈےںہ", "bg": "ъ", "ru": "ыэё", "mr": "ळ"}


@cache
def _tables() -> tuple[NDArray[np.uint8], list[str], NDArray[np.int16]]:
    """Script by code point, all language codes, and for tell-tale letters the language that uses them."""
    scripts = np.full(ch.LIMIT, len(_SCRIPTS), dtype=np.uint8)
    for number, (_, _, ranges) in enumerate(_SCRIPTS):
        for first, stop in ranges:
            scripts[first:stop] = number
    scripts[ord("0") : ord("9") + 1] = len(_SCRIPTS)
    codes = sorted({code for _, names, _ in _SCRIPTS for code in names.split()})
    marks = np.full(ch.LIMIT, -1, dtype=np.int16)
    for code, letters in _TELLTALES.items():
        for letter in letters:
            marks[ord(letter)] = codes.index(code)
    return scripts, codes, marks


def identify(reading: Reading, hints: Sequence[str | None]) -> tuple[list[str], F32]:
    """Language code and confidence (0..1) per post. `hints` are the network's own tags; they only break
    ties.
    """
    names, words = reading.group("lang")
    scripts, script_codes, marks = _tables()
    codes = sorted({*names, *script_codes})
    tokens = reading.tokens
    chars = np.minimum(tokens.chars, ch.LIMIT - 1)
    kinds = len(_SCRIPTS) + 1
    counts = np.bincount(tokens.char_post * kinds + scripts[chars], minlength=tokens.size * kinds)
    counts = counts.reshape(tokens.size, kinds)[:, :-1]
    score = np.zeros((tokens.size, len(codes)), dtype=np.float32)
    score[:, [codes.index(name) for name in names]] = words
    _add_scripts(score, counts, codes)
    _add_profiles(score, counts, reading, codes)
    _add_marks(score, tokens.char_post, marks[chars], script_codes, codes)
    for row, hint in enumerate(hints):
        if hint in codes:
            score[row, codes.index(hint)] += 0.6
    return _decide(score, codes, counts.sum(axis=1))


def _add_scripts(score: F32, counts: NDArray[np.int64], codes: list[str]) -> None:
    total = np.maximum(counts.sum(axis=1), 1)
    for number, (name, members, _) in enumerate(_SCRIPTS):
        share = counts[:, number] / total
        for place, code in enumerate(members.split()):
            score[:, codes.index(code)] += share * (4 - place)
        if name == "kana":
            score[:, codes.index("ja")] += (counts[:, number] > 0) * 4.0
        if name != "latin":
            continue
        foreign = [codes.index(code) for _, members, _ in _SCRIPTS for code in members.split()]
        latin_only = share > 0.9
        score[np.ix_(latin_only, [place for place in foreign if codes[place] != "hi"])] = 0


PROFILE_WEIGHT = 2.2
"""How loudly the profile of a text of 40 or more runs speaks beside the small words."""


def _add_profiles(score: F32, counts: NDArray[np.int64], reading: Reading, codes: list[str]) -> None:
    """In posts of Latin letters, the profiles of the commonest languages speak: louder the longer the text."""
    profiles = profile.shipped()
    latin = counts[:, 0]
    voice = PROFILE_WEIGHT * np.minimum(np.sqrt(latin / 40.0), 1.0) * (latin >= 6)
    spoken = profiles.score(reading.tokens)
    spoken = np.maximum(spoken - spoken.mean(axis=1, keepdims=True), 0.0)
    places = [codes.index(code) for code in profiles.languages]
    score[:, places] += np.asarray(spoken * voice[:, None], dtype=np.float32)


def _add_marks(
    score: F32, post: NDArray[np.int32], marks: NDArray[np.int16], script_codes: list[str], codes: list[str]
) -> None:
    at = np.flatnonzero(marks >= 0)
    places = np.array([codes.index(code) for code in script_codes])
    np.add.at(score, (post[at], places[marks[at]]), 1.0)


def _decide(score: F32, codes: list[str], letters: NDArray[np.int64]) -> tuple[list[str], F32]:
    order = np.argpartition(score, -2, axis=1)[:, -2:]
    pair = np.take_along_axis(score, order, axis=1)
    best, rest = pair.max(axis=1), pair.min(axis=1)
    place = np.where(pair[:, 0] > pair[:, 1], order[:, 0], order[:, 1])
    confidence = np.where(best > 0, (best - rest) / (best + 1.0), 0.0).astype(np.float32)
    sure = (best >= 1.6) & (best > rest) & (letters >= 3)
    return [codes[int(p)] if ok else UNKNOWN for p, ok in zip(place, sure, strict=True)], confidence
