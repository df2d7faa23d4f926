"""Everything the wall shows, read for one person: numbers, people, teams, the flow and the chosen cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hark.accounts.models import Role, Team, User
from hark.store.models import AgentProfile, Brand, Case, Post
from hark.web.access import brands_of
from hark.web.approvals.queue import waiting_count
from hark.web.inbox.rows import Row, as_rows
from hark.web.shell import person
from hark.web.wall import figures
from hark.web.wall.chart import chart
from hark.web.wall.figures import NOBODY, Choice, Counts, Standing

LATEST = 12

COUNTS: Mapping[str, Promise] = {
    "open": _("Open"),
    "waiting": _("Waiting for us"),
    "unassigned": _("Unassigned"),
    "at-risk": _("Due soon, or late at this pace"),
    "overdue": _("Overdue"),
    "customer": _("Waiting for the customer"),
    "snoozed": _("Snoozed"),
    "arrived": _("Arrived"),
    "answered": _("Answered"),
    "worked": _("Answered in the last hour"),
}


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person on the wall. `presence`: "here", "away", or "never" for somebody who has not begun."""

    user: User
    counts: Counts
    worked: int
    presence: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team on the wall; how many of its people are here."""

    team: Team
    counts: Counts
    here: int
    people: int


@dataclass(frozen=True, slots=True)
class Heard:
    """A customer's post as it flows by."""

    post: Post
    case_id: int


def board(request: HttpRequest) -> dict[str, Any]:
    """The wall's context. `brand`, `count`, `person`, `team` and `at` of the address choose what is shown."""
    now, me = datetime.now(UTC), person(request)
    mine = brands_of(me)
    shown = [brand for brand in mine if str(brand.pk) == request.GET.get("brand")] or mine
    ids = [brand.pk for brand in shown]
    held, choice = figures.standing(ids, now), chosen(request)
    people = colleagues(shown, held, now)
    listed = figures.listed(ids, choice, now)
    return {
        "now": now,
        "brands": mine,
        "brand": shown[0] if len(shown) == 1 < len(mine) else None,
        "total": held.total,
        "people": people,
        "teams": teams(people, held),
        "nobody": held.people.get(0, Counts()),
        "approvals": waiting_count(me),
        "chart": chart(figures.flow(ids, now)),
        "flowing": flowing(figures.latest(ids, now, LATEST)),
        "choice": choice,
        "title": title(choice, people),
        "listed": listed,
        "rows": case_rows(me, listed.ids, now),
        "query": keep(request),
    }


def chosen(request: HttpRequest) -> Choice:
    """The number named in the address; what makes no sense is the usual one."""
    count = request.GET.get("count", "")
    try:
        at = datetime.fromisoformat(request.GET["at"]) if "at" in request.GET else None
    except ValueError:
        at = None
    if count not in COUNTS or (count in ("arrived", "answered") and (at is None or at.tzinfo is None)):
        return Choice()
    whose = NOBODY if request.GET.get("person") == "nobody" else _number(request, "person")
    return Choice(count, whose, _number(request, "team"), at)


def title(choice: Choice, people: Sequence[Colleague]) -> tuple[Promise, str]:
    """The name of the chosen number, and whose it is."""
    whose = next((line.user.short_name for line in people if line.user.pk == choice.person), "")
    if choice.person == NOBODY:
        whose = gettext("nobody yet")
    if choice.team:
        whose = Team.objects.filter(pk=choice.team).values_list("name", flat=True).first() or ""
    return COUNTS[choice.count], whose


def colleagues(brands: Sequence[Brand], held: Standing, now: datetime) -> list[Colleague]:
    """Who works for these brands, in the order a supervisor looks at them."""
    users = (
        User.objects.filter(is_active=True, brand_access__brand__in=brands)
        .exclude(role=Role.ANALYST)
        .distinct()
        .prefetch_related("teams")
    )
    profiles = {profile.user_id: profile for profile in AgentProfile.objects.filter(user__in=users)}
    worked = figures.worked([brand.pk for brand in brands], now - timedelta(hours=1))
    lines = [
        Colleague(
            user,
            held.people.get(user.pk, Counts()),
            worked.get(user.pk, 0),
            *_presence(profiles.get(user.pk)),
        )
        for user in users
    ]
    return sorted(lines, key=_first_seen)


def _first_seen(line: Colleague) -> tuple[bool, bool, str]:
    """Who is here, then who holds cases, then everybody else: a long list begins with what may need a hand."""
    return line.presence != "here", not line.counts.open, line.user.short_name.casefold()


def teams(people: Sequence[Colleague], held: Standing) -> list[TeamLine]:
    """The teams these people are in, and those that hold cases."""
    members: dict[int, list[Colleague]] = {}
    found: dict[int, Team] = {
        team.pk: team for team in Team.objects.filter(pk__in=[t for t in held.teams if t])
    }
    for line in people:
        for team in line.user.teams.all():
            found[team.pk] = team
            members.setdefault(team.pk, []).append(line)
    return [
        TeamLine(
            team,
            held.teams.get(team.pk, Counts()),
            sum(line.presence == "here" for line in members.get(team.pk, [])),
            len(members.get(team.pk, [])),
        )
        for team in sorted(found.values(), key=lambda team: team.name.casefold())
    ]


def flowing(latest: Sequence[tuple[int, int]]) -> list[Heard]:
    """The newest posts with their authors, newest first."""
    posts = Post.objects.select_related("author").in_bulk([post for post, _case in latest])
    return [Heard(posts[post], case) for post, case in latest if post in posts]


def case_rows(user: User, ids: Sequence[int], now: datetime) -> list[Row]:
    """These cases as rows, in this order; read once more through the person's own cases."""
    found = Case.objects.for_person(user).select_related("author", "account", "assignee").in_bulk(list(ids))
    return as_rows([found[pk] for pk in ids if pk in found], now)


def keep(request: HttpRequest) -> str:
    """What of the address chooses the board, to be carried along."""
    kept = request.GET.copy()
    for name in set(kept) - {"brand", "count", "person", "team", "at"}:
        del kept[name]
    return kept.urlencode()


def _presence(profile: AgentProfile | None) -> tuple[str, datetime | None]:
    if profile is None or (not profile.available and profile.away_since is None):
        return "never", None
    return ("here", profile.seen_at) if profile.available else ("away", profile.away_since)


def _number(request: HttpRequest, name: str) -> int:
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else 0
