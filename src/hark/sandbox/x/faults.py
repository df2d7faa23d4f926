"""Faults on demand and by seed: what goes wrong, where, how often.

A fault is a JSON object: `kind` (below), `on` (an endpoint such as "POST /2/tweets", a pattern such as
"GET /2/*", or for streams "filtered" or "activity"; "*" is everywhere), and any of `rate` (chance per call or
line, 0..1), `after` (skip so many first), `times` (then stop), `seconds` (network time), `status`, `shape`.

Calls: error_before, error_after (processed, then `status`), reset_before, reset_after, late (processed at
once, answered after `seconds`), process_later (answers `status` now, does it after `seconds`), garbage,
drip, rate_missing, rate_lie, limited, credits, skew (the Date header is `seconds` off).
Stream lines: drop, duplicate, reorder, delay, half_line, reset, close, stall, disconnect, unknown; with
`every` instead of `rate` the last six also strike idle lines, on average every so many seconds.
Connecting to a stream: refuse (`status`).
"""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import msgspec

from hark.sandbox.x.sets import names

CALL = names(
    "error_before error_after reset_before reset_after late process_later garbage drip rate_missing "
    "rate_lie limited credits skew"
)
LINE = names("drop duplicate reorder delay half_line reset close stall disconnect unknown")
IDLE = names("half_line reset close stall disconnect unknown")
CONNECT = frozenset({"refuse"})


class Fault(msgspec.Struct, forbid_unknown_fields=True):
    """One thing that goes wrong."""

    kind: str
    on: str = "*"
    rate: float = 1.0
    after: int = 0
    times: int | None = None
    seconds: float = 5.0
    every: float | None = None
    status: int = 503
    shape: str = ""

    def __post_init__(self) -> None:
        if self.kind not in CALL | LINE | CONNECT:
            raise ValueError(f"there is no fault called {self.kind!r}")


class FaultFile(msgspec.Struct, forbid_unknown_fields=True):
    """The shape of a fault file."""

    faults: list[Fault]
    seed: int = 1


@dataclass(slots=True)
class Strike:
    """A fault and how often it was met and came about."""

    fault: Fault
    met: int = 0
    struck: int = 0


class Faults:
    """The faults in force; chance comes from the seed alone, so a run can be repeated."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self._strikes: list[Strike] = []

    def set(self, faults: Iterable[Fault | Mapping[str, Any]], seed: int | None = None) -> None:
        """Replace all faults. Raises msgspec.ValidationError for one that is none."""
        made = [one if isinstance(one, Fault) else msgspec.convert(dict(one), Fault) for one in faults]
        if seed is not None:
            self._random = random.Random(seed)
        self._strikes = [Strike(one) for one in made]

    def load(self, path: Path) -> None:
        """Read a fault file. Raises msgspec.ValidationError or DecodeError with the place."""
        read = msgspec.json.decode(path.read_bytes(), type=FaultFile)
        self.set(read.faults, read.seed)

    def on_call(self, endpoint: str) -> Fault | None:
        return self._pick(CALL, endpoint)

    def on_connect(self, stream: str) -> Fault | None:
        return self._pick(CONNECT, stream)

    def on_line(self, stream: str) -> Fault | None:
        return self._pick(LINE, stream) if self._strikes else None

    def idle(self, stream: str) -> list[Fault]:
        """The faults that strike a stream by time rather than by line."""
        return [
            strike.fault
            for strike in self._strikes
            if strike.fault.every and strike.fault.kind in IDLE and fnmatchcase(stream, strike.fault.on)
        ]

    def wait(self, fault: Fault) -> float:
        """Network seconds until a timed fault strikes next (exponentially spread around `every`)."""
        return self._random.expovariate(1.0 / (fault.every or 1.0))

    def _pick(self, kinds: frozenset[str], name: str) -> Fault | None:
        for strike in self._strikes:
            fault = strike.fault
            if fault.every or fault.kind not in kinds or not fnmatchcase(name, fault.on):
                continue
            strike.met += 1
            spent = fault.times is not None and strike.struck >= fault.times
            if strike.met <= fault.after or spent or self._random.random() >= fault.rate:
                continue
            strike.struck += 1
            return fault
        return None

    def report(self) -> list[dict[str, Any]]:
        return [
            {**msgspec.to_builtins(one.fault), "met": one.met, "struck": one.struck} for one in self._strikes
        ]
