"""Counting what a person calls a character: extended grapheme clusters (Unicode annex 29)."""

from collections.abc import Iterable

import regex

from hark.text.units import utf8_length
from hark.text.values import Entity

_CLUSTER = regex.compile(r"\X")


def clusters(text: str) -> list[str]:
    """The text, cut into grapheme clusters."""
    found: list[str] = _CLUSTER.findall(text)
    return found


def _countable(text: str, counted_as: Iterable[tuple[Entity, str]]) -> tuple[str, list[tuple[int, int, int]]]:
    """The text with entities replaced, and what was replaced: (start, end, code points it grew by so far)."""
    pieces, moved, at, grown = [], [], 0, 0
    for entity, stand_in in counted_as:
        pieces += [text[at : entity.start], stand_in]
        start = entity.start + grown
        grown += len(stand_in) - (entity.end - entity.start)
        moved.append((start, entity.end + grown, grown))
        at = entity.end
    return "".join([*pieces, text[at:]]), moved


def count(
    text: str,
    maximum: int,
    *,
    maximum_bytes: int | None = None,
    counted_as: Iterable[tuple[Entity, str]] = (),
) -> tuple[int, int]:
    """How many clusters the text has, and how many code points of it fit into `maximum` clusters.

    `counted_as` gives entities, by position, with the text they count as; none of them is cut in two.
    `maximum_bytes` limits the part that fits by its UTF-8 length too.
    """
    countable, moved = _countable(text, counted_as)
    length = at = fits = taken = grown = 0
    for cluster in _CLUSTER.findall(countable):
        length += 1
        at += len(cluster)
        taken += utf8_length(cluster)
        while moved and at >= moved[0][1]:
            grown = moved.pop(0)[2]
        whole = not moved or at <= moved[0][0]
        if whole and length <= maximum and (maximum_bytes is None or taken <= maximum_bytes):
            fits = at - grown
    return length, fits
