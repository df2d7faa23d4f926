"""A post as the detectors see it: folded, links blanked, and what reads like a number but is none set aside."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from hark.triage.personal_data.cues import Cue, find_cues
from hark.triage.personal_data.edges import LEFT
from hark.triage.personal_data.fold import lower
from hark.triage.personal_data.parts import Parts

# A link is an address of the network; its digits are not the author's.
_LINK = re.compile(r"https?://\S{1,2048}|www\.\S{1,2048}")
_CURRENCY = "$€£¥₹₺₩₽"
_NO_NUMBER = re.compile(
    r"(?<![\d./:-])(?:(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./](?:[12]\d|3[01]|0?[1-9])"  # 2015-05-22
    r"|(?:[12]\d|3[01]|0?[1-9])[-./](?:[12]\d|3[01]|0?[1-9])[-./](?:(?:19|20)\d\d|\d\d))(?![-./]?\d)"  # 22.5.15
    r"|(?<![\d:])[012]?\d:[0-5]\d(?::[0-5]\d)?(?![\d:])"  # 10:30
    r"|(?<![\d.,-])(?:19|20)\d\d ?- ?(?:19|20)\d\d(?![\d-])"  # 2010-2015
    rf"|[{_CURRENCY}] ?\d{{1,7}}(?:[., ]\d{{3}}){{0,4}}(?:[.,]\d{{1,2}})?(?!\d)"  # $1,200.50
    r"|(?<![\w.,+-])\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,2})?(?![\w-])(?![.,]\d)"  # 1,234,567.89
    r"|(?<![\w.,+-])\d{1,3}(?:\.\d{3}){1,5}(?:,\d{1,2})?(?![\w-])(?![.,]\d)"  # 1.234.567,89
    r"|(?<![\w.,+])\d{1,3}\.\d{3,15}(?![\w-])(?![.,]\d)"  # 51.50735, but +44.7700900123
)
# What a country's code announces is no date and no sum, whatever it looks like: '+34 612.345.678', '+44 20 1946-2058'.
_COUNTRY = re.compile(r"\+ ?\(?\d{1,3}\)?(?:[ .()-]{1,3}\d{1,5})?[ .()-]{1,3}\Z")
_COUNTRY_REACH = 18
_NO_NUMBER_STARTS = re.compile(rf"[{_CURRENCY}] ?\d|(?<!\d)\d++(?=[-./:,]| -)")
_NO_KINDS: frozenset[str] = frozenset()
# ASCII digits only: `fold` brings in those of the scripts people write, the check rules take no others.
_NUMBER_STARTS = re.compile(r"[0-9]+")
_NUMBER = re.compile(r"[0-9](?:[ ./()_*–-]{0,3}[0-9])*")
_SHORTEST_NUMBER = 6  # nothing that looks at numbers takes fewer digits
_Value = TypeVar("_Value")
_LEADING = frozenset("+( ")
_LEAD = re.compile(r"(?:\(?\+ ?)?\(?\Z")
_FREE = re.compile(LEFT + r"(?<![#@&])(?<!\d[.,])")
# A plus or a bracket parts a number from the letters before it: 'tel(07700 900123)', 'WhatsApp+34612345678'.
_FREE_SIGN = re.compile(r"(?=[+(])(?<![0-9_#@&])(?<!\d[.,])")
_GROUP = re.compile(r"[0-9]+")


@dataclass(slots=True)
class Number:
    """A run of digits with the signs people put between them. `groups` are offsets of its unbroken parts."""

    start: int
    end: int
    digits: str
    shown: str
    groups: tuple[tuple[int, int], ...]

    @property
    def has_plus(self) -> bool:
        """Whether it is written as one dials it from abroad."""
        return "+" in self.shown


class _once(Generic[_Value]):  # reads as a decorator
    """A property that is made once and is then a plain attribute: a detector reads it many times."""

    def __init__(self, make: Callable[[Any], _Value]) -> None:
        self._make = make

    def __get__(self, view: Any, owner: type) -> _Value:
        value = self._make(view)
        view.__dict__[self._make.__name__] = value
        return value


class View:
    """A folded text. `plain`, `low` and `bare` have its length, so that offsets hold in all of them.

    `plain` is the text with links blanked, `low` the same in lower case. What only some detectors need is made when
    the first of them asks.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        linked = "://" in text or "www." in text
        self.plain = _LINK.sub(_blank, text) if linked else text
        self.low = lower(self.plain)

    @_once
    def bare(self) -> str:
        """`plain` with dates, times, years, prices and coordinates blanked."""
        return _bare(self.plain)

    @_once
    def parts(self) -> Parts:
        """The words and numbers of `low`."""
        return Parts(self.plain, self.low)

    @_once
    def cues(self) -> list[Cue]:
        """Every cue of the text, in order of where it ends."""
        return find_cues(self.parts, self.low)

    @_once
    def kinds(self) -> frozenset[str]:
        """The kinds of which the text has a cue anywhere."""
        return _NO_KINDS.union(*(cue.kinds for cue in self.cues))

    @_once
    def numbers(self) -> list[Number]:
        """Every longest run of six digits or more with at most three signs in between."""
        return list(_numbers(self.bare))

    @_once
    def _by_kind(self) -> dict[str, tuple[list[Cue], list[int], list[int]]]:
        found: dict[str, tuple[list[Cue], list[int], list[int]]] = {}
        for cue in self.cues:
            for each in cue.kinds:
                cues, starts, ends = found.setdefault(each, ([], [], []))
                cues.append(cue)
                starts.append(cue.start)
                ends.append(cue.end)
        return found

    def before(self, start: int, kind: str, reach: int) -> Cue | None:
        """The last cue of this kind that ends at most `reach` characters before `start`."""
        if kind not in self.kinds:
            return None
        cues, _, ends = self._by_kind[kind]
        place = bisect_right(ends, start) - 1
        return cues[place] if place >= 0 and start - ends[place] <= reach else None

    def after(self, end: int, kind: str, reach: int = 10) -> Cue | None:
        """The first cue of this kind that begins within `reach` characters after `end`, on the same line."""
        if kind not in self.kinds:
            return None
        cues, starts, _ = self._by_kind[kind]
        place = bisect_left(starts, end)
        near = place < len(cues) and starts[place] - end <= reach
        return cues[place] if near and "\n" not in self.plain[end : starts[place]] else None


def _blank(found: re.Match[str]) -> str:
    return "\0" * len(found[0])


def _bare(text: str) -> str:
    """Only places where a number or a price begins are looked at: a search over the whole text costs far more."""
    parts: list[str] = []
    done = 0
    for start in _NO_NUMBER_STARTS.finditer(text):
        found = _NO_NUMBER.match(text, start.start()) if start.start() >= done else None
        if found and not _COUNTRY.search(text, max(0, start.start() - _COUNTRY_REACH), start.start()):
            parts += (text[done : found.start()], "\0" * len(found[0]))
            done = found.end()
    return "".join(parts) + text[done:] if done else text


def _numbers(text: str) -> Iterator[Number]:
    """Linear in the length of the text: each run is read once."""
    done = 0
    for first in _NUMBER_STARTS.finditer(text):
        if first.start() < done:
            continue
        found = _NUMBER.match(text, first.start())
        if not found:
            continue
        start = found.start()
        if found.end() - start < _SHORTEST_NUMBER:
            done = found.end()
            continue
        if text[start - 1 : start] in _LEADING:
            lead = _LEAD.search(text, max(0, start - 4), start)
            start = lead.start() if lead else start
        if not (_FREE.match(text, start) or _FREE_SIGN.match(text, start)):
            done = first.end()
            continue
        done = found.end()
        shown = text[start:done]
        if shown.isdigit():
            yield Number(start, done, shown, shown, ((start, done),))
            continue
        groups = tuple(part.span() for part in _GROUP.finditer(text, found.start(), done))
        yield Number(start, done, "".join(text[a:b] for a, b in groups), shown, groups)


def windows(number: Number, least: int, most: int) -> Iterator[tuple[int, int, str]]:
    """Neighbouring groups of a number that hold `least` to `most` digits, longest first from each group on."""
    sizes = [end - start for start, end in number.groups]
    offset = 0
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
            yield number.groups[first][0], number.groups[last][1], number.digits[offset : offset + total]
        offset += size
