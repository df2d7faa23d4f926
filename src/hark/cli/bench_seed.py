"""A desk as large as a benchmark wants it: the demo's working day, heard once and then lived through again and again.

Copies made in SQL are the days before, and the days of two more brands, with other customers, other ids and
words of their own. What is open is today's; every day before is done.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from hark.cli import bench_common as common
from hark.cli import bench_day

# Of one length, so that the stretches a verdict names stay where they are.
BRANDS = ("Curlew", "Osprey", "Dunlin")
HANDLES = ("Care", "Telecom")
TEAMS = ("Care", "Technical", "Billing")
_BATCH = 250
_AT_ONCE = 45  # copies in a statement


@dataclass(frozen=True, slots=True)
class Desk:
    """What was seeded. `open_cases` are row ids every agent may see, `people` user names."""

    posts: int
    cases: int
    open_cases: Sequence[int]
    people: Sequence[str]


def seed(posts: int, agents: int) -> Desk:
    """Fill an empty database with about so many posts, for so many agents."""
    from hark.store.models import Post

    accounts = _brands()
    _people(agents)
    _hear()
    _live_through(max(0, round(posts / Post.objects.count()) - 1), accounts)
    _share_out()
    return read(agents)


def read(agents: int) -> Desk:
    """What a seeded database holds, and its first so many agents."""
    from hark.accounts.models import User
    from hark.store.models import Case, Post

    waiting = Case.objects.filter(state__in=["new", "open"], account__brand__name=BRANDS[0])
    return Desk(
        posts=Post.objects.count(),
        cases=Case.objects.count(),
        open_cases=list(waiting.order_by("pk").values_list("pk", flat=True)),
        people=list(User.objects.order_by("pk").values_list("username", flat=True)[:agents]),
    )


def _brands() -> dict[str, list[int]]:
    """Three brands with two accounts each. Returns, as columns, which account stands for which in the copies."""
    from hark.store.models import Account, Brand

    columns: dict[str, list[int]] = {"bases": [], "places": [], "brands": [], "accounts": []}
    for place, name in enumerate(BRANDS):
        brand = Brand.objects.create(name=name, names=[name], industry="telecom")
        for number, what in enumerate(HANDLES):
            handle = f"{name}{what}"
            account = Account.objects.create(
                brand=brand, network="x", network_id=handle, handle=handle, connected=True
            )
            columns["accounts"].append(account.pk)
            columns["bases"].append(columns["accounts"][number])
            columns["brands"].append(brand.pk)
            columns["places"].append(place)
    return columns


def _people(agents: int) -> None:
    """Agents of three teams. All see the first brand, every second one the next, every third one the last."""
    from hark.accounts.models import Team
    from hark.store.models import Brand, BrandAccess

    people = common.people(agents)
    for place, brand in enumerate(Brand.objects.order_by("pk")):
        BrandAccess.objects.bulk_create(
            [BrandAccess(user=person, brand=brand) for person in people[:: place + 1]]
        )
    teams = [Team.objects.create(name=name) for name in TEAMS]
    for number, person in enumerate(people):
        person.teams.add(teams[number % len(teams)])


def _hear() -> None:
    """Take the day in, and publish what happened."""
    from hark.actions.ingest import take_in
    from hark.actions.publish import publish
    from hark.actions.roster import load

    now = datetime.now(UTC)
    day, roster = bench_day.posts(now), load("x")
    while batch := list(islice(day, _BATCH)):
        take_in(batch, roster, now=now)
    while publish():
        pass


def _live_through(copies: int, accounts: dict[str, list[int]]) -> None:
    """Copies of the day, 0 being the day itself: copy n is of brand n modulo three, n/3 days ago."""
    from django.db import connection
    from django.db.models import Max

    from hark.store import bulk
    from hark.store.models import Case, Post

    day = {
        "posts": Post.objects.aggregate(n=Max("pk"))["n"],
        "cases": Case.objects.aggregate(n=Max("pk"))["n"],
    }
    indexes = bulk.rows("bench_indexes")
    with connection.cursor() as cursor:
        cursor.execute("set maintenance_work_mem = '256MB'")
        for name, _ in indexes:
            cursor.execute(f'drop index "{name}"')
        bulk.run("bench_copies", copies=copies, names=list(BRANDS), **accounts)
        bulk.run("bench_authors", groups=copies // 9 + 1)
        cursor.execute("analyze store_author")
        for last in range(copies, 0, -_AT_ONCE):
            for what in ("bench_posts", "bench_cases", "bench_events"):
                bulk.run(what, first=max(1, last - _AT_ONCE + 1), last=last, **day)
        for _, definition in indexes:
            cursor.execute(definition)


def _share_out() -> None:
    """What people did today: a third of the open cases has an owner, half a team, some are put aside."""
    from django.db import connection

    from hark.accounts.models import Team, User
    from hark.store import bulk

    values: dict[str, Any] = {
        "people": list(User.objects.order_by("pk").values_list("pk", flat=True)),
        "teams": list(Team.objects.order_by("pk").values_list("pk", flat=True)),
    }
    bulk.run("bench_owners", **values)
    with connection.cursor() as cursor:
        cursor.execute("vacuum (analyze)")
