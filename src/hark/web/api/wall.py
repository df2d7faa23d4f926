"""The wall over the API, for supervisors: its numbers, the cases behind each, and who takes cases."""

from datetime import UTC, datetime

from hark.accounts.models import User
from hark.actions import agents
from hark.store.models import Brand, Case
from hark.web.access import brands_of
from hark.web.api.cases import WITH, colleague, number, shown
from hark.web.api.door import Asked, Refused
from hark.web.api.mine import availability_of
from hark.web.api.shapes import BrandOut
from hark.web.api.shapes_casework import TeamOut
from hark.web.api.shapes_mine import AvailabilityOut
from hark.web.api.shapes_wall import BucketOut, ColleagueOut, CountedOut, CountsOut, TeamLineOut, WallOut
from hark.web.approvals.queue import waiting_count
from hark.web.wall import figures
from hark.web.wall.board import COUNTS, Colleague, TeamLine, colleagues, teams
from hark.web.wall.figures import NOBODY, Choice, Counts


def supervised(asked: Asked) -> list[Brand]:
    """The brands whoever asks supervises; of these the one named. Raises Refused, Brand.DoesNotExist."""
    if not asked.by.supervises:
        raise Refused(403, "This page is for supervisors and administrators.")
    mine = brands_of(asked.by)
    if "brand" not in asked.query:
        return mine
    wanted = number(asked, "brand", 0, 2**62)
    if found := [brand for brand in mine if brand.pk == wanted]:
        return found
    raise Brand.DoesNotExist


def numbers(asked: Asked) -> WallOut:
    """The queue as numbers."""
    brands = supervised(asked)
    ids = [brand.pk for brand in brands]
    held = figures.standing(ids, asked.now)
    people = colleagues(brands, held, asked.now)
    return WallOut(
        brands=[BrandOut(brand.pk, brand.name) for brand in brands],
        total=_counts(held.total),
        nobody=_counts(held.people.get(0, Counts())),
        people=[_colleague(line) for line in people],
        teams=[_team(line) for line in teams(people, held)],
        flow=[BucketOut(one.start, one.arrived, one.answered) for one in figures.flow(ids, asked.now)],
        approvals=waiting_count(asked.by),
    )


def counted(asked: Asked) -> CountedOut:
    """The cases behind a number."""
    ids = [brand.pk for brand in supervised(asked)]
    listed = figures.listed(ids, _choice(asked), asked.now)
    rows = Case.objects.for_person(asked.by).select_related(*WITH).in_bulk(list(listed.ids))
    return CountedOut(listed.total, shown([rows[pk] for pk in listed.ids if pk in rows]))


def set_away(asked: Asked) -> AvailabilityOut:
    """A colleague takes no more cases."""
    person = _theirs(asked)
    agents.away(person, now=asked.now, by=asked.by)
    return availability_of(person)


def take_back(asked: Asked) -> AvailabilityOut:
    """Take back that a colleague was set away at a moment."""
    person = _theirs(asked)
    agents.back(person, _moment(asked, "since"), by=asked.by, now=asked.now)
    return availability_of(person)


def _theirs(asked: Asked) -> User:
    theirs = User.objects.filter(is_active=True, brand_access__brand__in=supervised(asked)).distinct()
    return theirs.get(pk=asked.ids["person"])


def _choice(asked: Asked) -> Choice:
    """The number named in the address. Raises Refused for one there is not."""
    count = asked.query.get("count", "waiting")
    if count not in COUNTS:
        raise Refused(422, f"count is one of {', '.join(COUNTS)}.")
    nobody = asked.query.get("person") == "nobody"
    whose = NOBODY if nobody else number(asked, "person", 0, 2**62) if "person" in asked.query else 0
    team = number(asked, "team", 0, 2**62) if "team" in asked.query else 0
    at = _moment(asked, "at") if count in ("arrived", "answered") else None
    return Choice(count, whose, team, at)


def _moment(asked: Asked, name: str) -> datetime:
    try:
        at = datetime.fromisoformat(asked.query.get(name, "").replace(" ", "+"))
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise Refused(422, f"{name} is a time such as 2026-03-02T12:00:00Z.") from None


def _counts(found: Counts) -> CountsOut:
    return CountsOut(**{name: getattr(found, name) for name in CountsOut.__struct_fields__})


def _colleague(line: Colleague) -> ColleagueOut:
    return ColleagueOut(
        colleague(line.user), line.presence, line.since, line.worked, _counts(line.counts)  # type: ignore[arg-type]  # the board's three words
    )  # fmt: skip


def _team(line: TeamLine) -> TeamLineOut:
    return TeamLineOut(TeamOut(line.team.pk, line.team.name), line.here, line.people, _counts(line.counts))
