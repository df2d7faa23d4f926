"""Arrivals and answers as a picture: bars for what came, a line for what was answered. Geometry only."""

from collections.abc import Sequence
from dataclasses import dataclass

from hark.web.wall.figures import Bucket

WIDTH, HEIGHT, GAP = 720, 120, 4


@dataclass(frozen=True, slots=True)
class Bar:
    """One bucket's bar in the picture's units, and the bucket itself."""

    bucket: Bucket
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """`top` is the number the full height stands for; `line` are the points of the answers' line."""

    bars: Sequence[Bar]
    line: str
    top: int
    arrived: int
    answered: int
    width: int = WIDTH
    height: int = HEIGHT


def chart(buckets: Sequence[Bucket]) -> Chart:
    """The picture of these buckets; its top is the next even number above the largest."""
    largest = max((max(bucket.arrived, bucket.answered) for bucket in buckets), default=0)
    top = max(4, largest + largest % 2)
    slot = WIDTH / max(1, len(buckets))
    bars = [_bar(bucket, place, slot, top) for place, bucket in enumerate(buckets)]
    points = [
        f"{slot * (place + 0.5):.1f},{HEIGHT - HEIGHT * bucket.answered / top:.1f}"
        for place, bucket in enumerate(buckets)
    ]
    return Chart(
        bars,
        " ".join(points),
        top,
        sum(bucket.arrived for bucket in buckets),
        sum(bucket.answered for bucket in buckets),
    )


def _bar(bucket: Bucket, place: int, slot: float, top: int) -> Bar:
    height = HEIGHT * bucket.arrived / top
    return Bar(
        bucket,
        round(slot * place + GAP / 2, 1),
        round(HEIGHT - height, 1),
        round(slot - GAP, 1),
        round(height, 1),
    )
