"""Listening's own state in PostgreSQL: cursors, gaps, parked poison."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from hark.store.models import Cursor, Gap, Parked, Post


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a source of an account is proven."""

    watermark: datetime
    swept_at: datetime


def load_cursor(account: int, source: str) -> Stand | None:
    """Where the source stands; None when it was never swept."""
    row = Cursor.objects.filter(account_id=account, source=source).first()
    if row is None or "watermark" not in row.state:
        return None
    return Stand(
        datetime.fromisoformat(row.state["watermark"]), datetime.fromisoformat(row.state["swept_at"])
    )


def save_cursor(account: int, source: str, stand: Stand) -> None:
    """Keep where the source stands."""
    state = {"watermark": stand.watermark.isoformat(), "swept_at": stand.swept_at.isoformat()}
    Cursor.objects.update_or_create(
        account_id=account,
        source=source,
        defaults={"state": state, "last_heard_at": stand.swept_at, "error": ""},
    )


def record_gap(account: int, source: str, start: datetime, end: datetime, reason: str) -> None:
    """Keep a gap, once however often it is told."""
    Gap.objects.get_or_create(
        account_id=account, source=source, start=start, end=end, defaults={"reason": reason[:200]}
    )


def known_ids(network: str, ids: Collection[str]) -> set[str]:
    """Which of these posts are stored."""
    return set(Post.objects.filter(network=network, post_id__in=list(ids)).values_list("post_id", flat=True))


def park(network: str, source: str, reason: str, raw: str) -> None:
    """Keep what could not be read or stored."""
    Parked.objects.create(
        network=network, source=source, reason=reason[:300], raw=raw.replace("\0", "\\u0000")[:100_000]
    )


def load_state(account: int, source: str) -> dict[str, str]:
    """What a chore keeps between its looks; empty at first."""
    row = Cursor.objects.filter(account_id=account, source=source).first()
    return dict(row.state) if row else {}


def save_state(account: int, source: str, state: dict[str, str]) -> None:
    """Keep what a chore must know at its next look."""
    Cursor.objects.update_or_create(account_id=account, source=source, defaults={"state": state})
