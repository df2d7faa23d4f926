"""A local X inside this process, on a thread of its own: for tests and benches.

Blocking clients talk to it as to any server; `do` runs a function on its event loop, so that a test may
look at or change its state without a race.
"""

import asyncio
import concurrent.futures
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self, TypeVar

from hark.sandbox.world import World
from hark.sandbox.x.box import Box
from hark.sandbox.x.server import build, run

T = TypeVar("T")


class LocalX:
    """`with LocalX(world) as x:` serves until the block is left. Options are those of `server.build`."""

    def __init__(self, world: World, **options: Any) -> None:
        self._world, self._options = world, options
        self._ready: concurrent.futures.Future[None] = concurrent.futures.Future()
        self._thread = threading.Thread(target=self._serve, name="local X", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self.box: Box
        self.card: dict[str, Any] = {}

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.result(timeout=30)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._loop is not None and self._stop is not None
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(timeout=15)

    @property
    def base_url(self) -> str:
        return self.box.network.base_url

    def do(self, work: Callable[[Box], T]) -> T:
        """The result of `work(box)`, run on the server's event loop."""
        assert self._loop is not None
        done: concurrent.futures.Future[T] = concurrent.futures.Future()

        def act() -> None:
            try:
                done.set_result(work(self.box))
            except Exception as error:
                done.set_exception(error)

        self._loop.call_soon_threadsafe(act)
        return done.result(timeout=30)

    def _serve(self) -> None:
        try:
            asyncio.run(self._main())
        except BaseException as error:
            if not self._ready.done():
                self._ready.set_exception(error)
            raise

    async def _main(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self.box = build(self._world, **self._options)
        plug = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.box.network.base_url = f"http://127.0.0.1:{plug.getsockname()[1]}"

        def ready() -> None:
            self.card = self.box.card()
            self._ready.set_result(None)

        await run(self.box, plug, ready, self._stop)
