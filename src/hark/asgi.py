"""Web and live in one server: `/live` goes to the hub, `/hooks` to the door, everything else to Django."""

import asyncio
import gc
import time
from collections.abc import MutableMapping
from typing import Any

from hark import bootstrap

bootstrap.set_up()

from django.conf import settings  # noqa: E402  # Django is configured by now

from hark.bootstrap import webhook  # noqa: E402
from hark.live.hub import Hub  # noqa: E402
from hark.live.stream import LiveStream, Receive, Scope, Send  # noqa: E402
from hark.store import deliveries  # noqa: E402
from hark.web.handler import Handler  # noqa: E402
from hark.web.hooks.door import HookDoor  # noqa: E402

# Most of what pages need is loaded by the first ones that ask for it: seconds after the start.
_SETTLED = (10, 60, 600)

_django = Handler(settings.CONFIG.database_pool)
hub = Hub(settings.CONFIG.database_url)
_live = LiveStream(hub)
_door = HookDoor(webhook.hooks, deliveries.keep, webhook.refused)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI entry point."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"] == "/live":
        await _live(scope, receive, send)
    elif scope["type"] == "http" and scope["path"].startswith(webhook.ROOM):
        await _door(scope, receive, send)
    else:
        await _django(scope, receive, _timed(send))


def _timed(send: Send) -> Send:
    """The answer says how long the desk took (Server-Timing, milliseconds): browsers show it, benchmarks read it."""
    began = time.perf_counter()

    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            took = b"desk;dur=%.1f" % ((time.perf_counter() - began) * 1000)
            message["headers"] = [*message["headers"], (b"server-timing", took)]
        await send(message)

    return sending


def _keep_what_is_there() -> None:
    """What is loaded by now (templates, queries, words) stays: collections need not look at it again.

    One that does stops every request of the process for 40 to 80 ms.
    """
    gc.collect()
    gc.freeze()


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            hub.start()
            gc.freeze()
            for seconds in _SETTLED:
                asyncio.get_running_loop().call_later(seconds, _keep_what_is_there)
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await hub.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
