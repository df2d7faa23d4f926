"""How every source is doing, in figures with definitions (docs/rooms/listen.md), and when to worry."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from hark.domain.post import Post
from hark.listen.deliver import Delivered
from hark.listen.ports import Cursor
from hark.listen.witness import Witness
from hark.networks.port import Item

MAX_WATERMARK_AGE = timedelta(minutes=15)
MAX_SILENCE = timedelta(seconds=25)
MAX_FAILING = timedelta(minutes=5)
MAX_ONLY_RECONCILER = 0.005
# A new rule is not at work everywhere at the network in the moment it is taken.
RULES_TAKE = timedelta(seconds=60)
LAGS_KEPT = 1000


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something a person should know: which source, what kind, one sentence, and since when if that is known."""

    source: str
    kind: str
    sentence: str
    since: datetime | None = None


class HasHealth(Protocol):
    """A live source that tells when it last heard a byte."""

    connected: bool
    heard_at: datetime | None


@dataclass(slots=True)
class SourceStatus:
    """One source. Counts are since the process started; `lags` are seconds from post to us, newest last."""

    name: str
    live: bool
    heard: int = 0
    new: int = 0
    duplicates: int = 0
    rejected: int = 0
    parked: int = 0
    failures: int = 0
    failing_since: datetime | None = None
    last_error: str = ""
    last_item_at: datetime | None = None
    started_at: datetime | None = None
    says_when_up: bool = False
    up_at: datetime | None = None
    cursor: Cursor | None = None
    keeps_cursor: bool = False
    health: HasHealth | None = None
    lags: deque[float] = field(default_factory=lambda: deque(maxlen=LAGS_KEPT))

    def note(self, delivered: Delivered, now: datetime) -> None:
        """Add what was just delivered."""
        self.new += len(delivered.stored)
        self.duplicates += delivered.duplicates
        self.rejected += delivered.rejected
        self.parked += delivered.parked
        self.heard += len(delivered.stored) + delivered.duplicates + delivered.rejected + delivered.parked
        self.last_item_at = now
        self.lags.extend(
            (now - fact.created_at).total_seconds() for fact in delivered.stored if isinstance(fact, Post)
        )

    def failed(self, error: BaseException, now: datetime) -> None:
        """Note a failure in words without secrets."""
        self.failures += 1
        self.failing_since = self.failing_since or now
        self.last_error = f"{getattr(error, 'reason', type(error).__name__)}: {error}"[:300]

    @property
    def hears_since(self) -> datetime | None:
        """When the line first came up, if it tells; else when it was started."""
        return self.up_at if self.says_when_up else self.started_at

    @property
    def last_heard(self) -> datetime | None:
        """The last byte of a line, keep-alives included; of a poll its last item."""
        return self.health.heard_at if self.health and self.health.heard_at else self.last_item_at

    def watermark_age(self, now: datetime) -> float | None:
        """Seconds since the moment up to which this source is proven."""
        return (now - self.cursor.watermark).total_seconds() if self.cursor else None

    def as_json(self, now: datetime) -> dict[str, Any]:
        """The figures as plain values. Ages and lags in seconds."""
        lags = sorted(self.lags)
        last = self.last_heard
        return {
            "live": self.live,
            "heard": self.heard,
            "new": self.new,
            "duplicates": self.duplicates,
            "rejected": self.rejected,
            "parked": self.parked,
            "failures": self.failures,
            "last_error": self.last_error,
            "last_heard_age": round((now - last).total_seconds(), 1) if last else None,
            "watermark": self.cursor.watermark.isoformat() if self.cursor else None,
            "watermark_age": self.watermark_age(now),
            "lag_p50": _at(lags, 0.50),
            "lag_p99": _at(lags, 0.99),
        }


def _at(ordered: list[float], share: float) -> float | None:
    return round(ordered[min(int(len(ordered) * share), len(ordered) - 1)], 3) if ordered else None


class Status:
    """All sources together. Share one object between `run` and whoever shows it."""

    def __init__(self) -> None:
        self.sources: dict[str, SourceStatus] = {}
        self.witness = Witness()
        self.refusal = ""

    def source(self, name: str, *, live: bool) -> SourceStatus:
        """The source's record, made when it is new."""
        return self.sources.setdefault(name, SourceStatus(name, live))

    def saw(self, items: Iterable[Item], *, live: bool) -> None:
        """Note who brought which posts, duplicates included."""
        for item in items:
            if isinstance(item, Post):
                self.witness.saw(item.network, item.post_id, item.created_at, live=live)

    def alarms(self, now: datetime) -> list[Alarm]:
        """Everything that needs a person now."""
        found = [alarm for source in self.sources.values() for alarm in _worries(source, now)]
        lines = [source for source in self.sources.values() if source.live and source.started_at]
        began = [source.hears_since for source in lines if source.hears_since]
        if len(began) < len(lines):
            return found  # a line that is not up yet has missed nothing, and says so itself
        heard_from = max(began) + RULES_TAKE if began else None
        missed, judged = self.witness.only_reconciler(now, heard_from)
        if any(source.live for source in self.sources.values()) and judged:
            share = missed / judged
            if share > MAX_ONLY_RECONCILER:
                sentence = (
                    f"{missed} of {judged} posts of the last 15 minutes were found only by looking again."
                )
                found.append(Alarm("streams", "thin", sentence))
        return found


def _worries(source: SourceStatus, now: datetime) -> Iterable[Alarm]:
    if source.health is not None:
        heard = source.health.heard_at or source.started_at
        if heard is not None and now - heard > MAX_SILENCE:
            seconds = (now - heard).total_seconds()
            said = f"Nothing heard from {source.name} for {seconds:.0f} s."
            yield Alarm(source.name, "silent", said, heard)
    if source.keeps_cursor and source.started_at is not None:
        proven = source.cursor.watermark if source.cursor else source.started_at
        if now - proven > MAX_WATERMARK_AGE:
            minutes = (now - proven).total_seconds() / 60
            why = f" Last error: {source.last_error}." if source.last_error else ""
            said = f"{source.name} is proven only up to {minutes:.0f} minutes ago.{why}"
            yield Alarm(source.name, "behind", said, proven)
    failing = source.failing_since
    if failing is not None and not source.keeps_cursor and now - failing > MAX_FAILING:
        said = f"{source.name} has failed for {(now - failing).total_seconds() / 60:.0f} minutes: {source.last_error}."
        yield Alarm(source.name, "failing", said, failing)
