"""A post as the detectors see it: folded, links blanked, and what reads like a number but is none set aside."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from hark.triage.personal_data.cues import Cue, find_cues
from hark.triage.personal_data.edges import LEFT
from hark.triage.personal_data.fold import lower

# A link is an address of the network; its digits are not the author's.
_LINK = re.compile(r"https?://\S{1,2048}|\bwww\.\S{1,2048}")
_NO_NUMBER = re.compile(
    r"(?<![\d./:-])(?:(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./](?:[12]\d|3[01]|0?[1-9])"  # 2015-05-22
    r"|(?:[12]\d|3[01]|0?[1-9])[-./](?:[12]\d|3[01]|0?[1-9])[-./](?:(?:19|20)\d\d|\d\d))(?![-./]?\d)"  # 22.5.15
    r"|(?<![\d:])[012]?\d:[0-5]\d(?::[0-5]\d)?(?![\d:])"  # 10:30
    r"|(?<![\d.,-])(?:19|20)\d\d ?- ?(?:19|20)\d\d(?![\d-])"  # 2010-2015
    r"|[$€£¥₹₺₩₽] ?\d{1,7}(?:[., ]\d{3}){0,4}(?:[.,]\d{1,2})?(?!\d)"  # $1,200.50
    r"|(?<![\w.,+-])\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,2})?(?![\w-])(?![.,]\d)"  # 1,234,567.89
    r"|(?<![\w.,+-])\d{1,3}(?:\.\d{3}){1,5}(?:,\d{1,2})?(?![\w-])(?![.,]\d)"  # 1.234.567,89
    r"|(?<![\w.,])[-+]?\d{1,3}\.\d{3,15}(?![\w-])(?![.,]\d)"  # 51.50735
)
_NUMBER = re.compile(LEFT + r"(?<![#@&])(?<!\d[.,])(?:\+ ?)?\(?\d(?:[ ./()_*–-]{0,3}\d)*")
_GROUP = re.compile(r"\d+")


@dataclass(slots=True)
class Number:
    """A run of digits with the signs people put between them. `groups` are offsets of its unbroken parts."""

    start: int
    end: int
    digits: str
    shown: str
    groups: tuple[tuple[int, int], ...]


@dataclass
class View:
    """A folded text; `plain`, `low` and `bare` have the same length, so offsets hold in all of them."""

    text: str

    @cached_property
    def plain(self) -> str:
        """The text with links blanked."""
        if "http" not in self.text and "www." not in self.text:
            return self.text
        return _LINK.sub(lambda link: "\0" * len(link[0]), self.text)

    @cached_property
    def low(self) -> str:
        return lower(self.plain)

    @cached_property
    def cues(self) -> list[Cue]:
        return find_cues(self.low)

    @cached_property
    def bare(self) -> str:
        """`plain` with dates, times, years, prices and coordinates blanked."""
        return _NO_NUMBER.sub(lambda part: "\0" * len(part[0]), self.plain)

    @cached_property
    def numbers(self) -> list[Number]:
        return list(_numbers(self.bare))

    @cached_property
    def _by_kind(self) -> dict[str, tuple[list[Cue], list[int], list[int]]]:
        table: dict[str, tuple[list[Cue], list[int], list[int]]] = {}
        for cue in self.cues:
            for kind in cue.kinds:
                cues, starts, ends = table.setdefault(kind, ([], [], []))
                cues.append(cue)
                starts.append(cue.start)
                ends.append(cue.end)
        return table

    def before(self, start: int, kind: str, reach: int) -> Cue | None:
        """The last cue of this kind that ends at most `reach` characters before `start`."""
        if kind not in self._by_kind:
            return None
        cues, _, ends = self._by_kind[kind]
        place = bisect_right(ends, start) - 1
        return cues[place] if place >= 0 and start - ends[place] <= reach else None

    def after(self, end: int, kind: str, reach: int = 10) -> Cue | None:
        """The first cue of this kind that begins within `reach` characters after `end`, on the same line."""
        if kind not in self._by_kind:
            return None
        cues, starts, _ = self._by_kind[kind]
        place = bisect_left(starts, end)
        near = place < len(cues) and starts[place] - end <= reach
        return cues[place] if near and "\n" not in self.plain[end : starts[place]] else None

    def has(self, kind: str) -> bool:
        """Whether the text has a cue of this kind anywhere."""
        return kind in self._by_kind


def _numbers(text: str) -> Iterator[Number]:
    """Every longest run of digits with at most three signs in between. Linear in the length of the text."""
    for found in _NUMBER.finditer(text):
        shown, start = found[0], found.start()
        groups = tuple((start + part.start(), start + part.end()) for part in _GROUP.finditer(shown))
        digits = "".join(text[a:b] for a, b in groups)
        yield Number(start, found.end(), digits, shown, groups)


def windows(number: Number, least: int, most: int) -> Iterator[tuple[int, int, str]]:
    """Neighbouring groups of a number that hold `least` to `most` digits, longest first from each group on."""
    sizes = [end - start for start, end in number.groups]
    text, offset = number.digits, 0
    for first, size in enumerate(sizes):
        ends: list[tuple[int, int]] = []
        total = 0
        for last in range(first, len(sizes)):
            total += sizes[last]
            if total > most:
                break
            if total >= least:
                ends.append((last, total))
        for last, total in reversed(ends):
            yield number.groups[first][0], number.groups[last][1], text[offset : offset + total]
        offset += size
