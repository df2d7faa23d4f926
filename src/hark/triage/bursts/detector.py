"""An online burst detector: counts come one by one, the baseline is learned from them, nothing else is needed.

Counts are brought to a scale where the scatter of a Poisson variable is 1 whatever its mean: Anscombe's 2 sqrt(c + 3/8)
(Biometrika 35, 1948). The baseline is a level plus what the hour of the day and of the week add, each an exponential
average whose every step is clipped at three scatters, so that a burst moves it little (Huber). The score is the
distance from the baseline in scatters, the scatter learned too and never below Poisson's. A burst begins after two
scores above `enter` in a row, or one above `sudden`, and ends after half an hour below `leave`: hysteresis.

Nothing here knows what is counted; incidents may count mentions per topic as well.
"""

import math
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from hark.triage.bursts.state import HOURS_A_DAY, HOURS_A_WEEK, State

_T = TypeVar("_T")
_HOUR = 3600.0
_CLIP = 3.0
_WEEK_TRUST = 36  # an hour of the week is half believed after three visits of twelve five-minute counts
_SEASON_FIRST, _SEASON_LEAST = 12, 0.02
_SCALE_FIRST, _SCALE_CLIP, _SCALE_FACTOR = (
    20,
    4.0,
    1.4,
)  # mean absolute deviation to standard deviation, with room


@dataclass(frozen=True, slots=True)
class Settings:
    """Thresholds in scatters, times in seconds. `memory` is the half-life of level and scatter, in steps."""

    enter: float = 6.0
    sudden: float = 10.0
    leave: float = 2.5
    steps_to_enter: int = 2
    steps_to_leave: int = 6
    memory: float = 2016.0
    warm_up: float = 86_400.0
    rearm: float = 43_200.0


@dataclass(frozen=True, slots=True)
class Burst:
    """A burst that runs. `began` equals `at` only at its first step: that is when to raise an alarm."""

    began: datetime
    at: datetime
    count: int
    expected: float
    score: float
    peak: int

    @property
    def fresh(self) -> bool:
        return self.began == self.at


class Detector:
    """Keeps a `State` and moves it on. `Detector(State.from_json(stored))` goes on where another left off."""

    def __init__(self, state: State | None = None, settings: Settings | None = None) -> None:
        self.state = state or State()
        self.settings = settings or Settings()

    def update(self, count: int, at: datetime) -> Burst | None:
        """Take the count of the step that ended at `at`; the burst that runs now, if one does.

        Raises ValueError for a negative count, a time without zone, and a time not after the last one.
        """
        self.state, burst = advance(self.state, count, at, self.settings)
        return burst


def advance(state: State, count: int, at: datetime, settings: Settings) -> tuple[State, Burst | None]:
    """The pure step behind `Detector.update`: state in, state out."""
    if count < 0:
        raise ValueError(f"a count cannot be negative: {count}")
    if at.tzinfo is None:
        raise ValueError("the time needs a zone")
    now = at.timestamp()
    if state.steps and now <= state.last:
        raise ValueError(f"{at.isoformat()} is not after the last count")
    if not state.steps:
        state = replace(state, level=steady(count), first=now)
    hour = int(now // _HOUR)
    day, week = hour % HOURS_A_DAY, hour % HOURS_A_WEEK
    usual = state.level + _season(state, day, week)
    score = (steady(count) - usual) / state.scale
    learned = _learn(state, steady(count) - usual, day, week, settings)
    moved = _judge(replace(learned, steps=state.steps + 1, last=now), count, score, now, settings)
    if not moved.active:
        return moved, None
    began = datetime.fromtimestamp(moved.began, at.tzinfo)
    return moved, Burst(began, at, count, unsteady(usual), score, int(moved.peak))


def steady(count: float) -> float:
    """Anscombe's transform: its scatter is about 1 for a Poisson count of any mean."""
    return 2.0 * math.sqrt(count + 0.375)


def unsteady(value: float) -> float:
    """The count that `steady` takes to this value, at least 0."""
    return max((max(value, 0.0) / 2.0) ** 2 - 0.375, 0.0)


def _season(state: State, day: int, week: int) -> float:
    seen = state.week_seen[week]
    return state.day[day] + state.week[week] * seen / (seen + _WEEK_TRUST)


def _learn(state: State, residual: float, day: int, week: int, settings: Settings) -> State:
    clipped = max(-_CLIP * state.scale, min(_CLIP * state.scale, residual))
    fade = 1.0 - 0.5 ** (1.0 / settings.memory)
    deviation = _SCALE_FACTOR * min(abs(residual), _SCALE_CLIP * state.scale)
    scale = state.scale + max(1.0 / (state.steps + _SCALE_FIRST), fade) * (deviation - state.scale)
    return replace(
        state,
        level=state.level + max(1.0 / (state.steps + 1), fade) * clipped,
        scale=max(scale, 1.0),
        day=_put(state.day, day, state.day[day] + _pace(state.day_seen[day]) * clipped),
        day_seen=_put(state.day_seen, day, state.day_seen[day] + 1),
        week=_put(state.week, week, state.week[week] + 0.5 * _pace(state.week_seen[week]) * clipped),
        week_seen=_put(state.week_seen, week, state.week_seen[week] + 1),
    )


def _judge(state: State, count: int, score: float, now: float, settings: Settings) -> State:
    above = state.above + 1 if score > settings.enter else 0
    below = state.below + 1 if score < settings.leave else 0
    state = replace(state, above=above, below=below)
    if state.active:
        if below >= settings.steps_to_leave:
            return replace(state, active=False, ended=now)
        return replace(state, peak=max(state.peak, float(count)))
    loud = above >= settings.steps_to_enter or score > settings.sudden
    if not loud or now - state.first < settings.warm_up:
        return state
    again = now - state.ended <= settings.rearm
    if again:
        return replace(state, active=True, peak=max(state.peak, float(count)))
    return replace(state, active=True, began=now, peak=float(count))


def _pace(seen: int) -> float:
    return max(1.0 / (seen + 1 + _SEASON_FIRST), _SEASON_LEAST)


def _put(values: tuple[_T, ...], place: int, value: _T) -> tuple[_T, ...]:
    return (*values[:place], value, *values[place + 1 :])
