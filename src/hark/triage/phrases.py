"""Looking up thousands of words and phrases, in many languages, in a whole batch at once.

A phrase is cut by the same code as a post, so "Don't work", "dont work" and "DON’T WORK" are one entry.
`word*` matches every word that begins so. Looking up costs a few array operations for the batch, however
many phrases there are: every run of one to `LONGEST` tokens has a hash, a table of `1 << 18` flags sets
nearly all of them aside, and the few that remain are found in a sorted array.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hark.triage.tokens import I32, U64, Flags, Tokens, analyse, mix, powers

LONGEST = 6
"""Tokens in the longest phrase (in scripts without spaces: characters)."""

SHORTEST_STEM, LONGEST_STEM = 3, 10
_FLAG_BITS = 18
_JOIN = np.uint64(0xA24BAED4963EE407)
_STEM = np.uint64(0x9FB21C651E98DF25)


@dataclass(frozen=True, slots=True)
class Entry:
    """One phrase, the signal it speaks for and how strongly."""

    phrase: str
    signal: str
    weight: float


@dataclass(slots=True)
class Hits:
    """What was found: post, first token, number of tokens, signal and weight, one row per entry matched."""

    post: I32
    token: I32
    width: I32
    signal: I32
    weight: NDArray[np.float32]


class PhraseTable:
    """Entries compiled for lookup. `signals` names the columns that `Hits.signal` points into."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.signals: list[str] = sorted({entry.signal for entry in entries})
        column = {name: index for index, name in enumerate(self.signals)}
        keys, valid = _keys([entry.phrase for entry in entries])
        order = _unique(keys, valid, [entry.signal for entry in entries])
        self._keys: U64 = keys[order]
        self._signal = np.array([column[entry.signal] for entry in entries], dtype=np.int32)[order]
        self._weight = np.array([entry.weight for entry in entries], dtype=np.float32)[order]
        self._flags = _flags(self._keys)

    @classmethod
    def from_arrays(cls, stored: Mapping[str, NDArray[Any]]) -> "PhraseTable":
        """A table from what `arrays` gave."""
        table = cls.__new__(cls)
        table.signals = stored["signals"].tolist()
        table._keys, table._signal, table._weight = stored["keys"], stored["signal"], stored["weight"]
        table._flags = _flags(table._keys)
        return table

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What there is to store of a compiled table."""
        return {
            "signals": np.array(self.signals), "keys": self._keys, "signal": self._signal, "weight": self._weight,
        }  # fmt: skip

    def joined(self, other: "PhraseTable") -> "PhraseTable":
        """Both tables as one. A signal must not stand in both."""
        signals = sorted([*self.signals, *other.signals])
        column = {name: index for index, name in enumerate(signals)}
        moved = [
            np.array([column[name] for name in table.signals], dtype=np.int32)[table._signal]
            for table in (self, other)
        ]
        keys = np.concatenate((self._keys, other._keys))
        order = np.argsort(keys, kind="stable")
        return PhraseTable.from_arrays(
            {
                "signals": np.array(signals), "keys": keys[order], "signal": np.concatenate(moved)[order],
                "weight": np.concatenate((self._weight, other._weight))[order],
            }
        )  # fmt: skip

    def find(self, tokens: Tokens) -> Hits:
        """Every entry that occurs in the batch, overlaps included."""
        found = [self._match(*candidates) for candidates in _runs(tokens)]
        found += [self._match(*candidates) for candidates in _stems(tokens)]
        token = np.concatenate([hit[0] for hit in found])
        return Hits(
            post=tokens.post[token],
            token=token,
            width=np.concatenate([hit[1] for hit in found]),
            signal=np.concatenate([hit[2] for hit in found]),
            weight=np.concatenate([hit[3] for hit in found]),
        )

    def _match(self, token: I32, keys: U64, width: int) -> tuple[I32, I32, I32, NDArray[np.float32]]:
        maybe = np.flatnonzero(self._flags[_slot(keys)])
        low = np.searchsorted(self._keys, keys[maybe])
        count = np.searchsorted(self._keys, keys[maybe], side="right") - low
        rows = np.repeat(low, count)
        rows += np.arange(len(rows)) - np.repeat(np.cumsum(count) - count, count)
        return (
            np.repeat(token[maybe], count),
            np.full(len(rows), width, dtype=np.int32),
            self._signal[rows],
            self._weight[rows],
        )


def _unique(keys: U64, valid: Flags, signals: Sequence[str]) -> NDArray[np.intp]:
    """Entries that can be looked up, in order of key; of two that say the same, the first."""
    seen: set[tuple[int, str]] = set()
    chosen = []
    for index in np.flatnonzero(valid).tolist():
        pair = (int(keys[index]), signals[index])
        if pair not in seen:
            seen.add(pair)
            chosen.append(index)
    kept = np.array(chosen, dtype=np.intp)
    return kept[np.argsort(keys[kept], kind="stable")]


def _flags(keys: U64) -> Flags:
    flags: Flags = np.zeros(1 << _FLAG_BITS, dtype=np.bool_)
    flags[_slot(keys)] = True
    return flags


def _slot(keys: U64) -> NDArray[np.intp]:
    return (keys >> np.uint64(64 - _FLAG_BITS)).astype(np.intp)


def _runs(tokens: Tokens) -> list[tuple[I32, U64, int]]:
    """First token, key and width of every run of 1..LONGEST tokens inside one post."""
    found: list[tuple[I32, U64, int]] = []
    total = len(tokens.hash)
    at = np.arange(total, dtype=np.int32)
    joined = tokens.hash
    for width in range(1, LONGEST + 1):
        if width > 1:
            last = np.minimum(at + (width - 1), total - 1)
            keep = (at + (width - 1) < total) & (tokens.post[at] == tokens.post[last])
            at, last, joined = at[keep], last[keep], joined[keep]
            joined = joined * _JOIN + tokens.hash[last]
        found.append((at, mix(joined * np.uint64(width * 2 + 1)), width))
    return found


def _stems(tokens: Tokens) -> list[tuple[I32, U64, int]]:
    """The same for the beginnings of words, 3 to 10 characters long."""
    _, inverse = powers(len(tokens.chars) + 1)
    length = tokens.end - tokens.begin
    found: list[tuple[I32, U64, int]] = []
    at = np.flatnonzero(length >= SHORTEST_STEM).astype(np.int32)
    for size in range(SHORTEST_STEM, LONGEST_STEM + 1):
        at = at[length[at] >= size]
        begin = tokens.begin[at]
        head = (tokens.sums[begin + size] - tokens.sums[begin]) * inverse[begin]
        found.append((at, mix(head ^ _STEM), 1))
    return found


def _keys(phrases: Sequence[str]) -> tuple[U64, Flags]:
    """The key of each phrase, and whether it can be looked up at all (1..LONGEST tokens)."""
    tokens = analyse([phrase.removesuffix("*") for phrase in phrases])
    keys = np.zeros(len(phrases), dtype=np.uint64)
    valid = np.zeros(len(phrases), dtype=np.bool_)
    for at, found, width in _runs(tokens):
        post = tokens.post[at]
        whole = (at == tokens.first[post]) & (tokens.first[post + 1] - tokens.first[post] == width)
        keys[post[whole]], valid[post[whole]] = found[whole], True
    stems = np.array([phrase.endswith("*") for phrase in phrases], dtype=np.bool_)
    if stems.any():
        lone = tokens.first[1:] - tokens.first[:-1] == 1
        size = np.zeros(len(phrases), dtype=np.int64)
        head = tokens.first[:-1][lone]
        size[lone] = tokens.end[head] - tokens.begin[head]
        valid[stems] = lone[stems] & (size[stems] >= SHORTEST_STEM) & (size[stems] <= LONGEST_STEM)
        keys[lone & stems] = mix(tokens.hash[tokens.first[:-1][lone & stems]] ^ _STEM)
    return keys, valid
