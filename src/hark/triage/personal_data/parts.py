"""The words and numbers of a text with their places, taken once and looked at from many numbers."""

import re
from bisect import bisect_right

from hark.triage.personal_data import streets

_PART = re.compile(r"[^\W_]+(?:(?<=[^\W\d_])['’-](?=[^\W\d_])[^\W_]+)*")
_ASCII_PART = re.compile(r"[a-z0-9]+(?:(?<=[a-z])['-](?=[a-z])[a-z0-9]+)*")  # the same, in half the time
_BREAK = re.compile(r"[!?;:,\n\0]")
_BREAK_BUT_COMMA = re.compile(r"[!?;:\n\0]")


class Parts:
    """Parallel lists: `words` in lower case, where each starts and ends."""

    __slots__ = ("_plain", "ends", "starts", "words")

    def __init__(self, plain: str, low: str) -> None:
        self._plain = plain
        self.words: list[str] = (_ASCII_PART if low.isascii() else _PART).findall(low)
        self.starts: list[int] = []
        self.ends: list[int] = []
        end = 0
        for (
            word
        ) in self.words:  # nothing but signs lies between two parts: the next place that fits is the part
            start = low.index(word, end)
            end = start + len(word)
            self.starts.append(start)
            self.ends.append(end)

    def at(self, place: int) -> int:
        """Index of the last part that starts at or before `place`, -1 if none does."""
        return bisect_right(self.starts, place) - 1

    def capital(self, index: int) -> bool:
        """Whether a part may belong to a name: capitals, numbers such as '14th', and the particles between them."""
        return not self._plain[self.starts[index]].islower() or self.words[index] in streets.PARTICLES

    def upper(self, index: int) -> bool:
        """Whether a part begins with a capital letter."""
        return self._plain[self.starts[index]].isupper()

    def broken(self, start: int, end: int) -> bool:
        """Whether a comma, a line break or the end of a sentence lies between two places."""
        return end - start != 1 and _BREAK.search(self._plain, start, end) is not None

    def broken_but_comma(self, start: int, end: int) -> bool:
        """The same, a comma allowed."""
        return end - start != 1 and _BREAK_BUT_COMMA.search(self._plain, start, end) is not None
