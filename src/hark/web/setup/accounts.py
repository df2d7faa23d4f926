"""Settings of accounts: whether they are connected, how well they hear, what they cost, and the freeze."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hark.accounts.models import User
from hark.store.models import Account
from hark.web import words
from hark.web.setup.section import Badge, Line, Section
from hark.web.wall.sources import listened, named


def rows(person: User) -> QuerySet[Account]:
    """Accounts of the person's brands with the time they were last heard and their open gaps."""
    mine = person.brand_access.values("brand_id")
    return (
        Account.objects.filter(brand__in=mine)
        .select_related("brand")
        .annotate(
            heard=Max("cursors__last_heard_at"),
            gaps_open=Count("gaps", filter=Q(gaps__closed_at__isnull=True), distinct=True),
        )
        .defer("credentials")
        .order_by("brand__name", "network", "handle")
    )


def line(account: Any) -> Line:
    badges = [Badge(_("connected"), "good") if account.connected else Badge(_("not connected"), "warn")]
    if account.connected and account.token_lost:
        badges = [Badge(_("signed out by the network: connect it again"), "alarm")]
    if account.frozen:
        badges.append(Badge(_("frozen: says nothing"), "alarm"))
    if account.gaps_open:
        badges.append(
            Badge(ngettext("%(n)d gap", "%(n)d gaps", account.gaps_open) % {"n": account.gaps_open}, "warn")
        )
    facts = [words.NETWORK.get(account.network, account.network), account.brand.name, account.name]
    return Line(f"@{account.handle}", facts, badges)


def context(account: Account, now: datetime) -> Mapping[str, Any]:
    """Sources with their cursors, the newest gaps, and the cost of the day and of the month in US dollars."""
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    costs = account.costs.filter(at__gte=midnight.replace(day=1))
    by_item = costs.values("item").annotate(units=Sum("units"), spent=Sum("micros")).order_by("-spent")
    today = costs.filter(at__gte=midnight).aggregate(spent=Sum("micros"))["spent"] or 0
    items = [
        {**item, "name": words.cost(item["item"]), "usd": item["spent"] / 1_000_000} for item in by_item[:12]
    ]
    return {
        "cursors": _cursors(account),
        "gaps": account.gaps.filter(
            Q(closed_at__isnull=True) | Q(created_at__gte=now - timedelta(days=7))
        ).order_by("closed_at", "-start")[:20],
        "costs": items,
        "month_usd": sum(item["usd"] for item in items),
        "today_usd": today / 1_000_000,
    }


def _cursors(account: Account) -> list[Mapping[str, Any]]:
    """The account's sources in words; a source of its brand may be kept with a sister's."""
    known = listened(list(account.brand.accounts.all()), list(account.brand.watches.all()))
    rows = [(named(row.source, known), row) for row in account.cursors.order_by("source")]
    # A watch that was removed leaves its cursor behind, and nothing is listened for.
    return [{"name": name, "row": row} for name, row in rows if name is not None]


SECTION = Section(
    key="accounts", name=_("Accounts"), icon="at-sign",
    about=_("The handles you listen and speak through. They are connected with hark connect."),
    empty=_("No account yet. Run hark connect on the server."),
    rows=rows, line=line, trail=lambda account: ("account", account.pk),
    part="web/setup/_account.html", context=context,
)  # fmt: skip
