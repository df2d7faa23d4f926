"""Searches people keep, for themselves or for a team."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from hark.accounts.models import Team, User
from hark.actions.house import NotAllowed
from hark.store.models import SavedView

MOST = 50
# What a kept search may hold; the page that reads it knows what each means.
KEYS = frozenset(
    {
        *("words", "state", "topic", "language", "sentiment", "lane", "assignee", "team", "tag", "account"),
        *("brand", "network", "stage", "order", "overdue"),
    }
)


def keep(
    name: str, query: Mapping[str, Any], *, by: User, team: Team | None = None, view_id: int | None = None
) -> SavedView:
    """Keep a search under a name, or change one of one's own. Only supervisors keep one for a team.

    Raises ValueError for no name, a filter nobody knows or too many; NotAllowed, SavedView.DoesNotExist.
    """
    unknown = set(query) - KEYS
    if not name.strip() or len(name) > 60 or unknown:
        raise ValueError(
            f"no filter is called {min(unknown)}" if unknown else "A view has a name of 1 to 60 characters."
        )
    if team is not None and not by.supervises:
        raise NotAllowed("Views of a team are kept by supervisors.")
    with transaction.atomic(durable=True):
        own = SavedView.objects.select_for_update(of=("self",)).filter(owner=by)
        known = own.filter(pk=view_id) if view_id is not None else own.filter(name=name.strip())
        row = known.first()
        if row is None and view_id is not None:
            raise SavedView.DoesNotExist("There is no such view of yours.")
        row = row or _new(by)
        row.name, row.query, row.team = name.strip(), dict(query), team
        row.save()
    return row


def _new(by: User) -> SavedView:
    own = SavedView.objects.filter(owner=by)
    if own.count() >= MOST:
        raise ValueError(f"At most {MOST} views each.")
    last = own.aggregate(last=Max("position"))["last"]
    return SavedView(owner=by, position=(last or 0) + 1)


def forget(view_id: int, *, by: User) -> None:
    """Throw a view of one's own away. Raises SavedView.DoesNotExist."""
    with transaction.atomic(durable=True):
        SavedView.objects.get(pk=view_id, owner=by).delete()


def seen_by(person: User) -> QuerySet[SavedView]:
    """A person's own views, and those of their teams."""
    mine = Q(owner=person) | Q(team__in=person.teams.all())
    return SavedView.objects.filter(mine).distinct().order_by("position", "name", "pk")
