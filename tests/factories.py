"""The cast: a brand, its people, and posts of invented customers."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from hark.accounts.models import Role, User
from hark.actions import accounts
from hark.actions.ingest import Taken, take_in
from hark.actions.roster import load
from hark.domain.post import Author, Mention, Post
from hark.store.models import Account, Brand

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
_ids = count(1_000_000)


def brand(
    name: str = "Curlew", handle: str = "CurlewCare", network_id: str = "9001", **given: Any
) -> Account:
    """A brand with one account on X."""
    row, _ = Brand.objects.get_or_create(name=name, defaults={"names": given.pop("names", [name]), **given})
    return Account.objects.create(
        brand=row, network="x", network_id=network_id, handle=handle, connected=True
    )


def person(username: str, *brands: Brand, role: Role = Role.AGENT) -> User:
    """A colleague who may act for these brands."""
    user = accounts.add_person(username, "correct horse battery", role, first_name=username.title())
    for row in brands:
        accounts.grant(user, row)
    return user


def author(name: str, **given: Any) -> Author:
    """A customer; the same name is the same person."""
    return Author(
        author_id=f"u-{name}", handle=name, name=name.title(), followers=given.pop("followers", 40), **given
    )


def post(by: str | Author, text: str, *, minutes: float = 0.0, **given: Any) -> Post:
    """A post at so many minutes past noon; `tags` are the accounts it mentions."""
    tags: list[Account] = given.pop("tags", [])
    return Post(
        network="x",
        post_id=given.pop("post_id", None) or str(next(_ids)),
        author=author(by) if isinstance(by, str) else by,
        created_at=NOON + timedelta(minutes=minutes),
        text=text,
        mentions=tuple(Mention(handle=tag.handle, author_id=tag.network_id) for tag in tags),
        **given,
    )


def ours(account: Account, text: str, *, minutes: float = 0.0, **given: Any) -> Post:
    """A post of one of our accounts."""
    return post(Author(account.network_id, account.handle), text, minutes=minutes, **given)


def hear(*posts: Post, live: bool = True, minutes: float = 60.0) -> Taken:
    """Take posts in as one batch."""
    return take_in(posts, load("x"), now=NOON + timedelta(minutes=minutes), live=live)
