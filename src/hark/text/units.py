"""The three ways networks count positions: code points, UTF-16 code units, UTF-8 bytes.

Half a surrogate pair (broken text) counts as one code point, one UTF-16 unit and three bytes.
"""


def utf16_length(text: str) -> int:
    """How many UTF-16 code units the text has, as JavaScript's `length`."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf8_length(text: str) -> int:
    """How many bytes the text has in UTF-8."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def code_points_in(text: str, start: int, units: int) -> tuple[int, bool]:
    """How many code points of `text` from `start` cover `units` UTF-16 units, and whether half a one is over.

    Half a one: the last code point is a pair and `units` ends between its halves.
    """
    taken = position = 0
    while taken < units:
        taken += 2 if text[start + position] > "\uffff" else 1
        position += 1
    return position, taken > units
