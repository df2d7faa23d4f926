"""Words and pieces of words as numbers, for the learned heads: hashed n-grams of a whole batch at once.

Word features are single words, words a negation reaches, pairs and triples of words, and the names of
handles. Character features are the runs of 3 to 5 characters inside a word, the gap on either side counted
in (scikit-learn calls them `char_wb`); they carry over to misspellings and to related languages. An index
is the top bits of a 64-bit hash.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hark.triage import characters as ch
from hark.triage.reading import Reading
from hark.triage.tokens import I32, U64, Tokens, mix, powers

BITS = 18
CHARACTERS = (3, 4, 5)
_SEEDS = [np.uint64(0x9E3779B97F4A7C15 * n % (1 << 64)) for n in range(1, 12)]
_JOIN = np.uint64(0xA24BAED4963EE407)


@dataclass(slots=True)
class Grams:
    """Runs of one sort: the post of each, in ascending order, and its index below 2**BITS."""

    post: I32
    index: NDArray[np.intp]


def _index(hashes: U64, sort: int) -> NDArray[np.intp]:
    return (mix(hashes + _SEEDS[sort]) >> np.uint64(64 - BITS)).astype(np.intp)


def words(reading: Reading) -> list[Grams]:
    """Single words, negated words, pairs, triples, and whose handles stand in the post."""
    tokens = reading.tokens
    post, single = tokens.post, tokens.hash
    turned = np.flatnonzero(reading.under_negation)
    grams = [Grams(post, _index(single, 0)), Grams(post[turned], _index(single[turned], 1))]
    pair = np.flatnonzero(post[:-1] == post[1:])
    grams.append(Grams(post[pair], _index(single[pair] * _JOIN + single[pair + 1], 2)))
    named = np.flatnonzero(tokens.chars[tokens.begin] == ch.USER)
    grams.append(Grams(post[named], _index(tokens.handles, 4)))
    triple = np.flatnonzero(post[:-2] == post[2:])
    both = single[triple] * _JOIN + single[triple + 1]
    grams.append(Grams(post[triple], _index(both * _JOIN + single[triple + 2], 3)))
    return grams


def characters(tokens: Tokens) -> list[Grams]:
    """Runs of 3, 4 and 5 characters that cross no gap."""
    _, inverse = powers(len(tokens.chars) + 1)
    length = len(tokens.chars)
    gaps = np.flatnonzero(tokens.chars == 32)
    nearest = np.full(length, length, dtype=np.intp)
    spans = np.diff(gaps)
    if len(gaps):
        nearest[gaps[0] : gaps[-1]] = np.repeat(gaps[1:], spans)
    room = nearest - np.arange(length)
    grams = []
    for sort, size in enumerate(CHARACTERS):
        at = np.flatnonzero(room[: max(0, length - size + 1)] >= size - 1)
        hashes = (tokens.sums[at + size] - tokens.sums[at]) * inverse[at]
        grams.append(Grams(tokens.char_post[at + 1], _index(hashes, 5 + sort)))
    return grams
