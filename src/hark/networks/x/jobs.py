"""X's batch compliance jobs: a list of ids up, the list of what must go down again (networks.md 3.3)."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from datetime import datetime
from typing import Literal

from hark.domain.post import Author
from hark.networks.http import HttpClient, Request
from hark.networks.port import AuthorFact, Deletion, Item, NetworkError, Rejected
from hark.networks.x import v2_values as v
from hark.networks.x.client import XClient, data_of, utc_now
from hark.networks.x.endpoints import ADD_JOB, JOB
from hark.networks.x.errors import refusal
from hark.networks.x.posts import NETWORK

Kind = Literal["tweets", "users"]
MAX_RESULT = 64 * 1024 * 1024
LONGEST_WAIT = 3600.0
PAUSE = 15.0
TRANSFER = 120.0


async def run_job(
    client: XClient,
    kind: Kind,
    ids: Sequence[str],
    *,
    name: str = "hark",
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AsyncGenerator[Item, None]:
    """Ask X about stored ids: Deletions for posts, AuthorFacts for users; bad lines are Rejected.

    The addresses X gives for upload and download are signed and secret; they are used and never logged.
    Raises NetworkError, "job_failed" or "job_slow" when X does not finish within an hour.
    """
    body = {"type": kind, "name": name, "resumable": False}
    job = data_of(ADD_JOB.name, await client.call(ADD_JOB, json=body))
    content = "\n".join(dict.fromkeys(ids)).encode() + b"\n"
    await _transfer(client.http, "PUT", v.line(job.get("upload_url")), content)
    result = await _transfer(client.http, "GET", await _finished(client, v.line(job.get("id")), sleep))
    for item in read_result(kind, result):
        yield item


async def _finished(client: XClient, job_id: str, sleep: Callable[[float], Awaitable[None]]) -> str:
    waited = 0.0
    while waited <= LONGEST_WAIT:
        job = data_of(JOB.name, await client.call(JOB, path={"id": job_id}))
        status = job.get("status")
        if status == "complete":
            return v.line(job.get("download_url"))
        if status in ("failed", "expired"):
            raise NetworkError("job_failed", f"compliance job {job_id} {status}", permanent=False)
        await sleep(PAUSE)
        waited += PAUSE
    raise NetworkError("job_slow", f"compliance job {job_id} is not done after an hour", permanent=False)


async def _transfer(http: HttpClient, method: str, url: str, content: bytes | None = None) -> bytes:
    headers = {"content-type": "text/plain"} if content is not None else {}
    request = Request(method, url, headers=headers, content=content, fresh=True)
    answer = await http.send(request, max_bytes=MAX_RESULT, total=TRANSFER)
    if not 200 <= answer.status < 300:
        raise refusal(f"{method} (compliance job)", answer)
    return answer.body


def read_result(kind: Kind, body: bytes) -> Iterator[Item]:
    """The lines of a result: `{id, action, reason, created_at, redacted_at}`. Never raises."""
    for number, raw in enumerate(body.splitlines(), 1):
        if not raw.strip():
            continue
        try:
            row = json.loads(raw)
            ident = v.required_id(v.mapping(row), "id")
        except (ValueError, RecursionError) as error:
            yield Rejected(number, str(error)[:200], raw[:2000].decode("utf-8", "replace"))
            continue
        if row.get("action", "delete") != "delete":
            continue
        reason = v.line(row.get("reason"), 40) or "deleted"
        at = _time(row.get("redacted_at") or row.get("created_at"))
        if kind == "users":
            yield AuthorFact(NETWORK, Author(ident), at, reason if reason in _STATES else "gone")
        else:
            yield Deletion(NETWORK, ident, at, reason)


_STATES = frozenset({"protected", "suspended", "deleted"})


def _time(value: object) -> datetime:
    try:
        return v.moment(value)
    except ValueError:
        return utc_now()
