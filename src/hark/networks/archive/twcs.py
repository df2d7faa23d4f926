"""Twitter Customer Support (TWCS): seven columns, customers numbered, brands under their own handles.

`author_id` is the handle; rows with `inbound` False are a brand's. Numbers of customers also stand in the
texts, as `@115712`. Parent ids look like `3.0`, times are in the form of API v1; a copy that went through a
data frame has ISO times, which are read as well when they name their offset.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from hark.domain.post import Account, Author, Mention, Post
from hark.networks.archive.accounts import choose, normal
from hark.networks.archive.csv_archive import CsvArchive
from hark.networks.archive.values import ident, mention, moment, optional_ident, tagged, unique

NETWORK = "twcs"
INBOUND = {"True": True, "False": False, "true": True, "false": False, "TRUE": True, "FALSE": False}


class TwcsArchive(CsvArchive):
    """`handles` narrow the accounts; without them every author of a brand's row is one."""

    network = NETWORK
    COLUMNS = (
        "tweet_id",
        "author_id",
        "inbound",
        "created_at",
        "text",
        "response_tweet_id",
        "in_response_to_tweet_id",
    )

    def __init__(self, path: Path, header: Sequence[str], handles: Sequence[str] = ()) -> None:
        super().__init__(path, header)
        self._handles = tuple(handles)
        self._brands: dict[str, str] = {}

    def _find_accounts(self) -> tuple[Account, ...]:
        brands = {
            normal(author): author
            for author, inbound in self._values("author_id", "inbound")
            if INBOUND.get(inbound) is False and _is_handle(author)
        }
        self._brands = brands
        known = [Account(NETWORK, author, author) for author in brands.values()]
        return choose(known, self._handles, self._tape.path)

    def _post(self, values: tuple[str, ...]) -> Post:
        tweet_id, author, inbound, created_at, text, _, parent = values
        post_id = ident(tweet_id, "tweet_id")
        who = _author(author)
        if inbound not in INBOUND:
            raise ValueError("inbound is neither True nor False")
        when = moment(created_at)
        if not text.strip():
            raise ValueError("no text")
        parent_id = optional_ident(parent, "in_response_to_tweet_id")
        mentions = self._mentions(text, reply=parent_id is not None)
        return Post(
            network=NETWORK,
            post_id=post_id,
            author=who,
            created_at=when,
            text=text,
            parent_id=parent_id,
            parent_author_id=mentions[0].author_id or None if mentions and mentions[0].leading else None,
            mentions=mentions,
        )

    def _mentions(self, text: str, *, reply: bool) -> tuple[Mention, ...]:
        found = []
        for handle, leading in tagged(text, reply=reply):
            author_id = self._brands.get(handle.casefold()) or (handle if handle.isdigit() else "")
            found.append(mention(handle, author_id, leading))
        return unique(found)


@lru_cache(maxsize=4096)
def _author(handle: str) -> Author:
    """Authors speak more than once, so they are shared. Raises ValueError when it is no handle."""
    if not handle.strip():
        raise ValueError("no author_id")
    if not _is_handle(handle):
        raise ValueError("author_id is not a handle")
    return Author(author_id=handle, handle=handle)


def _is_handle(author: str) -> bool:
    """Letters, digits and underscores, as X allows in a handle."""
    return 0 < len(author) <= 64 and author.isascii() and author.replace("_", "a").isalnum()
