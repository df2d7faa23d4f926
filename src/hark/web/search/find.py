"""Search over cases: by words of their posts, by person, by number, narrowed by filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hark.accounts.models import User
from hark.domain.case import CaseState
from hark.store import bulk
from hark.store.models import Account, Case
from hark.web.search.query import Asked

LIMIT = 60
_REACH = 400
# How far back the first readings go, in posts; the last one reads everything.
_WINDOWS = (50_000, 1_000_000)

OPEN = (CaseState.NEW, CaseState.OPEN, CaseState.WAITING, CaseState.SNOOZED)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the cases must be; "" and None let everything through."""

    states: tuple[str, ...] = ()
    topic: str = ""
    language: str = ""
    sentiment: str = ""
    lane: str = ""
    assignee: int | None = None

    @property
    def empty(self) -> bool:
        return self == Filters()

    def values(self) -> dict[str, Any]:
        """As the named queries take them."""
        return {
            "states": list(self.states) or None, "topic": self.topic, "language": self.language,
            "sentiment": self.sentiment, "lane": self.lane, "assignee": self.assignee,
        }  # fmt: skip

    def lookup(self) -> dict[str, Any]:
        """As a query set takes them."""
        plain = {
            "topic": self.topic,
            "language": self.language,
            "sentiment": self.sentiment,
            "lane": self.lane,
        }
        found: dict[str, Any] = {name: value for name, value in plain.items() if value}
        if self.states:
            found["state__in"] = self.states
        if self.assignee:
            found["assignee"] = self.assignee
        return found


def find(person: User, asked: Asked, filters: Filters) -> list[Case]:
    """At most sixty cases this person may see, the newest first."""
    mine = Case.objects.for_person(person).select_related("author", "account", "assignee")
    if asked.number is not None:
        return list(mine.filter(pk=asked.number, **filters.lookup()))
    if asked.empty:
        return (
            []
            if filters.empty
            else list(mine.filter(**filters.lookup()).order_by("-last_inbound_at")[:LIMIT])
        )
    ranked = _ranked(person, asked, filters)
    by_id = mine.in_bulk([case for case, _ in ranked])
    return [by_id[case] for case, _ in ranked if case in by_id]


def _ranked(person: User, asked: Asked, filters: Filters) -> list[tuple[int, Any]]:
    """Case rows with the time that ranks them. Words look at posts and at names, `@name` at names alone."""
    accounts = Account.objects.filter(brand__access__user=person).values_list("pk", flat=True)
    values = {**filters.values(), "accounts": list(accounts), "limit": LIMIT, "reach": _REACH}
    found: dict[int, Any] = {}
    if asked.words:
        found = {case: at for case, at, _ in _in_posts(asked.words, values)}
    people = bulk.rows("search_people", words=asked.people or asked.words, **values)
    named = {case: at for case, at, _ in people}
    if asked.people:
        found = {case: at for case, at in named.items() if not asked.words or case in found}
    else:
        found |= {case: at for case, at in named.items() if case not in found}
    return sorted(found.items(), key=lambda item: item[1], reverse=True)[:LIMIT]


def _in_posts(words: str, values: dict[str, Any]) -> Sequence[tuple[Any, ...]]:
    newest = bulk.rows("newest_post")[0][0]
    rows: Sequence[tuple[Any, ...]] = ()
    for window in (*_WINDOWS, newest):
        floor = newest - window
        rows = bulk.rows("search_words", words=words, floor=floor, **values)
        if len(rows) >= LIMIT or floor <= 0:
            break
    return rows
