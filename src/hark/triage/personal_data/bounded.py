"""A brand's own number formats, compiled only if their worst case is bounded.

Python's `re` backtracks: a pattern such as `(\\d+)+x` can run for hours on one post. The ways in which a pattern
can be cut out of a text bound its backtracking; patterns with too many ways are refused when the brand is saved.
"""

import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import cast

from hark.domain.verdict import PersonalData

# A private module of `re`, there from 3.11 on and unchanged to 3.14; the parser is the only exact reader.
from re import _constants as sre  # type: ignore[attr-defined]  # isort: skip
from re import _parser as sre_parser  # type: ignore[attr-defined]  # isort: skip

REACH = 160  # longest match in code points; also what an unbounded repeat counts as
MOST_WAYS = 200_000
_LONGEST_PATTERN = 400
"""Longest source of a pattern, in characters."""

Compiled = tuple[tuple[str, re.Pattern[str]], ...]


def compile_patterns(patterns: Mapping[str, str] | None) -> Compiled:
    """Compile kind -> regular expression, case ignored. Raises ValueError naming the kind and what is wrong."""
    return _compile(tuple(sorted(patterns.items()))) if patterns else ()


@lru_cache(maxsize=1024)
def trouble_with(source: str) -> str:
    """Why a pattern cannot be a number format, in a few words; "" when it can."""
    if len(source) > _LONGEST_PATTERN:
        return f"it is longer than {_LONGEST_PATTERN} characters"
    try:
        ways = _ways(sre_parser.parse(source, re.IGNORECASE))
        compiled = re.compile(source, re.IGNORECASE)
    except (re.error, RecursionError, OverflowError) as error:
        return str(error)
    if ways > MOST_WAYS:
        return "it may run for hours; say how often each part repeats at most"
    return "it also fits where nothing stands" if compiled.fullmatch("") else ""


def usable(patterns: Mapping[str, str]) -> dict[str, str]:
    """Those that can be used. One that was kept before it was checked must not keep posts from being heard."""
    return {kind: source for kind, source in patterns.items() if not trouble_with(source)}


def find_patterns(text: str, patterns: Compiled) -> Iterator[PersonalData]:
    """Matches of at most `REACH` code points. A group called `number` narrows the span to itself."""
    step = REACH
    for kind, pattern in patterns:
        for base in range(0, len(text), step):
            for found in pattern.finditer(text, base, base + 2 * step):
                if found.start() >= base + step:
                    break
                start, end = found.span("number") if "number" in pattern.groupindex else found.span()
                if end > start >= 0:
                    yield PersonalData(kind, start, end)


@lru_cache(maxsize=256)
def _compile(patterns: tuple[tuple[str, str], ...]) -> Compiled:
    return tuple((kind, _checked(kind, source)) for kind, source in patterns)


def _checked(kind: str, source: str) -> re.Pattern[str]:
    if trouble := trouble_with(source):
        raise ValueError(f"pattern {kind!r} is broken: {trouble}")
    return re.compile(source, re.IGNORECASE)


def _ways(parsed: object) -> float:
    """In how many ways a parsed pattern can match at one place, each repeat counted up to `REACH`."""
    total = 1.0
    for operator, argument in parsed:  # type: ignore[attr-defined]
        total *= _node_ways(operator, argument)
        if total > MOST_WAYS:
            return total
    return total


def _node_ways(operator: object, argument: object) -> float:
    if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        least, most, inner = cast(tuple[int, int, object], argument)
        return _repeat_ways(least, min(int(most), REACH), _ways(inner))
    if operator is sre.BRANCH:
        return sum(map(_ways, argument[1]), 0.0)  # type: ignore[index]
    if operator in (sre.SUBPATTERN, sre.ASSERT, sre.ASSERT_NOT):
        return _ways(argument[-1])  # type: ignore[index]
    if operator is sre.ATOMIC_GROUP:
        return _ways(argument)
    if operator is sre.GROUPREF_EXISTS:
        return _ways(argument[1]) + (_ways(argument[2]) if argument[2] else 1)  # type: ignore[index]
    return 1.0


def _repeat_ways(least: int, most: int, inner: float) -> float:
    if most <= 1 or inner <= 1:
        return inner * max(1, most - least + 1)
    if most * math.log(inner) > math.log(MOST_WAYS):
        return MOST_WAYS * 2.0
    return float(sum(inner**count for count in range(least, most + 1)))
