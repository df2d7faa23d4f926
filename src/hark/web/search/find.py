"""Search over cases: by words of their posts, by person, by number, narrowed by filters."""

from dataclasses import dataclass
from math import ceil, inf
from typing import Any

from hark.accounts.models import User
from hark.store import bulk
from hark.store.compiled import CompiledQuery
from hark.store.models import Account, Case
from hark.web.inbox.rows import shown
from hark.web.search.query import Asked

LIMIT = 60
# Of how many posts, the newest that hold the words, the cases are looked up; more when filters drop most of them.
_REACH, _REACH_FILTERED = 400, 1_000
# Posts stand on shelves of 8,192 (store/sql/search.sql). The first reading looks at the newest two only, each further
# one at as many as may hold what is still missing, but no more than so many times what was looked at by then.
_SHELF = 8_192
_FIRST_SHELVES, _GROWTH = 2, 7
# What may be missing is reckoned so much too high: words come in waves.
_MARGIN = 1.25
# Of people who are called that, at most so many are looked at, and so many cases: one short index read a person.
_PEOPLE, _NAMESAKES = 6_000, 1_500
# Filters without words look at so many cases, the newest.
_NEWEST = 20_000
# A begun word this short would be half of the language; it counts as a whole one.
_SHORT = 3


_ACCOUNTS = CompiledQuery(
    lambda person: Account.objects.filter(brand__access__user=person).values_list("pk", flat=True),
    person=User,
)
_SHOWN = CompiledQuery(
    lambda person, cases: shown(Case.objects.for_person(person).filter(pk__anyof=cases)),
    person=User,
    cases=list,
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the cases must be; "" and None let everything through."""

    states: tuple[str, ...] = ()
    topic: str = ""
    language: str = ""
    sentiment: str = ""
    lane: str = ""
    assignee: int | None = None
    tag: str = ""

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
        if self.tag:
            found["tags__name"] = self.tag
        return found


def find(person: User, asked: Asked, filters: Filters) -> list[Case]:
    """At most sixty cases this person may see, the newest first."""
    mine = shown(Case.objects.for_person(person))
    if asked.number is not None:
        return list(mine.filter(pk=asked.number, **filters.lookup()))
    if asked.empty and filters.empty:
        return []
    if asked.empty and filters.tag:
        return list(mine.filter(**filters.lookup()).order_by("-last_inbound_at")[:LIMIT])
    ranked = _ranked(person, asked, filters)
    ids = [case for case, _ in ranked]
    if filters.tag:
        by_id = mine.filter(tags__name=filters.tag).in_bulk(ids)
    else:
        by_id = {case.pk: case for case in _SHOWN.all(person=person, cases=ids)}
    return [by_id[case] for case, _ in ranked if case in by_id][:LIMIT]


def _ranked(person: User, asked: Asked, filters: Filters) -> list[tuple[int, Any]]:
    """Case rows with the time that ranks them. Words look at posts and at names, `@name` at names alone."""
    accounts = _ACCOUNTS.all(person=person)
    # A tag, and whether the person has the words, is looked at afterwards: more must be ranked for enough to be left.
    most = LIMIT * 10 if filters.tag or (asked.people and asked.words) else LIMIT
    values = {**filters.values(), "accounts": accounts, "limit": most}
    if asked.empty:
        return bulk.planned("search_latest", latest=_NEWEST, **values)
    found = _in_posts(asked.words, filters, values) if asked.words else {}
    people = bulk.planned(
        "search_people", words=asked.people or asked.words, people=_PEOPLE, reach=_NAMESAKES, **values
    )
    named: dict[int, Any] = dict(people)
    if asked.people:
        found = {case: at for case, at in named.items() if not asked.words or case in found}
    else:
        found |= {case: at for case, at in named.items() if case not in found}
    return sorted(found.items(), key=lambda item: (item[1], item[0]), reverse=True)[:most]


def _in_posts(words: str, filters: Filters, values: dict[str, Any]) -> dict[int, Any]:
    """Whole words first; when those are few, words that begin like the last one."""
    whole = words.removesuffix(":*")
    reach = _REACH if filters.empty else _REACH_FILTERED
    found, many = _newest_with(whole, reach, values)
    begun = whole.rpartition("'")[0].rpartition("'")[2]
    if many or len(found) >= LIMIT or len(begun.encode()) < _SHORT:
        return found
    return _newest_with(words, reach, values)[0]


def _newest_with(words: str, reach: int, values: dict[str, Any]) -> tuple[dict[int, Any], bool]:
    """Cases and times, read from the newest shelves back until there are enough, or `reach` posts were seen; and
    whether that many were."""
    shelves = bulk.planned("newest_post")[0][0] // _SHELF + 1
    found: dict[int, Any] = {}
    read, looked, step = 0, 0, _FIRST_SHELVES
    while looked < shelves and read < reach and len(found) < values["limit"]:
        rest = looked + step >= shelves
        named = "" if rest else _named(shelves - looked - step, shelves - looked)
        (seen, _), *cases = bulk.planned("search_words", words=words, shelves=named, reach=reach, **values)
        found = dict(cases) if rest else _later_of_both(found, cases)
        read, looked = seen if rest else read + seen, looked + step
        step = _further(looked, (read, reach), (len(found), values["limit"]))
    return found, read >= reach


def _named(first: int, end: int) -> str:
    """Any of the shelves from `first` up to `end`, as a tsquery."""
    return " | ".join(f"'~{shelf}'" for shelf in range(first, end))


def _later_of_both(found: dict[int, Any], cases: list[tuple[Any, ...]]) -> dict[int, Any]:
    return found | {case: max(at, found.get(case, at)) for case, at in cases}


def _further(looked: int, *counts: tuple[int, int]) -> int:
    """How many shelves more to look at, by what those looked at held of what is wanted, whichever comes first."""
    missing = [(wanted - held) / held for held, wanted in counts if held]
    return max(1, ceil(looked * min(_GROWTH, _MARGIN * min(missing, default=inf))))
