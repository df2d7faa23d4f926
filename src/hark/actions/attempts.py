"""What a failed attempt at a network leaves on its row: tried again later, or refused. Call it with the row held."""

from datetime import datetime, timedelta

from hark.domain.outbox import MAX_CERTAIN_RETRIES, retry_delay
from hark.networks.port import NetworkError
from hark.store.models import Hiding, Removal


def note_failure(row: Hiding | Removal, error: NetworkError, now: datetime) -> bool:
    """Keep what went wrong and when it is tried again. True when it will not be: the row is refused then."""
    row.reason, row.error, row.lease_until = error.reason, str(error), None
    refused = error.permanent or row.attempt >= MAX_CERTAIN_RETRIES
    if refused:
        row.state = "refused"
    else:
        row.not_before = now + timedelta(seconds=retry_delay(row.attempt, error.retry_after))
    return refused
