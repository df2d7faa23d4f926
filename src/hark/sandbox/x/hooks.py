"""Webhooks: the challenge, signed deliveries, when they become invalid, and replay.

Source: networks.md section 8. A wrong token with 2xx, a redirect or a TLS error makes a webhook invalid at
once; 4xx, 5xx, time-outs and closed connections only after 28 hours without a success.
"""

import asyncio
import base64
import hmac
import secrets
import ssl
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

import httpx

from hark.sandbox.clock import Clock
from hark.sandbox.x.faults import Faults
from hark.sandbox.x.http import ENCODER
from hark.sandbox.x.model import App
from hark.sandbox.x.truth import Truth

ANSWER = 10.0  # seconds of ours: a receiver's program does not know our clock
PATIENCE = 28 * 3600.0
KEPT = 86400.0
ROUND = 3600.0
SIGNATURE = "x-twitter-webhooks-signature"


def sign(secret: str, body: bytes) -> str:
    """X's signature, which is also the answer to its challenge."""
    digest = hmac.new(secret.encode(), body, "sha256").digest()
    return "sha256=" + base64.b64encode(digest).decode()


@dataclass(eq=False)
class Hook:
    """A registered address. `sent` holds what was to be delivered in the last 24 hours, for replay."""

    id: str
    app: App
    url: str
    created: float
    valid: bool = True
    failing_since: float | None = None
    last_success: float = 0.0
    sent: deque[tuple[float, bytes, str]] = field(default_factory=deque)
    replaying: str = ""


class Hooks:
    """All webhooks of the local X and the traffic to them."""

    def __init__(self, clock: Clock, faults: Faults, truth: Truth) -> None:
        self._clock, self._faults, self._truth = clock, faults, truth
        self.all: dict[str, Hook] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._slots = asyncio.Semaphore(16)
        self._client: httpx.AsyncClient | None = None

    def of(self, app: App) -> list[Hook]:
        return [hook for hook in self.all.values() if hook.app is app]

    @property
    def client(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = httpx.AsyncClient(timeout=ANSWER, follow_redirects=False, trust_env=False)
        return self._client

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.aclose()

    async def challenge(self, hook: Hook) -> bool:
        """Ask the receiver to prove that it knows the secret; a failure that is final makes it invalid."""
        token = secrets.token_urlsafe(32)
        outcome = await self._ask(hook, token)
        self._truth.record("webhook.crc", webhook=hook.id, outcome=outcome)
        if outcome == "ok":
            hook.valid, hook.failing_since, hook.last_success = True, None, self._clock.now()
        elif outcome == "wrong":
            hook.valid = False
        else:
            self._failed(hook)
        return outcome == "ok"

    async def _ask(self, hook: Hook, token: str) -> str:
        """ok, wrong (invalid at once) or failed (try again later)."""
        try:
            answer = await self.client.get(hook.url, params={"crc_token": token})
        except httpx.HTTPError as error:
            return "wrong" if isinstance(error.__cause__, ssl.SSLError) else "failed"
        if 300 <= answer.status_code < 400:
            return "wrong"
        if answer.status_code >= 400:
            return "failed"
        try:
            found = answer.json().get("response_token", "")
        except (ValueError, AttributeError):
            return "wrong"
        wanted = sign(hook.app.consumer_secret, token.encode())
        return "ok" if hmac.compare_digest(str(found).encode(), wanted.encode()) else "wrong"

    def _failed(self, hook: Hook) -> None:
        now = self._clock.now()
        hook.failing_since = hook.failing_since if hook.failing_since is not None else now
        if now - hook.failing_since >= PATIENCE:
            hook.valid = False

    def send(self, hook_id: str, body: bytes, thing: str) -> None:
        """Deliver an event soon; remember it for a replay whatever becomes of it."""
        hook = self.all.get(hook_id)
        if hook is None:
            return
        now = self._clock.now()
        hook.sent.append((now, body, thing))
        while hook.sent and hook.sent[0][0] < now - KEPT:
            hook.sent.popleft()
        if not hook.valid:
            self._truth.record("webhook.sent", webhook=hook.id, id=thing, outcome="invalid")
            return
        fault = self._faults.on_line("webhook")
        kind = fault.kind if fault else ""
        if kind == "drop":
            self._truth.record("webhook.sent", webhook=hook.id, id=thing, outcome="drop")
            return
        wait = fault.seconds if fault and kind in ("delay", "reorder", "stall") else 0.0
        for _ in range(2 if kind == "duplicate" else 1):
            self.start(self._post(hook, body, thing, wait))

    def start(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _post(self, hook: Hook, body: bytes, thing: str, wait: float = 0.0) -> None:
        if wait:
            await self._clock.sleep(wait)
        headers = {"content-type": "application/json", SIGNATURE: sign(hook.app.consumer_secret, body)}
        async with self._slots:
            try:
                answer = await self.client.post(hook.url, content=body, headers=headers)
                outcome = str(answer.status_code)
            except httpx.HTTPError as error:
                answer, outcome = None, type(error).__name__
        self._truth.record("webhook.sent", webhook=hook.id, id=thing, outcome=outcome)
        if answer is not None and answer.status_code < 300:
            hook.failing_since, hook.last_success = None, self._clock.now()
        elif answer is not None and answer.status_code < 400:
            hook.valid = False
        else:
            self._failed(hook)

    async def rounds(self) -> None:
        """Challenge every webhook once an hour of network time; runs until cancelled."""
        while True:
            await self._clock.sleep(ROUND)
            for hook in list(self.all.values()):
                if hook.valid:
                    await self.challenge(hook)

    async def replay(self, hook: Hook, job_id: str, begin: float, end: float) -> None:
        """Deliver again what was to be delivered between two moments, then say that it is done."""
        hook.replaying = job_id
        try:
            for _, body, thing in [one for one in hook.sent if begin <= one[0] < end]:
                await self._post(hook, body, thing)
            status = {"job_state": "Complete", "job_state_description": "Job completed successfully"}
            done = {"replay_job_status": {"webhook_id": hook.id, "job_id": job_id, **status}}
            await self._post(hook, ENCODER.encode(done), job_id)
        finally:
            hook.replaying = ""
