"""`hark bench desk`: a seeded desk, agents over real HTTP, latencies as they see them."""

import asyncio
import random
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from hark.cli import bench_common as common

THINK_SECONDS = 2.0
OPEN_CASES = 3_000
# What agents do all day, in a hundred requests.
MIX = {"inbox": 45, "case": 35, "search": 14, "send": 6}
WORDS = ("router", "bill", "engineer", "signal", "refund", "Wenlow", "outage", "contract", "customer_17")


def run(posts: int, agents: int, seconds: int) -> dict[str, Any]:
    """Seed, serve, load, report. Latencies in milliseconds, as the agents measure them on this machine."""
    with common.database():
        began = time.monotonic()
        facts = _seed(posts, agents)
        seeded = time.monotonic() - began
        with common.web() as (url, _):
            times, failures = asyncio.run(_load(url, facts, seconds))
    pages = {name: common.summary(times[name]) for name in MIX}
    return {
        "posts": facts["posts"],
        "cases": facts["cases"],
        "open": facts["open"],
        "agents": agents,
        "seeded_s": round(seeded, 1),
        "pages": pages,
        "failures": failures,
    }


def _seed(posts: int, agents: int) -> dict[str, Any]:
    """Two customers' posts for each answer of ours; the newest cases are open, at most three thousand."""
    from django.db import connection

    from hark.store import bulk
    from hark.store.models import Author, Case, Post

    account, _, people = common.brand_and_people(agents)
    cases = posts * 2 // 3
    authors = max(100, cases * 2 // 3)
    bulk.run("bench_authors", authors=authors)
    ours = Author.objects.create(network="x", author_id="b1", handle="BenchCare", name="Bench")
    bulk.run("bench_first_posts", cases=cases, authors=authors, **_texts())
    bulk.run("bench_answers", account=account, brand_author=ours.pk)
    open_share = min(1.0, OPEN_CASES / cases)
    since = datetime.now(UTC) - timedelta(days=30) * open_share
    bulk.run("bench_cases", account=account, open_since=since)
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    open_cases = list(Case.objects.filter(state="new").values_list("pk", flat=True)[:OPEN_CASES])
    return {
        "posts": Post.objects.count(),
        "cases": Case.objects.count(),
        "open": len(open_cases),
        "people": people,
        "open_cases": open_cases,
    }


def _texts() -> dict[str, list[str]]:
    return {
        "openings": [
            "my router blinks red", "the bill is wrong again", "the engineer never came", "no signal at all",
            "where is my refund", "the app logs me out", "internet is gone", "my contract was changed",
        ],
        "places": ["Wenlow", "Thistlemoor", "Quillhaven", "Brackenford", "Old Saltmarsh", "Penny Cross"],
        "closings": ["third day now", "please help", "what is going on", "I have waited for weeks", "thanks a lot"],
        "topics": ["internet", "billing", "engineer_visit", "mobile_signal", "refund", "login", "outage", "contract"],
    }  # fmt: skip


async def _load(url: str, facts: dict[str, Any], seconds: int) -> tuple[dict[str, list[float]], int]:
    times: dict[str, list[float]] = defaultdict(list)
    failed = 0
    agents = [_Agent(url, name, facts["open_cases"], seed) for seed, name in enumerate(facts["people"])]
    await asyncio.gather(*(agent.prepare() for agent in agents))
    until = time.monotonic() + seconds
    for agent_failures in await asyncio.gather(*(agent.work(until, times) for agent in agents)):
        failed += agent_failures
    await asyncio.gather(*(agent.client.aclose() for agent in agents))
    return times, failed


class _Agent:
    """One person at the desk, a request every two seconds, each at another moment."""

    def __init__(self, url: str, name: str, cases: list[int], seed: int) -> None:
        self.client = httpx.AsyncClient(base_url=url, timeout=30)
        self._name = name
        self._cases = cases
        self._chance = random.Random(seed)  # noqa: S311  # repeatable load, nothing secret
        self._csrf = ""

    async def prepare(self) -> None:
        await common.sign_in(self.client, self._name)
        page = await self.client.get(f"/cases/{self._cases[0]}")
        self._csrf = common.csrf(page.text)

    async def work(self, until: float, times: dict[str, list[float]]) -> int:
        failed = 0
        await asyncio.sleep(self._chance.random() * THINK_SECONDS)
        while time.monotonic() < until:
            what = self._chance.choices(list(MIX), weights=list(MIX.values()))[0]
            began = time.monotonic()
            answer = await getattr(self, f"_{what}")()
            took = time.monotonic() - began
            # 409 is a colleague who was quicker: a good answer of the desk.
            if answer.status_code < 400 or answer.status_code == 409:
                times[what].append(took)
            else:
                failed += 1
            await asyncio.sleep(max(0.0, THINK_SECONDS - took))
        return failed

    async def _inbox(self) -> httpx.Response:
        return await self.client.get(
            "/inbox", params={"view": self._chance.choice(["unassigned", "open", "mine"])}
        )

    async def _case(self) -> httpx.Response:
        return await self.client.get(f"/cases/{self._chance.choice(self._cases)}")

    async def _search(self) -> httpx.Response:
        return await self.client.get("/search", params={"q": self._chance.choice(WORDS)})

    async def _send(self) -> httpx.Response:
        form = {"text": f"Thank you, we look at once. {self._chance.random():.9f}", "lane": "public"}
        return await self.client.post(
            f"/cases/{self._chance.choice(self._cases)}/answers",
            data=form,
            headers={"X-CSRFToken": self._csrf},
        )
