"""The airline stream of 2019: fifteen columns of API v1 fields, pseudonymous authors, a file of accounts.

The handles a reply carries in front were cut from the texts (so a text may be empty) but are still among
`mention_ids`, which are separated by blanks and in the order of the text. `in_reply_to_user_id` without a
post is a post that began with a handle: addressed to somebody, an answer to nothing.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from hark.domain.post import Account, Author, Mention, Metrics, Post, PostKind
from hark.networks.archive.accounts import choose, read_accounts
from hark.networks.archive.csv_archive import CsvArchive
from hark.networks.archive.values import TAGGED, count, ident, mention, moment, optional_ident, unique
from hark.networks.x.v2_values import language

NETWORK = "x"
# Reposts are not marked in this archive; API v1 put "RT @author: " before the text of the original.
REPOST = re.compile(r"RT @[A-Za-z0-9_]{1,20}: ")
DIGITS = re.compile(r"\d{1,19}", re.ASCII)


class AirlinesArchive(CsvArchive):
    """`accounts` is the csv of brand accounts; authors named in `brand_account` are added to it."""

    network = NETWORK
    COLUMNS = (
        "id",
        "created_at",
        "author_id",
        "text",
        "lang",
        "in_reply_to_status_id",
        "in_reply_to_user_id",
        "quoted_status_id",
        "mention_ids",
        "quote_count",
        "reply_count",
        "retweet_count",
        "favorite_count",
        "brand_account",
    )

    def __init__(
        self, path: Path, header: Sequence[str], accounts: Path, handles: Sequence[str] = ()
    ) -> None:
        super().__init__(path, header)
        self._listed = read_accounts(accounts, NETWORK)
        self._handles = tuple(handles)
        self._by_id: dict[str, Account] = {}

    def _find_accounts(self) -> tuple[Account, ...]:
        by_id = {account.account_id: account for account in self._listed}
        for author_id, brand in self._values("author_id", "brand_account"):
            if brand and author_id not in by_id and DIGITS.fullmatch(author_id):
                by_id[author_id] = Account(NETWORK, author_id, brand)
        self._by_id = by_id
        return choose(list(by_id.values()), self._handles, self._tape.path)

    def _post(self, values: tuple[str, ...]) -> Post:
        post_id, created_at, author_id, text, lang, parent, addressed, quoted, mentioned, *counts, _ = values
        parent_id = optional_ident(parent, "in_reply_to_status_id")
        quoted_id = optional_ident(quoted, "quoted_status_id")
        kind = PostKind.POST
        if parent_id is None and (quoted_id or REPOST.match(text)):
            kind = PostKind.QUOTE if quoted_id else PostKind.REPOST
        return Post(
            network=NETWORK,
            post_id=ident(post_id, "id"),
            author=self._author(ident(author_id, "author_id")),
            created_at=moment(created_at),
            text=text,
            language=language(lang),
            kind=kind,
            parent_id=parent_id,
            parent_author_id=optional_ident(addressed, "in_reply_to_user_id") if parent_id else None,
            quoted_id=quoted_id,
            mentions=self._mentions(DIGITS.findall(mentioned), text, reply=parent_id is not None),
            metrics=_metrics(*[value[:20] for value in counts]),
        )

    def _author(self, author_id: str) -> Author:
        account = self._by_id.get(author_id)
        return Author(author_id=author_id, handle=account.handle if account else "")

    def _mentions(self, ids: list[str], text: str, *, reply: bool) -> tuple[Mention, ...]:
        """Who is tagged. The ids are in the order of the text, and a handle typed there has its own id.

        So in a reply the ids that have no handle left in the text are the first ones, cut from its front.
        """
        if not ids:
            return ()
        carried = len(ids) - len(TAGGED.findall(text)) if reply else 0
        found = []
        for position, author_id in enumerate(ids):
            account = self._by_id.get(author_id)
            handle = account.handle if account else ""
            found.append(mention(handle, author_id, position < carried))
        return unique(found)


@lru_cache(maxsize=4096)
def _metrics(quotes: str, replies: str, reposts: str, likes: str) -> Metrics:
    """Most posts have the same few counters, so they are shared."""
    return Metrics(replies=count(replies), reposts=count(reposts), quotes=count(quotes), likes=count(likes))
