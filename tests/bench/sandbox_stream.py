"""How many posts a second the local X makes, matches, renders and sends to one stream reader, on one core.

Run: `python tests/bench/sandbox_stream.py [--posts N]`. The server is a process of its own, pinned to one
core, with five rules and the fields and expansions Hark asks for. The reader counts whole lines and parses
every hundredth. Prints one JSON line; `per_cpu_second` counts the server's processor time only, which is what to
compare on a machine that is busy with something else.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import socket
import time
from multiprocessing.connection import Connection
from typing import Any

from hark.sandbox.world import Person, World
from hark.sandbox.x.authoring import Draft, publish
from hark.sandbox.x.box import Box
from hark.sandbox.x.rulebook import make
from hark.sandbox.x.server import build, run

QUERY = (
    "tweet.fields=author_id,conversation_id,created_at,entities,in_reply_to_user_id,lang,public_metrics,"
    "referenced_tweets,reply_settings,text,attachments,edit_controls&expansions=author_id,"
    "entities.mentions.username,referenced_tweets.id,in_reply_to_user_id,attachments.media_keys"
    "&user.fields=created_at,description,protected,public_metrics,verified,profile_image_url"
)
RULES = (
    "@Brand -is:retweet",
    "to:Brand",
    "from:Brand",
    '"Brand Mobile" (outage OR down OR broken) -is:retweet lang:en',
    "brandfail OR #brandfail",
)
HIGH = 2 * 1024 * 1024  # bytes that may wait before the maker of posts lets the reader catch up


def world() -> World:
    people = [Person("Brand", "Brand", brand=True, verified=True, followers=50_000)]
    people += [Person(f"person_{number}", f"Person {number}", "Just here.") for number in range(500)]
    return World("bench", people, ())


def prepare(box: Box) -> None:
    for number, value in enumerate(RULES):
        rule = make(str(number + 1), value, f"rule {number}", "self-serve")
        box.rules.of(box.app)[rule.id] = rule


async def speak(box: Box, posts: int) -> None:
    """Publish as fast as the core allows, once somebody listens."""
    while not box.hub.open:
        await asyncio.sleep(0.01)
    people = list(box.network.users.values())
    for number in range(posts):
        text = f"@Brand post {number}: nothing works since this morning, please look at https://example.com/{number}"
        publish(box.network, Draft(people[1 + number % 500], text, box.clock.now()))
        if number % 20 == 0:
            await asyncio.sleep(0)
        while box.hub.open and box.hub.open[0].waiting > HIGH:
            await asyncio.sleep(0.001)


async def serve(posts: int, pipe: Connection) -> None:
    box = build(world())
    prepare(box)
    plug = socket.create_server(("127.0.0.1", 0))
    stop = asyncio.Event()
    pipe.send((plug.getsockname()[1], box.app.bearer))
    speaker = asyncio.create_task(speak(box, posts))
    asyncio.get_running_loop().add_reader(pipe.fileno(), stop.set)
    begin = time.process_time()
    await run(box, plug, lambda: None, stop)
    pipe.send(time.process_time() - begin)
    speaker.cancel()


def child(posts: int, pipe: Connection, core: int) -> None:
    os.sched_setaffinity(0, {core})
    asyncio.run(serve(posts, pipe))


def read(port: int, bearer: str, posts: int) -> dict[str, Any]:
    plug = socket.create_connection(("127.0.0.1", port))
    request = (
        f"GET /2/tweets/search/stream?{QUERY} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {bearer}\r\n\r\n"
    )
    plug.sendall(request.encode())
    rest, lines, size, begin = b"", 0, 0, 0.0
    while lines < posts:
        block = plug.recv(1 << 20)
        if not block:
            raise SystemExit(f"the stream ended after {lines} posts")
        begin = begin or time.perf_counter()
        size += len(block)
        *whole, rest = (rest + block).split(b"\n")
        for line in whole:
            if line.startswith(b'{"data"'):
                lines += 1
                if lines % 100 == 0:
                    json.loads(line)
    seconds = time.perf_counter() - begin
    plug.close()
    rate = round(posts / seconds)
    return {
        "posts": posts,
        "seconds": round(seconds, 2),
        "posts_per_second": rate,
        "bytes_per_post": size // posts,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=20_000)
    options = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(
        target=child, args=(options.posts, there, cores[-1])
    )
    server.start()
    port, bearer = here.recv()
    try:
        report = read(port, bearer, options.posts)
        here.send("stop")
        print(json.dumps(report | {"per_cpu_second": round(options.posts / here.recv())}))
    finally:
        server.join(10)


if __name__ == "__main__":
    main()
