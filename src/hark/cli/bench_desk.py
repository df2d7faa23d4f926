"""`hark bench desk`: a seeded desk and agents over real HTTP; what the server took and what the agents waited.

Server time is what the server says of itself (Server-Timing): from the request received to the answer's first
byte handed over, waiting for a thread and for the other requests included.
"""

import asyncio
import os
import random
import re
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil

from hark.cli import bench_common as common
from hark.cli import bench_seed, bench_yardstick
from hark.cli.common import Stop

THINK_SECONDS = 2.0
# What agents do all day, in a hundred requests.
MIX = {"inbox": 40, "case": 10, "open": 30, "search": 14, "send": 6}
# What pages ask for by themselves: the rows beside a case that was opened by its address, and the case after a send.
FOLLOWS = {"case": "beside", "send": "after"}
KINDS = (*MIX, *FOLLOWS.values())
# Server time, milliseconds at the 99th percentile (issue 5).
GOALS = {"inbox": 50, "case": 50, "open": 50, "search": 100, "send": 50}
VIEWS = ("unassigned", "all", "mine", "at-risk", "done")
# Common and rare words, two of them, one begun, one nobody wrote, a person, filters, another language.
SEARCHES: Sequence[Mapping[str, str]] = (
    {"q": "internet"}, {"q": "the bill"}, {"q": "rout"}, {"q": "Wenlow217"}, {"q": "nosuchword"},
    {"q": "@lisandro"}, {"q": "engineer", "state": "open"}, {"q": "the", "language": "es"},
    {"q": "factura"}, {"topic": "billing"}, {"q": "internet", "lane": "private"},
)  # fmt: skip
ALONE = 30
# Load that is not counted: until then processes and database connections meet their first pages.
WARM_UP_SECONDS = 10
_TOOK = re.compile(r"desk;dur=([\d.]+)")
_FLOOR = "/sign-in"


@dataclass(slots=True)
class Times:
    """Seconds by kind of request, as the server and as the agents measured them, and of processor in all."""

    server: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    seen: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failures: int = 0
    processor: float = 0.0

    def note(self, what: str, answer: httpx.Response, took: float) -> None:
        # 409 is a colleague who was quicker: a good answer of the desk.
        if answer.status_code >= 400 and answer.status_code != 409:
            self.failures += 1
            return
        self.seen[what].append(took)
        self.server[what].append(server_time(answer))


def server_time(answer: httpx.Response) -> float:
    """Seconds the server says it took. Raises ValueError when it does not say."""
    found = _TOOK.search(answer.headers.get("server-timing", ""))
    if found is None:
        raise ValueError(f"{answer.request.url.path} has no server time")
    return float(found.group(1)) / 1000


def run(posts: int, agents: int, seconds: int, keep: Path | None = None) -> dict[str, Any]:
    """Seed, serve, load, report. All times in milliseconds.

    With `keep` the desk stays in that folder and is used as it is the next time.
    """
    began = time.monotonic()
    with common.database(keep) as place:
        desk = _desk(posts, agents, place)
        seeded = time.monotonic() - began
        plain = bench_yardstick.read()
        with common.web() as (url, processes):
            alone = asyncio.run(_alone(url, desk))
            times = asyncio.run(_load(url, desk, seconds, processes))
        # Before and after: a machine that others use is not the same for minutes.
        yardstick = common.summary(plain + bench_yardstick.read())
    requests = sum(map(len, times.seen.values()))
    server = {name: common.summary(times.server[name]) for name in KINDS}
    floor = alone.pop("floor")
    scaled = {name: bench_yardstick.on_goal_machine(server[name]["p99"], yardstick["p50"]) for name in GOALS}
    return {
        "posts": desk.posts,
        "cases": desk.cases,
        "open": len(desk.open_cases),
        "agents": agents,
        "seeded_s": round(seeded, 1),
        "requests": requests,
        "failures": times.failures,
        "pages": {name: common.summary(times.seen[name]) for name in KINDS},
        "server": server,
        "alone": alone,
        "floor": floor,
        "plain": yardstick,
        "on_goal_machine": scaled,
        "times_floor": {name: round(page["p50"] / floor["p50"], 1) for name, page in alone.items()},
        "cpu_ms_per_request": round(times.processor * 1000 / max(1, requests), 1),
        "web_processes": len(processes),
        "load_average": [round(load, 2) for load in os.getloadavg()],
        "goals_met": {name: server[name]["p99"] <= goal for name, goal in GOALS.items()},
        "goals_met_on_goal_machine": {name: scaled[name] <= goal for name, goal in GOALS.items()},
    }


def _desk(posts: int, agents: int, place: Path) -> bench_seed.Desk:
    """The desk of an earlier run, or a new one. Raises Stop when the folder holds something else."""
    from hark.accounts.models import User
    from hark.domain.outbox import SendState
    from hark.store.models import Outbox

    if not User.objects.exists():
        desk = bench_seed.seed(posts, agents)
    elif User.objects.filter(username="agent0").exists():
        # Nobody sends here: answers of an earlier run would stand in the way of this one's, which is quick to say.
        Outbox.objects.update(state=SendState.CANCELLED)
        desk = bench_seed.read(agents)
    else:
        raise Stop(f"{place} holds no benchmark's desk. Choose another folder.")
    if len(desk.people) < agents:
        raise Stop(f"The desk in {place} was seeded for {len(desk.people)} agents.")
    return desk


def _used(processes: Sequence[psutil.Process]) -> float:
    """Seconds of processor these processes have used."""
    times = [process.cpu_times() for process in processes]
    return sum(used.user + used.system for used in times)


async def _alone(url: str, desk: bench_seed.Desk) -> dict[str, dict[str, Any]]:
    """Each kind of request by itself, and the floor: a page with one form and no rows. Server time."""
    agent, stranger, times = (
        _Agent(url, desk.people[0], desk.open_cases, 0),
        httpx.AsyncClient(base_url=url),
        Times(),
    )
    await agent.prepare()
    for _ in range(ALONE):
        for what in MIX:
            times.note(what, await agent.ask(what), 0.0)
        times.note("floor", await stranger.get(_FLOOR), 0.0)
    await agent.client.aclose()
    await stranger.aclose()
    return {name: common.summary(found) for name, found in times.server.items()}


async def _load(url: str, desk: bench_seed.Desk, seconds: int, processes: Sequence[psutil.Process]) -> Times:
    times = Times()
    agents = [_Agent(url, name, desk.open_cases, seed) for seed, name in enumerate(desk.people)]
    for agent in agents:  # one by one: twenty passwords hashed at a time would be what is measured
        await agent.prepare()
    await asyncio.gather(*(agent.work(time.monotonic() + WARM_UP_SECONDS, Times()) for agent in agents))
    until, before = time.monotonic() + seconds, _used(processes)
    await asyncio.gather(*(agent.work(until, times) for agent in agents))
    times.processor = _used(processes) - before
    await asyncio.gather(*(agent.client.aclose() for agent in agents))
    return times


class _Agent:
    """One person at the desk, a request every two seconds, each at another moment."""

    def __init__(self, url: str, name: str, cases: Sequence[int], seed: int) -> None:
        self.client = httpx.AsyncClient(base_url=url, timeout=30)
        self._name = name
        self._cases = cases
        self._chance = random.Random(seed)  # noqa: S311  # repeatable load, nothing secret
        self._csrf = ""
        self._case = 0

    async def prepare(self) -> None:
        await common.sign_in(self.client, self._name)
        page = await self.client.get(f"/cases/{self._cases[0]}")
        self._csrf = common.csrf(page.text)

    async def work(self, until: float, times: Times) -> None:
        await asyncio.sleep(self._chance.random() * THINK_SECONDS)
        while time.monotonic() < until:
            what = self._chance.choices(list(MIX), weights=list(MIX.values()))[0]
            began = time.monotonic()
            answer = await self.ask(what)
            took = time.monotonic() - began
            times.note(what, answer, took)
            await self._follow(what, times)
            await asyncio.sleep(max(0.0, THINK_SECONDS - took))

    async def _follow(self, what: str, times: Times) -> None:
        """What the page asks for by itself as soon as it has its answer."""
        began = time.monotonic()
        if what == "case":
            asked = f"/inbox?view={self._chance.choice(VIEWS)}&size=0"
        elif what == "send":
            asked = f"/cases/{self._case}/pulse"
        else:
            return
        answer = await self.client.get(asked, headers={"HX-Request": "true"})
        times.note(FOLLOWS[what], answer, time.monotonic() - began)

    async def ask(self, what: str) -> httpx.Response:
        """One request of this kind: "inbox", "case" and "search" are whole pages, as a reload asks for them, "open" is
        a case opened from the list that is there already.
        """
        self._case = case = self._chance.choice(self._cases)
        if what == "inbox":
            return await self.client.get("/inbox", params={"view": self._chance.choice(VIEWS)})
        if what == "case":
            return await self.client.get(f"/cases/{case}")
        if what == "open":
            return await self.client.get(f"/cases/{case}", headers={"HX-Request": "true"})
        if what == "search":
            return await self.client.get("/search", params=self._chance.choice(SEARCHES))
        form = {"text": f"Thank you, we look at once. {self._chance.random():.9f}", "lane": "public"}
        return await self.client.post(
            f"/cases/{case}/answers", data=form, headers={"X-CSRFToken": self._csrf, "HX-Request": "true"}
        )
