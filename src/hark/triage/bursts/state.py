"""What a detector remembers between two counts: a value that can be stored as JSON and read back."""

from dataclasses import asdict, dataclass, fields
from typing import Any

HOURS_A_DAY, HOURS_A_WEEK = 24, 168
_TABLES = {"day": HOURS_A_DAY, "day_seen": HOURS_A_DAY, "week": HOURS_A_WEEK, "week_seen": HOURS_A_WEEK}


@dataclass(frozen=True, slots=True)
class State:
    """All in the scale of `detector.steady`, where counts of any size scatter alike.

    `level` is the usual level, `scale` the usual scatter around it; `day` and `week` are what an hour of the day and
    of the week add, with how often each was seen. `began` and `peak` describe the burst that runs, if one does;
    `above` and `below` count steps in a row over the entry and under the exit.
    """

    steps: int = 0
    first: float = 0.0
    last: float = 0.0
    level: float = 0.0
    scale: float = 1.0
    day: tuple[float, ...] = (0.0,) * HOURS_A_DAY
    day_seen: tuple[int, ...] = (0,) * HOURS_A_DAY
    week: tuple[float, ...] = (0.0,) * HOURS_A_WEEK
    week_seen: tuple[int, ...] = (0,) * HOURS_A_WEEK
    above: int = 0
    below: int = 0
    active: bool = False
    began: float = 0.0
    peak: float = 0.0
    ended: float = float("-inf")

    def to_json(self) -> dict[str, Any]:
        """Plain values; minus infinity, which JSON lacks, becomes None."""
        plain = asdict(self)
        plain["ended"] = None if self.ended == float("-inf") else self.ended
        return {key: list(value) if isinstance(value, tuple) else value for key, value in plain.items()}

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "State":
        """Read what `to_json` wrote. Raises ValueError when it is something else."""
        names = {field.name for field in fields(cls)}
        if not isinstance(plain, dict) or set(plain) != names:
            raise ValueError("not the state of a burst detector: it has other fields")
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in plain.items()
        }
        if values["ended"] is None:
            values["ended"] = float("-inf")
        numbers = [
            number
            for value in values.values()
            for number in (value if isinstance(value, tuple) else (value,))
        ]
        if not all(isinstance(number, int | float) for number in numbers):
            raise ValueError("not the state of a burst detector: not all of it is numbers")
        state = cls(**values)
        if any(not _holds(getattr(state, name), size) for name, size in _TABLES.items()):
            raise ValueError("not the state of a burst detector: wrong number of hours")
        return state


def _holds(table: object, size: int) -> bool:
    return isinstance(table, tuple) and len(table) == size
