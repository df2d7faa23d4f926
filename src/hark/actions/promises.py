"""What was promised for a case and by when: policies and calendars out of the store, deadlines out of the domain.

Every brand has a pledge (`Brand.first_reply_minutes`), which covers what no policy of its own covers. Policies are
read once per batch; calendars are parsed once per document and keep what they worked out.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from hark.domain.calendar import BusinessCalendar
from hark.domain.calendar_document import parse_calendar
from hark.domain.case import CaseState, CaseTimes
from hark.domain.clock import Clock, ClockKind, deadline, warning_at
from hark.domain.hours import NeverOpenError
from hark.domain.post import Lane
from hark.domain.sla import DEFAULT_PAUSES, SlaFacts, SlaPolicy, StateChange, case_clocks, choose_policy
from hark.store.models import Brand
from hark.store.models import BusinessCalendar as CalendarRow
from hark.store.models import SlaPolicy as PolicyRow

ALWAYS = BusinessCalendar.always()
MICROSECOND = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# A change of state as a case keeps it: microseconds since 1970 (UTC) and the state entered.
Change = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a case its clocks depend on. `priority` runs 0 to 100, `history` is in time order."""

    brand: int
    lane: str
    topic: str
    language: str
    priority: float
    state: str
    times: CaseTimes
    history: Sequence[Change] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """The next promise that runs out, when, when to warn of it, and the calendar it was worked out with."""

    kind: ClockKind
    due_at: datetime
    warn_at: datetime
    calendar_version: int


@dataclass(frozen=True, slots=True)
class Term:
    """One policy with the languages it is for (none: all) and its calendar (None: the brand's)."""

    policy: SlaPolicy
    languages: frozenset[str]
    calendar: BusinessCalendar | None


@dataclass(frozen=True, slots=True)
class Promises:
    """The promises of some brands. `calendars` are by brand and language, `pledges` by brand."""

    pledges: Mapping[int, SlaPolicy]
    terms: Mapping[int, Sequence[Term]]
    calendars: Mapping[tuple[int, str], BusinessCalendar]

    def term(self, case: Standing) -> Term | None:
        """What a case falls under; None for a brand nobody knows."""
        language = case.language.partition("-")[0]
        open_to = [
            term
            for term in self.terms.get(case.brand, ())
            if not term.languages or term.languages & {language, case.language}
        ]
        facts = SlaFacts(str(case.brand), Lane(case.lane), case.topic, case.priority)
        chosen = choose_policy([term.policy for term in open_to], facts)
        own = self.calendars.get((case.brand, language)) or self.calendars.get((case.brand, ""))
        if chosen is None:
            pledge = self.pledges.get(case.brand)
            return Term(pledge, frozenset(), own or ALWAYS) if pledge else None
        term = next(term for term in open_to if term.policy is chosen)
        return replace(term, calendar=term.calendar or own or ALWAYS)

    def deadline(self, case: Standing) -> Deadline | None:
        """The promise of the case that runs out first; None when nothing runs: closed, answered, paused."""
        if case.state == CaseState.CLOSED:
            return None
        term = self.term(case)
        if term is None or term.calendar is None:
            return None
        running = (clock for clock in clocks(term.policy, case) if clock.stopped_at is None)
        found = [due for clock in running if (due := _due(term.calendar, clock)) is not None]
        return min(found, key=lambda due: due.due_at, default=None)


def clocks(policy: SlaPolicy, case: Standing) -> list[Clock]:
    """The case's clocks. The first reply is owed from the oldest post that still stands, and only while one does."""
    changes = [StateChange(EPOCH + at * MICROSECOND, state) for at, state in case.history]
    kept = dict(case_clocks(policy, case.times, changes))
    since = case.times.unanswered_since
    first = kept.get(ClockKind.FIRST_REPLY)
    if first is not None and first.stopped_at is None:
        if since is None:
            del kept[ClockKind.FIRST_REPLY]
        elif since > first.started_at:
            kept[ClockKind.FIRST_REPLY] = replace(first, started_at=since)
    return list(kept.values())


def _due(calendar: BusinessCalendar, clock: Clock) -> Deadline | None:
    try:
        due, warn = deadline(calendar, clock), warning_at(calendar, clock)
    except NeverOpenError:
        return None
    if due is None or warn is None:
        return None
    return Deadline(clock.kind, due, warn, calendar.version)


def micros(at: datetime) -> int:
    """Microseconds since 1970, UTC."""
    return (at - EPOCH) // MICROSECOND


def changed(history: Sequence[Change], state: str, at: datetime) -> list[Change]:
    """The history after a case is in `state`; nothing is added when it already was, and time never runs back."""
    if not history:
        return [(micros(at), state)]
    last, was = history[-1]
    return list(history) if was == state else [*history, (max(last, micros(at)), state)]


def load(brands: Iterable[int]) -> Promises:
    """The promises of these brands: three short queries."""
    wanted = set(brands)
    calendars = {row.pk: row for row in CalendarRow.objects.filter(brand__in=wanted)}
    terms: dict[int, list[Term]] = {}
    for row in PolicyRow.objects.filter(brand__in=wanted).order_by("position", "pk"):
        held = calendars.get(row.calendar_id or 0)
        term = Term(policy(row), frozenset(row.languages), calendar(held) if held else None)
        terms.setdefault(row.brand_id, []).append(term)
    for found in terms.values():
        # Of policies that name equally much, one that names the language stands before one that does not.
        found.sort(key=lambda term: not term.languages)
    minutes = Brand.objects.filter(pk__in=wanted).values_list("pk", "first_reply_minutes")
    return Promises(
        {brand: _pledge(promised) for brand, promised in minutes if promised},
        terms,
        {(row.brand_id, row.language): calendar(row) for row in calendars.values()},
    )


def policy(row: PolicyRow) -> SlaPolicy:
    """A stored policy as the domain knows it. Raises ValueError for one that makes no sense."""
    seconds = {
        ClockKind.FIRST_REPLY: row.first_reply_seconds,
        ClockKind.NEXT_REPLY: row.next_reply_seconds,
        ClockKind.RESOLUTION: row.resolution_seconds,
    }
    pauses = {ClockKind(kind): frozenset(CaseState(s) for s in states) for kind, states in row.pauses.items()}
    return SlaPolicy(
        name=row.name,
        targets={kind: timedelta(seconds=value) for kind, value in seconds.items() if value is not None},
        lane=Lane(row.lane) if row.lane else None,
        topics=frozenset(row.topics),
        priority_from=row.priority_from,
        pauses={**DEFAULT_PAUSES, **pauses},
        warn_share=row.warn_share,
    )


@lru_cache(maxsize=64)
def _pledge(minutes: int) -> SlaPolicy:
    target = timedelta(minutes=minutes)
    return SlaPolicy("Pledge", {ClockKind.FIRST_REPLY: target, ClockKind.NEXT_REPLY: target})


def calendar(row: CalendarRow) -> BusinessCalendar:
    """Stored opening hours, parsed once for each version."""
    return _parsed(json.dumps({**row.document, "version": row.version}, sort_keys=True))


@lru_cache(maxsize=256)
def _parsed(document: str) -> BusinessCalendar:
    found: dict[str, Any] = json.loads(document)
    return parse_calendar(found)
