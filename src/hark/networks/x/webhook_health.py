"""Keeping X's webhook alive: see that it is valid, prove it again, replay what was missed (networks.md 8)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from hark.networks.port import NetworkError
from hark.networks.x import v2_values as v
from hark.networks.x.client import Reply, XClient
from hark.networks.x.endpoints import ADD_WEBHOOK, CHECK_WEBHOOK, DROP_WEBHOOK, REPLAY, WEBHOOKS

REPLAY_REACH = timedelta(hours=24)
REPLAY_DELAY = timedelta(minutes=10)
MINUTE = timedelta(minutes=1)
EVERY = 300.0


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook as X has it."""

    webhook_id: str
    url: str
    valid: bool


@dataclass(frozen=True, slots=True)
class WebhookState:
    """What must survive between looks: last seen valid, and between when and when events may be missing."""

    valid_at: datetime | None = None
    missing_from: datetime | None = None
    missing_until: datetime | None = None
    replay_job: str = ""
    replayed_at: datetime | None = None

    def as_json(self) -> dict[str, str]:
        """The state as plain values; times as ISO 8601, "" for none."""
        return {
            name: value.isoformat() if isinstance(value, datetime) else value or ""
            for name, value in asdict(self).items()
        }

    @classmethod
    def of(cls, state: Mapping[str, str]) -> "WebhookState":
        """The state that `as_json` gave; empty when there is none yet."""
        times = {
            name: datetime.fromisoformat(state[name]) if state.get(name) else None
            for name in ("valid_at", "missing_from", "missing_until", "replayed_at")
        }
        return cls(replay_job=state.get("replay_job", ""), **times)


def _webhook(row: Mapping[str, Any]) -> Webhook:
    return Webhook(str(row.get("id") or ""), str(row.get("url") or ""), row.get("valid") is True)


async def webhooks(client: XClient) -> list[Webhook]:
    """The app's webhooks. Raises NetworkError."""
    reply = await client.call(WEBHOOKS)
    return [_webhook(row) for row in v.objects(reply.document.get("data"))]


async def register(client: XClient, url: str, *, replacing: str = "") -> Webhook:
    """Make sure the address is registered; X challenges it at once. Raises NetworkError.

    `replacing`: an older address of ours that makes room, since most plans have one webhook.
    """
    present = {found.url: found for found in await webhooks(client)}
    if url in present:
        return present[url]
    if replacing in present:
        await client.call(DROP_WEBHOOK, path={"id": present[replacing].webhook_id})
    return _created(await client.call(ADD_WEBHOOK, json={"url": url}))


def _created(reply: Reply) -> Webhook:
    data = reply.document.get("data")
    return _webhook(data if isinstance(data, Mapping) else reply.document)


def replay_window(
    missing_from: datetime, missing_until: datetime, now: datetime
) -> tuple[datetime, datetime] | None:
    """What X can replay: the last 24 h, whole minutes. None while the end is not yet ten minutes old."""
    start = max(missing_from, now - REPLAY_REACH + MINUTE).replace(second=0, microsecond=0)
    end = missing_until.replace(second=0, microsecond=0) + MINUTE
    return (start, max(end, start + MINUTE)) if end <= now - REPLAY_DELAY else None


async def look_after(client: XClient, url: str, state: WebhookState, now: datetime) -> WebhookState:
    """One look, every 5 minutes: an invalid webhook is proven again and the time it was invalid is replayed.

    Returns the state to keep. Raises NetworkError when X cannot be asked; the old state then stays.
    """
    hook = await register(client, url)
    if not hook.valid:
        missing = state.missing_from or state.valid_at or now - REPLAY_REACH
        await client.call(CHECK_WEBHOOK, path={"id": hook.webhook_id})
        return replace(state, missing_from=missing, missing_until=None)
    if state.missing_from is None:
        return replace(state, valid_at=now)
    # It worked again at some moment before this look; until then events may be missing.
    until = state.missing_until or now
    state = replace(state, missing_until=until)
    window = replay_window(state.missing_from or until, until, now)
    if window is None:
        return state
    try:
        job = await _replay(client, hook.webhook_id, *window)
    except NetworkError as error:
        if error.status in (400, 409, 429):  # one job at a time: the next look tries again
            return state
        raise
    return WebhookState(valid_at=now, replay_job=job, replayed_at=now)


async def _replay(client: XClient, webhook_id: str, start: datetime, end: datetime) -> str:
    body = {
        "webhook_id": webhook_id,
        "from_date": start.strftime("%Y%m%d%H%M"),
        "to_date": end.strftime("%Y%m%d%H%M"),
    }
    data = v.mapping((await client.call(REPLAY, json=body)).document.get("data"))
    return str(data.get("job_id") or "")
