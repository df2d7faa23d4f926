"""What is heard: how much each watch brings and costs, and what became of the newest posts.

Definitions. *A day*: posts a watch brought in the last seven days, divided by the days since the first of them, at
least one. *Cost*: that number times the price of one post read; X bills a post once a day whatever asks for it, so a
post that our own rules would have brought anyway is counted here and not billed twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from hark.domain.post import PostKind
from hark.domain.prices import Item, load_prices
from hark.domain.verdict import Stage
from hark.store import bulk
from hark.store.models import Post, Watch, WatchKind

WEEK = timedelta(days=7)
MONTH_DAYS = 30


class Fate(StrEnum):
    """What became of a post that was heard."""

    CASE = "case"
    SIGNAL = "signal"
    DELETED = "deleted"
    COMPETITOR = "competitor"
    JOINABLE = "joinable"
    NOT_US = "not_us"
    NO_CASE = "no_case"


@dataclass(frozen=True, slots=True)
class Heard:
    """A post of somebody else, the case it belongs to, and the watches that brought it."""

    post: Post
    case_id: int | None
    watches: Sequence[str]
    fate: Fate


@dataclass(frozen=True, slots=True)
class Brought:
    """How much a watch brings. `a_day` is None when it has brought nothing within a week; money in US dollars."""

    hour: int = 0
    day: int = 0
    week: int = 0
    newest: datetime | None = None
    a_day: float | None = None
    usd_a_day: Decimal = Decimal(0)

    @property
    def usd_a_month(self) -> Decimal:
        return self.usd_a_day * MONTH_DAYS


def post_price(network: str = "x") -> Decimal:
    """What one post that a watch brings costs, in US dollars."""
    return load_prices(network).cost(Item.POST_READ)


def brought(watches: Sequence[Watch], now: datetime) -> dict[int, Brought]:
    """What each of these watches brought, by its row."""
    rows = bulk.rows("watch_counts", watches=[watch.pk for watch in watches], now=now)
    return {row[0]: _brought(row[1:], now) for row in rows}


def _brought(row: Sequence[object], now: datetime) -> Brought:
    hour, day, week, newest, first = row
    assert isinstance(hour, int)
    assert isinstance(day, int)
    assert isinstance(week, int)
    if not isinstance(newest, datetime) or not isinstance(first, datetime):
        return Brought()
    a_day = week / max(1.0, min(now - first, WEEK) / timedelta(days=1))
    return Brought(hour, day, week, newest, a_day, post_price() * Decimal(str(round(a_day, 2))))


def newest(accounts: Sequence[int], watches: Sequence[int], reach: int) -> list[Heard]:
    """The newest posts that were heard, whosever they are; the caller knows which of them may be shown."""
    return _heard(bulk.rows("heard_newest", accounts=list(accounts), watches=list(watches), reach=reach))


def newest_of(watch: Watch, accounts: Sequence[int], reach: int) -> list[Heard]:
    """The newest posts a watch brought."""
    return _heard(bulk.rows("watch_newest", accounts=list(accounts), watch=watch.pk, reach=reach))


def _heard(rows: Sequence[tuple[int, int | None, list[str] | None, list[str] | None]]) -> list[Heard]:
    posts = Post.objects.select_related("author").in_bulk([row[0] for row in rows])
    return [
        Heard(posts[post], case, names or (), fate(posts[post], case, kinds or ()))
        for post, case, names, kinds in rows
        if post in posts
    ]


def fate(post: Post, case_id: int | None, kinds: Sequence[str]) -> Fate:
    """Why a post has a case or has none."""
    if case_id is not None:
        return Fate.CASE
    if post.deleted_at is not None:
        return Fate.DELETED
    if post.kind != PostKind.POST:
        return Fate.SIGNAL
    if kinds and set(kinds) == {WatchKind.COMPETITOR}:
        return Fate.COMPETITOR
    if post.stage is None:
        return Fate.NOT_US
    return Fate.JOINABLE if post.stage == Stage.PROACTIVE else Fate.NO_CASE
