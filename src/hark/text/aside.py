"""Stretches of a text put aside while somebody else works on the rest: numbers in brackets stand for them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_MARK = re.compile(r"\[\s*(\d{1,3})\s*\]")


@dataclass(frozen=True, slots=True)
class Aside:
    """A text with marks, and what each mark stands for, by its number from 1."""

    text: str
    pieces: tuple[str, ...]


def put_aside(text: str, stretches: Iterable[tuple[int, int]]) -> Aside:
    """Replace stretches (start, end in code points) by marks; of two that overlap, the one that begins first stays.

    Marks that stand in the text already are put aside too, so that none is taken for ours.
    """
    found = sorted([*stretches, *((mark.start(), mark.end()) for mark in _MARK.finditer(text))])
    parts: list[str] = []
    pieces: list[str] = []
    at = 0
    for start, end in found:
        if at <= start < end:
            pieces.append(text[start:end])
            parts += [text[at:start], f"[{len(pieces)}]"]
            at = end
    return Aside("".join([*parts, text[at:]]), tuple(pieces))


def put_back(text: str, pieces: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The text with its pieces in their places again, and the pieces whose marks were lost on the way."""
    seen: set[int] = set()

    def one(mark: re.Match[str]) -> str:
        place = int(mark[1]) - 1
        if not 0 <= place < len(pieces) or place in seen:
            return mark[0]
        seen.add(place)
        return pieces[place]

    back = _MARK.sub(one, text)
    return back, tuple(piece for place, piece in enumerate(pieces) if place not in seen)
