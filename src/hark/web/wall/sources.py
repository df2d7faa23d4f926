"""Where is listened, in words: when each source was last heard, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from hark.store import hearing
from hark.store.models import Account, Cursor, Hearing, Watch
from hark.web import words


@dataclass(frozen=True, slots=True)
class Source:
    """A place that is listened to. A live one was heard with its last byte, another with its last look."""

    name: str
    heard: datetime | None
    live: bool
    trouble: str


def sources(accounts: Sequence[Account], watches: Sequence[Watch], now: datetime) -> list[Source]:
    """Where is listened for these accounts, what is in trouble first, then what is live."""
    looks = dict(Cursor.objects.values_list("source", "last_heard_at"))
    known = listened(accounts, watches)
    found = [
        Source(name, row.since if row.live else looks.get(row.source) or row.since, row.live, row.sentence)
        for row in Hearing.objects.order_by("source")
        if (name := named(row.source, known)) is not None
    ]
    stopped = [
        Source(gettext("Listening"), stand.since, True, stand.sentence)
        for stand in hearing.worries(now)
        if stand.worry == "stopped"
    ]
    return stopped + sorted(found, key=lambda source: (not source.trouble, not source.live, source.name))


def listened(accounts: Sequence[Account], watches: Sequence[Watch]) -> Mapping[str, str]:
    """What stands behind the colon of a source's key, and how it is called."""
    found = {account.handle: account.handle for account in accounts}
    found |= {f"brand:{account.handle}": account.handle for account in accounts}
    found |= {f"names:{account.brand_id}": account.brand.name for account in accounts}
    return found | {f"watch:{watch.pk}": watch.name for watch in watches}


def named(source: str, known: Mapping[str, str]) -> str | None:
    """A source's key in words; None when it belongs to another brand."""
    if source in words.SOURCE:
        return str(words.SOURCE[source])
    kind, colon, whose = source.partition(":")
    if not colon or kind not in words.SOURCE:
        return source
    if whose not in known:
        return None
    kind = ":".join([kind, *whose.split(":")[:-1]])
    return str(words.SOURCE[kind]) % {"whose": known[whose]}
