"""One look back at a source: what the live line missed is found; time is proven, or a gap is told."""

from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hark.domain.post import Post
from hark.listen import cursor as protocol
from hark.listen.deliver import Delivery
from hark.listen.ports import Clock, Cursor, Gap, ListenStore, RefusedError, Sink
from hark.listen.status import SourceStatus, Status
from hark.networks.poll import Poll
from hark.networks.port import Item, NetworkError


@dataclass(slots=True)
class SweepReport:
    """What one sweep did. `new` counts posts nobody had stored before; `error` is a reason code or ""."""

    source: str
    pages: int = 0
    heard: int = 0
    new: int = 0
    rejected: int = 0
    parked: int = 0
    cursor: Cursor | None = None
    gap: Gap | None = None
    error: str = ""
    retry_after: float | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values; times as ISO 8601."""
        gap = self.gap
        return {
            "pages": self.pages,
            "heard": self.heard,
            "new": self.new,
            "rejected": self.rejected,
            "parked": self.parked,
            "watermark": self.cursor.watermark.isoformat() if self.cursor else None,
            "gap": {"from": gap.start.isoformat(), "to": gap.end.isoformat(), "reason": gap.reason}
            if gap
            else None,
            "error": self.error,
        }


@dataclass(slots=True)
class Report:
    """One pass over all polls, and what it cost in US dollars when somebody counts."""

    sweeps: list[SweepReport] = field(default_factory=list)
    cost_usd: float | None = None

    def as_json(self) -> dict[str, Any]:
        """The contract of `hark listen --once --json`: counts per source, gaps, cost."""
        gaps = [{"source": sweep.source, **sweep.as_json()["gap"]} for sweep in self.sweeps if sweep.gap]
        return {
            "sources": {sweep.source: sweep.as_json() for sweep in self.sweeps},
            "gaps": gaps,
            "cost_usd": self.cost_usd,
        }


async def sweep(
    poll: Poll,
    delivery: Delivery,
    store: ListenStore,
    clock: Clock,
    status: Status,
    *,
    first_reach: timedelta = protocol.FIRST_REACH,
) -> SweepReport:
    """Look at one source from W - O on. The cursor moves only when every page came and was stored."""
    report = SweepReport(poll.name)
    record = status.source(poll.name, live=poll.live)
    record.keeps_cursor = poll.keeps_cursor
    record.started_at = record.started_at or clock()
    cursor = await store.load_cursor(poll.name) if poll.keeps_cursor else None
    asked_from = protocol.look_from(cursor, clock(), first_reach)
    first_time: datetime | None = None
    complete_since: datetime | None = None
    reason = ""
    try:
        async with aclosing(poll.sweep(asked_from if poll.keeps_cursor else None)) as polled:
            async for page in polled:
                report.pages += 1
                # The first answer's clock counts: what is written while later pages are read is not proven.
                first_time = first_time or page.server_time
                if page.complete_since is not None:
                    complete_since, reason = page.complete_since, page.reason
                await _take(page.items, report, record, delivery, store, clock, status)
    except NetworkError as error:
        record.failed(error, clock())
        report.error, report.retry_after, report.cursor = error.reason, error.retry_after, cursor
        return report
    record.failing_since = None
    if poll.keeps_cursor:
        report.gap = protocol.unproven(poll.name, asked_from, complete_since, reason)
        report.cursor = protocol.moved(cursor, poll.name, first_time, clock(), asked_from)
        await _keep(report, delivery, store)
        record.cursor = report.cursor
    return report


async def _keep(report: SweepReport, delivery: Delivery, store: ListenStore) -> None:
    """The gap first, then the cursor: a crash in between tells the gap twice and never loses it."""
    gap, moved = report.gap, report.cursor
    if gap is not None:
        await delivery.retried(lambda: store.record_gap(gap))
    if moved is not None:
        await delivery.retried(lambda: store.save_cursor(moved))


async def _take(
    items: Sequence[Item],
    report: SweepReport,
    record: SourceStatus,
    delivery: Delivery,
    store: ListenStore,
    clock: Clock,
    status: Status,
) -> None:
    status.saw(items, live=record.live)
    posts = [item for item in items if isinstance(item, Post)]
    known = await store.known_ids(posts[0].network, [post.post_id for post in posts]) if posts else set()
    delivered = await delivery(record.name, items, live=record.live)
    record.note(delivered, clock())
    report.heard += len(items)
    report.new += sum(isinstance(fact, Post) and fact.post_id not in known for fact in delivered.stored)
    report.rejected += delivered.rejected
    report.parked += delivered.parked


async def reconcile_once(
    polls: Sequence[Poll],
    sink: Sink,
    store: ListenStore,
    clock: Clock,
    *,
    status: Status | None = None,
    spent: Callable[[], float] | None = None,
    first_reach: timedelta = protocol.FIRST_REACH,
) -> Report:
    """One pass over every poll, one after another. A source that fails is reported, the others go on.

    `spent` tells the money spent so far, so that the report can say what this pass cost. Raises RefusedError
    when the store cannot even be read.
    """
    status = status or Status()
    delivery = Delivery(sink, store, clock)
    before = spent() if spent else 0.0
    report = Report()
    for poll in polls:
        report.sweeps.append(await sweep(poll, delivery, store, clock, status, first_reach=first_reach))
    if spent:
        report.cost_usd = round(spent() - before, 6)
    return report


__all__ = ["RefusedError", "Report", "SweepReport", "reconcile_once", "sweep"]
