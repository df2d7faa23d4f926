"""`hark bench live`: many open pages, posts streaming in, the time from accepted to hinted."""

import asyncio
import os
import re
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

import psutil

from hark.cli import bench_common as common

BATCH_SECONDS = 0.05
SETTLE_SECONDS = 1.0
_OPENED = re.compile(rb'"kind":"case_opened","case":(\d+)')


def run(agents: int, rate: int, seconds: int) -> dict[str, Any]:
    """Serve, open the pages, take posts in at the rate, report. Times in milliseconds."""
    stop = threading.Event()
    with common.database():
        from django.conf import settings

        from hark.accounts import tickets
        from hark.accounts.models import User
        from hark.workers import clocks

        common.brand(common.people(1))
        ticket = tickets.issue(User.objects.get(username="agent0"))
        with common.web() as (url, processes):
            dispatcher = threading.Thread(target=clocks.dispatch, args=(settings.CONFIG.database_url, stop))
            dispatcher.start()
            try:
                return asyncio.run(_measure(url, processes, ticket, agents, rate, seconds))
            finally:
                stop.set()
                dispatcher.join()


async def _measure(
    url: str, server: Sequence[psutil.Process], ticket: str, agents: int, rate: int, seconds: int
) -> dict[str, Any]:
    host, port = url.removeprefix("http://").split(":")
    accepted: dict[int, float] = {}
    late: list[float] = []
    # The first page pays for buffers every server has; it is not counted.
    pages = [asyncio.create_task(_page(host, int(port), ticket, accepted, late))]
    await asyncio.sleep(SETTLE_SECONDS)
    before = _memory(server)
    pages += [asyncio.create_task(_page(host, int(port), ticket, accepted, late)) for _ in range(agents - 1)]
    await asyncio.sleep(SETTLE_SECONDS + agents / 200)
    grown = _memory(server) - before
    began = time.monotonic()
    taken = await asyncio.to_thread(_stream, rate, seconds, accepted)
    took = time.monotonic() - began
    await asyncio.sleep(SETTLE_SECONDS)
    threads = [process.num_threads() for process in server]
    for page in pages:
        page.cancel()
    await asyncio.gather(*pages, return_exceptions=True)
    return {
        "agents": agents,
        "rate": rate,
        "posts_per_s": round(taken / took, 1),
        "hint_ms": common.summary(late),
        "kib_per_page": round(max(0, grown) / 1024 / max(1, agents - 1), 2),
        "threads": threads,
        "load_average": [round(load, 2) for load in os.getloadavg()],
    }


def _memory(server: Sequence[psutil.Process]) -> int:
    return sum(process.memory_info().rss for process in server)


async def _page(host: str, port: int, ticket: str, accepted: dict[int, float], late: list[float]) -> None:
    """One open page: reads hints and notes how long after its acceptance each case was hinted."""
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(f"GET /live?ticket={ticket} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    await writer.drain()
    rest = b""
    try:
        # Read by the chunk, not by the line: two hundred pages in one process would measure their own reading.
        while chunk := await reader.read(65_536):
            now = time.monotonic()
            whole, _, rest = (rest + chunk).rpartition(b"\n")
            for case in _OPENED.findall(whole):
                began = accepted.get(int(case))
                if began is not None:
                    late.append(now - began)
    finally:
        writer.close()


def _stream(rate: int, seconds: int, accepted: dict[int, float]) -> int:
    """Take posts in, in small batches at an even pace; note when each batch was durable."""
    from django.db import connection

    from hark.actions.ingest import take_in
    from hark.actions.roster import load

    roster, posts, taken = load("x"), _posts(), 0
    began = time.monotonic()
    try:
        while (passed := time.monotonic() - began) < seconds:
            wanted = int(passed * rate) + 1 - taken
            batch = [next(posts) for _ in range(wanted)]
            cases = take_in(batch, roster, now=datetime.now(UTC)).cases if batch else ()
            done = time.monotonic()
            accepted.update(dict.fromkeys(cases, done))
            taken += len(batch)
            time.sleep(BATCH_SECONDS)
    finally:
        connection.close()
    return taken


def _posts() -> Iterator[Any]:
    from hark.domain.post import Author, Mention, Post

    tag = (Mention("BenchCare", "b1"),)
    for number in count(1):
        who = Author(f"c{number % 5000}", f"customer_{number % 5000}", "A customer", 120)
        text = f"@BenchCare the line in street {number} is down again, please help"
        yield Post("x", str(10_000_000 + number), who, datetime.now(UTC), text, mentions=tag)
