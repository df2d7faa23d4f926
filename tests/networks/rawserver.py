"""A server that says exactly the bytes it is told to say."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager, suppress

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def server(handle: Handler):
    """A raw server on the loopback address; gives its base address."""
    open_now: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def tracked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_now[asyncio.current_task()] = writer
        with suppress(asyncio.CancelledError, ConnectionError, asyncio.IncompleteReadError):
            await handle(reader, writer)

    listening = await asyncio.start_server(tracked, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    finally:
        listening.close()
        for task, writer in open_now.items():
            task.cancel()
            writer.close()
        await asyncio.gather(
            *open_now, *(writer.wait_closed() for writer in open_now.values()), return_exceptions=True
        )
