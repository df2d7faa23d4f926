"""Publishing the spine: one dispatcher at a time stamps a gap-free sequence on committed events.

Readers that follow `seq` can therefore never skip a row, which readers of `id` could: in PostgreSQL a lower id
may commit after a higher one.
"""

from django.db import connection, transaction

from hark.store import bulk

CHANNEL = "hark_live"


def publish(limit: int = 1000) -> int:
    """Stamp what is waiting and wake the hubs. Returns how many events were stamped."""
    with transaction.atomic(durable=True):
        bulk.lock("dispatcher")
        stamped = bulk.run("stamp_events", limit=limit)
        if stamped:
            with connection.cursor() as cursor:
                cursor.execute("select pg_notify(%s, '')", [CHANNEL])
    return stamped
