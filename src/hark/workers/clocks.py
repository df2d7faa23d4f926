"""The clock loops: publishing events, waking snoozed cases, and doubting senders that vanished."""

import threading
from datetime import UTC, datetime

import psycopg

from hark.actions import (
    acknowledge,
    agents,
    approvals,
    cases,
    clocks,
    outbox,
    presence,
    projection,
    reminders,
    routing,
)
from hark.actions.events import CHANNEL
from hark.actions.publish import publish
from hark.workers.loop import forever

TICK_SECONDS = 1.0
POLL_SECONDS = 1.0
PROJECT_EVERY = 20


def tick() -> bool:
    """One look at everything that comes due by itself. True when something did."""
    now = datetime.now(UTC)
    told = clocks.warn_due(now) + clocks.breach_due(now)
    told += reminders.fire_due(now) + approvals.overdue(now)
    absent = agents.notice_absent(now) + acknowledge.expire(now)
    presence.sweep(now)
    if now.second % PROJECT_EVERY == 0:
        told += projection.project(now)
    routing.poke(now)
    routed = routing.route_due(now)
    return bool(told + absent + routed + cases.wake_due(now) + outbox.doubt_expired(now=now))


def run(stop: threading.Event) -> None:
    """Watch the clocks until `stop` is set."""
    forever("clocks", tick, stop, idle=TICK_SECONDS)


def dispatch(database_url: str, stop: threading.Event) -> None:
    """Publish events until `stop` is set: at once when told, within a second in any case."""
    waiting: list[psycopg.Connection[tuple[object, ...]]] = []

    def step() -> bool:
        if publish():
            return True
        if not waiting or waiting[0].closed:
            waiting[:] = [psycopg.connect(database_url, autocommit=True)]
            waiting[0].execute(f"listen {CHANNEL}")
            return bool(publish())
        for _ in waiting[0].notifies(timeout=POLL_SECONDS, stop_after=1):
            pass
        return True

    forever("dispatch", step, stop, idle=0.0)
