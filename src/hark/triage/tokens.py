"""A batch of texts cut into folded words at once, with numpy over the concatenated code points.

Nothing here loops over posts. Handles and links shrink to one symbol each, emoticons to another, runs of a
repeated character to two ("soooo" → "soo"), an apostrophe inside a short ending vanishes ("don't" → "dont").
Every token keeps where it stood in its own text, in code points.

Hashes are polynomial over 64 bits with wrap-around (Karp and Rabin 1987): with prefix sums of c[i]·B^i the
hash of any span is (P[b] - P[a])·B^-a, so a word, or the beginning of a word, costs one subtraction.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hark.triage import characters as ch

LONGEST = 4096
"""Code points of one text that are looked at; what follows is not read (bounded work for every post)."""

_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
_STEP = np.uint64(0xD6E8FEB86659FD93)
_powers: tuple[NDArray[np.uint64], NDArray[np.uint64]] = (np.ones(1, np.uint64), np.ones(1, np.uint64))

U64 = NDArray[np.uint64]
I32 = NDArray[np.int32]
Flags = NDArray[np.bool_]


@dataclass(slots=True)
class Tokens:
    """The words of a batch. Arrays over tokens unless said otherwise; `first` has one entry more than posts.

    `chars` are the kept code points of all posts (tokens separated by one space), `sums` their hash prefix
    sums, `char_post` the post of each. `begin` and `end` index `chars`; `start` and `stop` are offsets into
    the post's own text. `upper` counts upper-case letters per post, `letters` all word characters per post.
    `handles` are the hashes of the names behind the tokens `USER`, in order.
    """

    size: int
    chars: NDArray[np.uint32]
    char_post: I32
    sums: U64
    begin: I32
    end: I32
    start: I32
    stop: I32
    post: I32
    hash: U64
    first: I32
    upper: I32
    letters: I32
    handles: U64


def powers(length: int) -> tuple[U64, U64]:
    """B^i and B^-i modulo 2^64 for i < length (or more)."""
    global _powers
    if len(_powers[0]) < length:
        size = 1 << max(14, (length - 1).bit_length())
        both = []
        for base in (_BASE, _INVERSE):
            steps = np.full(size, base, dtype=np.uint64)
            steps[0] = 1
            both.append(np.multiply.accumulate(steps))
        _powers = (both[0], both[1])
    return _powers


def mix(values: U64) -> U64:
    """Spread the entropy of a polynomial hash over all 64 bits (its low bits alone are weak)."""
    values = (values ^ (values >> np.uint64(32))) * np.uint64(0xD6E8FEB86659FD93)
    return values ^ (values >> np.uint64(29))


def _points(texts: Sequence[str]) -> tuple[NDArray[np.uint32], I32]:
    """All code points, a line feed before the first text and after each, and the length of each text."""
    cut = [text if len(text) <= LONGEST else text[:LONGEST] for text in texts]
    lengths = np.fromiter(map(len, cut), dtype=np.int32, count=len(cut))
    raw = ("\n" + "\n".join(cut) + "\n").encode("utf-32-le", "surrogatepass")
    return np.frombuffer(raw, dtype="<u4"), lengths


def _shift(flags: Flags, by: int) -> Flags:
    """Flags moved so that position i reads what stood at i + by."""
    out = np.zeros_like(flags)
    if by > 0:
        out[:-by] = flags[by:]
    else:
        out[-by:] = flags[:by]
    return out


def _emoticons(points: NDArray[np.uint32], kind: NDArray[np.uint8], fold: NDArray[np.uint32]) -> None:
    """Turn `:)` `:-(` `:/` `<3` and an ellipsis into one symbol each, in place."""
    eyes = np.flatnonzero(((points == 58) | (points == 59) | (points == 61))[:-2])
    if len(eyes):
        nose = points[eyes + 1] == 45
        mouth_at = np.minimum(eyes + 1 + nose, len(points) - 1)
        mouth = points[mouth_at]
        after = points[np.minimum(mouth_at + 1, len(points) - 1)]
        alone = (after != 47) & ~(
            (mouth >= 65) & ((kind[np.minimum(mouth_at + 1, len(kind) - 1)] & 3) == ch.WORD)
        )
        for symbol, mouths in ((ch.SMILE, ")D]*pP"), (ch.FROWN, "([{"), (ch.SMIRK, "/\\|")):
            hit = alone & _among(mouth, mouths)
            fold[eyes[hit]], kind[eyes[hit]] = symbol, ch.SINGLE
            kind[mouth_at[hit]] = ch.GAP
    for symbol, flags in (
        (ch.HEART, (points[:-1] == 60) & (points[1:] == 51)),
        (ch.DOTS, (points[:-1] == 46) & (points[1:] == 46)),
    ):
        at = np.flatnonzero(flags)
        fold[at], kind[at] = symbol, ch.SINGLE
        if symbol == ch.HEART:
            kind[at + 1] = ch.GAP
    dots = np.flatnonzero(points == 0x2026)
    fold[dots], kind[dots] = ch.DOTS, ch.SINGLE


def _among(points: NDArray[np.uint32], letters: str) -> Flags:
    # Not np.isin: for arrays this small comparing is faster, and it loads numpy.ma.
    return np.asarray(np.logical_or.reduce([points == ord(letter) for letter in letters]))


def _links(points: NDArray[np.uint32], kind: NDArray[np.uint8], fold: NDArray[np.uint32]) -> None:
    """Shrink every link to one symbol, in place."""
    slashes = np.flatnonzero((points[:-2] == 58) & (points[1:-1] == 47) & (points[2:] == 47))
    if not len(slashes):
        return
    gaps = np.flatnonzero((points == 32) | (points == 10) | (points == 9))
    breaks = np.flatnonzero((kind & 3) != ch.WORD)
    starts = breaks[np.searchsorted(breaks, slashes) - 1] + 1
    _erase(kind, starts, gaps[np.searchsorted(gaps, slashes)])
    fold[starts], kind[starts] = ch.LINK, ch.SINGLE


def _handles(points: NDArray[np.uint32], kind: NDArray[np.uint8], fold: NDArray[np.uint32]) -> U64:
    """Shrink every handle to one symbol, in place; the hash of each name, in order."""
    word = (kind & 3) == ch.WORD
    name = (word & (points < 128)) | (points == 95)
    at = np.flatnonzero((points == 64) & _shift(name, 1) & ~_shift(word, -1) & (kind == ch.GAP))
    if not len(at):
        return np.zeros(0, dtype=np.uint64)
    ends = np.flatnonzero(~name)
    stops = ends[np.searchsorted(ends, at + 1)]
    sums, inverse = _sums(fold), powers(len(fold) + 1)[1]
    names = (sums[stops] - sums[at + 1]) * inverse[at + 1]
    _erase(kind, at + 1, stops)
    fold[at], kind[at] = ch.USER, ch.SINGLE
    return np.asarray(names, dtype=np.uint64)


def _erase(kind: NDArray[np.uint8], starts: NDArray[np.intp], stops: NDArray[np.intp]) -> None:
    depth = np.zeros(len(kind) + 1, dtype=np.int32)
    np.add.at(depth, starts, 1)
    np.add.at(depth, stops, -1)
    kind[np.cumsum(depth[:-1]) > 0] = ch.GAP


def _sums(chars: NDArray[np.uint32]) -> U64:
    """Prefix sums of the polynomial hash, one entry more than characters."""
    power, _ = powers(len(chars) + 1)
    sums = np.zeros(len(chars) + 1, dtype=np.uint64)
    np.cumsum((chars.astype(np.uint64) + np.uint64(1)) * _STEP * power[: len(chars)], out=sums[1:])
    return sums


def _apostrophes(fold: NDArray[np.uint32], kind: NDArray[np.uint8]) -> None:
    """An apostrophe before one or two letters joins its word ("don't" → "dont"); any other one parts words."""
    word = (kind & 3) == ch.WORD
    inside = (fold == 39) & _shift(word, -1) & _shift(word, 1)
    longer = _shift(word, 1) & _shift(word, 2) & _shift(word, 3)
    kind[inside & ~longer] = ch.SILENT


def _kept(fold: NDArray[np.uint32], kind: NDArray[np.uint8]) -> tuple[NDArray[np.intp], NDArray[np.uint8]]:
    """Indexes of the characters that stay, one gap between tokens, no run longer than two."""
    simple = kind & 3
    index = np.flatnonzero(simple != ch.SILENT)
    letters, simple = fold[index], simple[index]
    triple = np.zeros(len(index), dtype=np.bool_)
    triple[2:] = (letters[2:] == letters[1:-1]) & (letters[2:] == letters[:-2]) & (simple[2:] != ch.GAP)
    gap = simple == ch.GAP
    triple[1:] |= gap[1:] & gap[:-1] & (index[1:] - index[:-1] >= 0)
    keep = ~triple
    return index[keep], np.asarray(simple[keep], dtype=np.uint8)


def analyse(texts: Sequence[str]) -> Tokens:
    """Cut every text into tokens. Any Unicode is fine, lone surrogates too."""
    points, lengths = _points(texts)
    clipped = np.minimum(points, ch.LIMIT - 1)
    fold, kind = ch.fold_table()[clipped], ch.class_table()[clipped]
    ends = np.cumsum(lengths + 1, dtype=np.int64) + 1
    begins = ends - lengths - 1
    shouting = np.concatenate(([0], np.cumsum((kind & ch.UPPER) != 0, dtype=np.int32)))
    wordy = np.concatenate(([0], np.cumsum((kind & 3) == ch.WORD, dtype=np.int32)))
    _emoticons(points, kind, fold)
    _links(points, kind, fold)
    handles = _handles(points, kind, fold)
    _apostrophes(fold, kind)
    post_of = np.repeat(np.arange(len(texts), dtype=np.int32), lengths + 1)
    post_of = np.concatenate((post_of[:1], post_of))
    index, simple = _kept(fold, kind)
    tokens = _cut(np.where(simple == ch.GAP, np.uint32(32), fold[index]), simple, post_of[index])
    begin, end, char_post, sums, chars = tokens
    post = char_post[begin]
    origin = index.astype(np.int64)
    _, inverse = powers(len(chars) + 1)
    return Tokens(
        size=len(texts), chars=chars, char_post=char_post, sums=sums, begin=begin, end=end,
        start=(origin[begin] - begins[post]).astype(np.int32),
        stop=(origin[end - 1] + 1 - begins[post]).astype(np.int32),
        post=post, hash=(sums[end] - sums[begin]) * inverse[begin],
        first=np.searchsorted(post, np.arange(len(texts) + 1)).astype(np.int32),
        upper=(shouting[ends - 1] - shouting[begins]).astype(np.int32),
        letters=(wordy[ends - 1] - wordy[begins]).astype(np.int32),
        handles=handles,
    )  # fmt: skip


def _cut(
    chars: NDArray[np.uint32], simple: NDArray[np.uint8], char_post: I32
) -> tuple[I32, I32, I32, U64, NDArray[np.uint32]]:
    """Token bounds over the kept characters, and the hash prefix sums (one entry more than characters)."""
    word = simple == ch.WORD
    single = simple == ch.SINGLE
    before = _shift(word, -1)
    begin = np.flatnonzero(single | (word & ~before)).astype(np.int32)
    end = np.flatnonzero(single | (word & ~_shift(word, 1))).astype(np.int32) + 1
    sums = _sums(chars)
    return begin, end.astype(np.int32), char_post, sums, chars
