"""Marking search hits in a text that may hold markup already."""

import re
from collections.abc import Iterable

_TAG = re.compile(r"(<[^>]*>)")


def highlight(html: str, hits: Iterable[tuple[int, int]], tag: str = "em") -> str:
    """The markup with every hit wrapped in `tag`, as twitter-text's hitHighlight does it.

    `hits` are (start, end), end excluded, in characters of the text outside its tags, ascending and without
    overlap; an escaped character such as `&amp;` counts as it is written. A hit that begins and ends between
    the same two tags stays between them; one that reaches over tags closes behind them, so that whole
    elements stay whole.
    """
    edges = [edge for hit in hits for edge in hit]
    marks = (f"<{tag}>", f"</{tag}>")
    result: list[str] = []
    at = placed = 0
    opened_in = -1
    for number, chunk in enumerate(_TAG.split(html)):
        if number % 2:
            result.append(chunk)
            continue
        cursor = 0
        while placed < len(edges):
            edge, closes = edges[placed] - at, placed % 2 == 1
            if not (edge < len(chunk) or (closes and edge == len(chunk) and opened_in == number)):
                break
            result += [chunk[cursor:edge], marks[closes]]
            opened_in = number if not closes else -1
            cursor, placed = edge, placed + 1
        result.append(chunk[cursor:])
        at += len(chunk)
    return "".join([*result, *(marks[place % 2] for place in range(placed, len(edges)))])
