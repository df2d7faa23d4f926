"""How every source stands, written by the listening process and read by doctor and desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from hark.store.models import Hearing

STOPPED_AFTER = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Stand:
    """One source. `worry` is an alarm's kind (docs/rooms/listen.md) or empty; `since`: last heard, or since when."""

    source: str
    live: bool
    since: datetime | None
    worry: str = ""
    sentence: str = ""


def write(account: int, stands: Sequence[Stand], now: datetime) -> None:
    """Replace what is known of the sources of an account."""
    rows = [
        Hearing(
            account_id=account, source=stand.source[:80], live=stand.live, since=stand.since,
            worry=stand.worry, sentence=stand.sentence[:400], written_at=now,
        )
        for stand in stands
    ]  # fmt: skip
    with transaction.atomic():
        Hearing.objects.filter(account_id=account).delete()
        Hearing.objects.bulk_create(rows)


def worries(now: datetime) -> list[Stand]:
    """Every alarm that stands; "stopped" when nothing has listened for a minute."""
    rows = list(Hearing.objects.order_by("source"))
    newest = max((row.written_at for row in rows), default=None)
    if newest is None:  # nothing has ever listened here: nothing is missed
        return []
    if now - newest > STOPPED_AFTER:
        return [
            Stand("listening", False, newest, "stopped", "Nothing is listening: is the listen role running?")
        ]
    return [Stand(row.source, row.live, row.since, row.worry, row.sentence) for row in rows if row.worry]
