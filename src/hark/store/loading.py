"""While posts are written by the hundred thousand: what the planner knows, and the search index's own work."""

import threading
from types import TracebackType
from typing import Self

from django.db import connection

from hark.store import bulk

FIRST, GROWTH = 500, 40
# The columns ingest looks things up by, a matter of milliseconds; the others are autovacuum's.
_LOOK = """
analyze store_post (network, post_id, root_id, parent_id, author_id, account_id, answers_id, kind),
    store_case (network, account_id, author_id, root_id, merged_into_id), store_author (network, author_id)
"""


class Statistics:
    """Keeps the planner informed. Autovacuum looks once a minute; until it has looked, every look-up by network and
    id reads all posts there are, as a column never looked at seems to tell rows apart."""

    def __init__(self) -> None:
        self._due = FIRST

    def after(self, written: int) -> None:
        """Call between transactions with the posts written so far; looks when they are forty times as many as last
        time and nobody else has looked."""
        if written < self._due:
            return
        self._due = written * GROWTH
        if bulk.rows("known_rows")[0][0] < written:
            with connection.cursor() as cursor:
                cursor.execute(_LOOK)


class WordIndex:
    """Files the words of new posts beside the writing, in a thread with a connection of its own.

    PostgreSQL notes new words in a list, which every search reads too, and files them when the list is full: a third
    of the cost of storing a post. Inside the block the writing connection's list has room, and `note` has it filed.
    """

    def __init__(self) -> None:
        self._noted, self._over = threading.Event(), False
        self._thread = threading.Thread(target=self._file, name="word-index", daemon=True)

    def __enter__(self) -> Self:
        bulk.rows("make_room_for_words", size="64MB")
        self._thread.start()
        return self

    def note(self) -> None:
        """Posts have been committed."""
        self._noted.set()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over = True
        self._noted.set()
        self._thread.join()
        if kind is None:
            bulk.rows("make_room_for_words", size=None)

    def _file(self) -> None:
        try:
            while not self._over:
                self._noted.wait()
                self._noted.clear()
                bulk.rows("file_words")
        finally:
            connection.close()
