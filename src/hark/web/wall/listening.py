"""/wall/listening: how every source stands, what the watches bring, what it costs, and what is flowing right now."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from hark.accounts.models import User
from hark.actions import costs
from hark.reports import listening
from hark.reports.listening import Brought, Fate, Heard
from hark.store.models import Account, Brand, Gap, Watch
from hark.web.access import brands_of, supervisors
from hark.web.shell import is_fragment, person
from hark.web.wall.sources import sources

REACH, SHOWN = 400, 60


@dataclass(frozen=True, slots=True)
class Watched:
    """A watch and what it brings."""

    watch: Watch
    brought: Brought


@require_GET
@supervisors
def page(request: HttpRequest) -> HttpResponse:
    """The whole page, or what of it moves."""
    name = "web/wall/_listening.html" if is_fragment(request) else "web/wall/listening.html"
    return render(request, name, heard(person(request), request.GET.get("fate", "")))


def heard(reader: User, fate: str) -> dict[str, Any]:
    """What the page shows; `fate` narrows the flow to posts that became a case, or to those that did not."""
    now, brands = datetime.now(UTC), brands_of(reader)
    accounts = list(Account.objects.filter(brand__in=brands).select_related("brand").order_by("pk"))
    watches = list(
        Watch.objects.filter(brand__in=brands).select_related("brand").order_by("brand__name", "name")
    )
    flow = concerning(
        brands, accounts, listening.newest([a.pk for a in accounts], [w.pk for w in watches], REACH)
    )
    brought = listening.brought(watches, now)
    today, month = costs.spent(now)
    return {
        "now": now,
        "sources": sources(accounts, watches, now),
        "watches": [Watched(watch, brought[watch.pk]) for watch in watches],
        "gaps": Gap.objects.filter(account__in=accounts, closed_at__isnull=True).order_by("-start")[:10],
        "flowing": [one for one in flow if _wanted(one, fate)][:SHOWN],
        "fate": fate if fate in ("case", "none") else "",
        "today": today,
        "month": month,
        "forecast": costs.forecast(month, now),
    }


def concerning(brands: Sequence[Brand], accounts: Sequence[Account], posts: Sequence[Heard]) -> list[Heard]:
    """Those of the posts that a reader of these brands may see: their cases, their watches, their names and handles."""
    names = [name for brand in brands for name in (brand.name, *brand.names, *brand.products)]
    said = [*names, *(f"@{account.handle}" for account in accounts)]
    any_of = "|".join(re.escape(str(name)) for name in said if str(name).strip())
    ours = re.compile(rf"(?<!\w)(?:{any_of})(?!\w)", re.IGNORECASE) if any_of else None
    return [
        one
        for one in posts
        if one.case_id or one.watches or (one.post.lane == "public" and ours and ours.search(one.post.text))
    ]


def _wanted(one: Heard, fate: str) -> bool:
    if fate == "case":
        return one.fate is Fate.CASE
    return fate != "none" or one.fate is not Fate.CASE
