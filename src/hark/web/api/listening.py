"""What is heard, over the API, for supervisors: sources, watches, gaps, the newest posts and what became of them."""

from collections.abc import Sequence
from typing import Any, cast

from hark.reports.listening import Heard
from hark.store.models import Gap
from hark.web.api.cases import posts_out
from hark.web.api.door import Asked, Refused
from hark.web.api.shapes import BrandOut
from hark.web.api.shapes_wall import GapOut, HeardOut, ListeningOut, SourceOut, WatchedOut
from hark.web.api.wall import supervised
from hark.web.wall.listening import Watched, heard
from hark.web.wall.sources import Source

FATES = ("case", "none")


def read(asked: Asked) -> ListeningOut:
    """How every source stands, what the watches bring, what it costs, and what is flowing."""
    supervised(asked)
    fate = asked.query.get("fate", "")
    if fate and fate not in FATES:
        raise Refused(422, f"fate is one of {', '.join(FATES)}.")
    found = heard(asked.by, fate)
    return ListeningOut(
        sources=[_source(one) for one in found["sources"]],
        watches=[_watch(one) for one in found["watches"]],
        gaps=[_gap(row) for row in found["gaps"]],
        heard=_flowing(found["flowing"]),
        usd_today=found["today"],
        usd_month=found["month"],
        usd_forecast=found["forecast"],
    )


def _flowing(flow: Sequence[Heard]) -> list[HeardOut]:
    posts = posts_out([one.post for one in flow])
    return [
        HeardOut(post, one.case_id, list(one.watches), cast("Any", one.fate.value))
        for post, one in zip(posts, flow, strict=True)
    ]


def _source(one: Source) -> SourceOut:
    return SourceOut(one.name, one.heard, one.live, one.trouble)


def _watch(one: Watched) -> WatchedOut:
    row, brought = one.watch, one.brought
    return WatchedOut(
        row.pk, BrandOut(row.brand_id, row.brand.name), row.name, row.kind, row.query, row.on, row.refused,
        brought.hour, brought.day, brought.week, brought.a_day, brought.usd_a_month,
    )  # fmt: skip


def _gap(row: Gap) -> GapOut:
    return GapOut(row.account_id, row.source, row.start, row.end)
