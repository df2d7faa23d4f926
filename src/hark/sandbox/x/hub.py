"""Open streams: their lines, keep-alives, limits and ends."""

import asyncio
import uuid
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import msgspec

from hark.sandbox.clock import Clock
from hark.sandbox.x.faults import Fault, Faults
from hark.sandbox.x.model import App
from hark.sandbox.x.naming import View
from hark.sandbox.x.problems import TYPES
from hark.sandbox.x.truth import Truth

KEEP_ALIVE = 20.0  # network seconds
PATIENCE = 1.0  # seconds of ours that an ended stream may take to write what waits
BUFFER = 8 * 1024 * 1024  # bytes a slow reader may lag behind before it is cut
MAXIMUM = {"filtered": {"self-serve": 1, "enterprise": 2}, "activity": {"self-serve": 2, "enterprise": 10}}
UNKNOWN = b'{"notice":{"kind":"capacity_advisory","detail":"a message type you have not seen before"}}\r\n'


def operational_disconnect() -> bytes:
    """The line X sends before it closes a stream for its own reasons."""
    error = {
        "title": "operational-disconnect",
        "disconnect_type": "UpstreamOperationalDisconnect",
        "detail": "This stream has been disconnected upstream for operational reasons.",
        "type": TYPES + "operational-disconnect",
    }
    return msgspec.json.encode({"errors": [error]}) + b"\r\n"


@dataclass(eq=False)
class Connection:
    """One reader. `ended` is None while it lasts, then why; `broken` ends without a last chunk."""

    stream: str
    app: App
    view: View
    connected: float
    client: str = ""
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    lines: deque[bytes] = field(default_factory=deque)
    waiting: int = 0
    held: bytes | None = None
    stalled_until: float = 0.0
    ended: str | None = None
    broken: bool = False
    disconnected: float | None = None
    sent: int = 0
    cut: Callable[[], None] | None = None  # tears the line at once, whatever still waits to be written
    wake: asyncio.Event = field(default_factory=asyncio.Event)

    def push(self, line: bytes) -> None:
        if self.ended is not None:
            return
        self.lines.append(line)
        self.waiting += len(line)
        self.wake.set()

    def end(self, reason: str, *, broken: bool = False, now: bool = False) -> None:
        """End soon, after what waits; a reader that takes nothing any more is cut off after a moment."""
        if self.ended is not None:
            return
        self.ended, self.broken = reason, broken
        self.wake.set()
        if self.cut is not None:
            asyncio.get_running_loop().call_later(0 if now else PATIENCE, self._cut_off)

    def _cut_off(self) -> None:
        """Tear the line unless the stream has ended properly in the meantime."""
        if self.cut is not None:
            self.cut()


class Hub:
    """All streams of the local X."""

    def __init__(self, clock: Clock, faults: Faults, truth: Truth) -> None:
        self._clock, self._faults, self._truth = clock, faults, truth
        self.open: list[Connection] = []
        self.past: deque[Connection] = deque(maxlen=1000)
        self.buffer = BUFFER

    def of(self, app: App, stream: str | None = None) -> list[Connection]:
        mine = [one for one in self.open if one.app is app and stream in (None, one.stream)]
        return [one for one in mine if one.ended is None]

    def full(self, app: App, stream: str) -> bool:
        return len(self.of(app, stream)) >= MAXIMUM[stream][app.plan]

    def connect(self, connection: Connection) -> None:
        self.open.append(connection)
        self._truth.record("stream.open", stream=connection.stream, connection=connection.id)
        for fault in self._faults.idle(connection.stream):
            self._plan(connection, fault)

    def deliver(self, connection: Connection, line: bytes, post_id: str) -> None:
        """Send a line to a reader, or do to it what a fault demands."""
        fault = self._faults.on_line(connection.stream)
        outcome = fault.kind if fault else "sent"
        if fault is None:
            connection.push(line)
            if connection.held is not None:
                connection.push(connection.held)
                connection.held = None
        elif fault.kind == "duplicate":
            connection.push(line + line)
        elif fault.kind == "reorder" and connection.held is None:
            connection.held = line
        elif fault.kind == "delay":
            self._later(fault.seconds, lambda: connection.push(line))
        elif fault.kind == "half_line":
            connection.push(line[: len(line) // 2])
            connection.end("half_line", broken=True)
        elif fault.kind != "drop":
            self.strike(connection, fault)
            if fault.kind in ("stall", "unknown"):
                connection.push(line)
        if connection.waiting > self.buffer:
            outcome = "cut"
            connection.end("slow reader", broken=True, now=True)
        self._truth.record("stream.line", connection=connection.id, id=post_id, outcome=outcome)

    def strike(self, connection: Connection, fault: Fault) -> None:
        """Do to a connection what needs no line."""
        if fault.kind == "stall":
            connection.stalled_until = self._clock.now() + fault.seconds
        elif fault.kind == "unknown":
            connection.push(UNKNOWN)
        elif fault.kind == "disconnect":
            connection.push(operational_disconnect())
            connection.end("operational-disconnect")
        else:
            connection.end(fault.kind, broken=fault.kind != "close")

    def _plan(self, connection: Connection, fault: Fault) -> None:
        def strike() -> None:
            if connection.ended is None:
                self.strike(connection, fault)
                self._plan(connection, fault)

        self._later(self._faults.wait(fault), strike)

    def _later(self, seconds: float, act: Callable[[], None]) -> None:
        asyncio.get_running_loop().call_later(seconds / self._clock.rate, act)

    async def chunks(self, connection: Connection) -> AsyncIterator[bytes]:
        """What goes over the wire: lines as they come, a keep-alive when nothing came for 20 s."""
        last = self._clock.now()
        try:
            while True:
                await self._quiet(connection, last + KEEP_ALIVE)
                now = self._clock.now()
                if connection.stalled_until > now and connection.ended is None:
                    await self._clock.sleep_until(connection.stalled_until)
                    continue
                if connection.lines:
                    yield self._take(connection)
                    last = now
                elif connection.ended is not None:
                    return
                elif now >= last + KEEP_ALIVE:
                    yield b"\r\n"
                    last = now
        finally:
            self.forget(connection)

    async def _quiet(self, connection: Connection, until: float) -> None:
        """Wait for a line, an end, or the time for a keep-alive."""
        if connection.lines or connection.ended is not None:
            return
        connection.wake.clear()
        seconds = max(0.0, until - self._clock.now()) / self._clock.rate
        try:
            await asyncio.wait_for(connection.wake.wait(), seconds)
        except TimeoutError:
            return

    def _take(self, connection: Connection) -> bytes:
        chunk = b"".join(connection.lines)
        connection.sent += len(connection.lines)
        connection.lines.clear()
        connection.waiting = 0
        return chunk

    def forget(self, connection: Connection) -> None:
        connection.cut = None
        connection.end("client")
        if connection in self.open:
            self.open.remove(connection)
            connection.disconnected = self._clock.now()
            self.past.append(connection)
            self._truth.record("stream.closed", connection=connection.id, reason=connection.ended)

    def close_all(self, reason: str = "shutdown") -> None:
        for connection in list(self.open):
            connection.end(reason)
