"""Serves a local X: binds, says where it is in one JSON line, plays the world, and ends cleanly."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from hark.sandbox.clock import Clock
from hark.sandbox.world import World
from hark.sandbox.x.app import App
from hark.sandbox.x.box import Box


class Protocol(HttpToolsProtocol):
    """uvicorn's protocol, with the transport in reach of the faults that tear a connection.

    asyncio switches Nagle's algorithm off only for sockets that name their protocol, which a bound socket
    handed over does not: without TCP_NODELAY every answer would wait 40 ms for the reader's acknowledgement.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        plug = transport.get_extra_info("socket")
        if plug is not None:
            plug.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().connection_made(transport)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        extensions: dict[str, Any] = {"hark.transport": self.transport}
        self.scope["extensions"] = extensions


class Server(uvicorn.Server):
    """A uvicorn server that ends with its process's exit code at 0 when it is told to stop."""

    def __init__(self, config: uvicorn.Config, box: Box, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._box, self._ready = box, ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, self.stop)
        yield

    def stop(self) -> None:
        """Let every reader go and leave the serving loop."""
        self._box.hub.close_all()
        self.should_exit = True


def build(
    world: World,
    *,
    speed: float = 1.0,
    rate: float = 1.0,
    seed: int = 1,
    faults: Path | None = None,
    log: Path | None = None,
) -> Box:
    """A local X with a world on it. `rate` is the network clock's, `speed` the script's."""
    box = Box(world, Clock(rate=rate), seed=seed, speed=speed, log=log)
    if faults is not None:
        box.faults.load(faults)
    return box


def serve(
    world: World,
    port: int = 0,
    speed: float = 1.0,
    *,
    host: str = "127.0.0.1",
    rate: float = 1.0,
    seed: int = 1,
    faults: Path | None = None,
    log: Path | None = None,
    announce: Callable[[str], None] = print,
) -> None:
    """Serve a world until SIGINT or SIGTERM. `announce` gets the one JSON line once the port answers."""
    box = build(world, speed=speed, rate=rate, seed=seed, faults=faults, log=log)
    plug = socket.create_server((host, port), backlog=512)
    box.network.base_url = f"http://{host}:{plug.getsockname()[1]}"
    asyncio.run(run(box, plug, lambda: announce(msgspec.json.encode(box.card()).decode())))


async def run(
    box: Box, plug: socket.socket, ready: Callable[[], None], stop: asyncio.Event | None = None
) -> None:
    """Serve one box on one bound socket and play its world, until a signal or until `stop` is set."""
    config = uvicorn.Config(
        App(box),
        http=Protocol,
        lifespan="off",
        log_level="warning",
        access_log=False,
        date_header=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    server = Server(config, box, ready)
    loops = [box.engine.play(), box.hooks.rounds(), _flush(box)]
    if stop is not None:
        loops.append(_wait(stop, server))
    tasks: list[asyncio.Task[Any]] = [asyncio.create_task(one) for one in loops]
    try:
        await server.serve(sockets=[plug])
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await box.hooks.close()
        box.truth.close()


async def _wait(stop: asyncio.Event, server: Server) -> None:
    await stop.wait()
    server.stop()


async def _flush(box: Box) -> None:
    """Bring the log to disk every half second, so that a checker can follow it."""
    while True:
        await asyncio.sleep(0.5)
        box.truth.flush()
