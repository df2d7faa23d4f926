"""The rows of the list: one page of cases as the page shows them."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hark.accounts.models import User
from hark.actions import presence
from hark.actions.reminders import PROMISE
from hark.store.compiled import CompiledQuery
from hark.store.models import Case, Reminder
from hark.store.models.case import CaseQuerySet
from hark.triage.personal_data import find, mask
from hark.web.clocks import Clock, clock
from hark.web.inbox.saved import VIEWS, Risk, SavedView
from hark.web.why import why_here

PAGE = 25  # three screens; the next ones come as one scrolls
MOST = 400

# What a row shows and a cursor remembers; the rest of a case is wide.
_SHOWN = (
    "lane", "state", "network", "topic", "sentiment", "priority", "why", "snippet", "inbound", "first_inbound_at",
    "last_inbound_at", "last_outbound_at", "unanswered_since", "due_at", "warn_at", "warned_at",
    "snoozed_until", "closed_at",
    "author__author_id", "author__name", "author__handle",
    "assignee__first_name", "assignee__username", "assignee__initials",
)  # fmt: skip

# The same lines stand in lists all day: finding what to mask in them takes longer than all else of a row.
_LINES = 4_000
_MASKED: dict[str, str] = {}

_LEADING_TAGS = re.compile(r"^(?:@\w+[,:]?\s+)+")


_PROMISED = CompiledQuery(
    lambda cases: (
        Reminder.objects.filter(case__pk__anyof=cases, kind=PROMISE, done_at__isnull=True)
        .order_by("-at")
        .values_list("case_id", "at")
    ),
    cases=list,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A case in the list; `snippet` is masked. `here`: who is on it, as the live channel says it, "" for nobody."""

    case: Case
    clock: Clock | None
    snippet: str
    why: list[str]
    here: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows and where the next ones start; "" at the end."""

    rows: Sequence[Row]
    after: str


def page(view: SavedView, person: User, now: datetime, *, after: str = "", size: int = PAGE) -> Page:
    """The rows of a view behind a cursor. Raises ValueError for a cursor that is none of ours."""
    risk = Risk.at(now)
    if after or size != PAGE:
        found = list(_found(view, person, risk, after, min(size, MOST)))
    else:
        found = _FIRST_PAGE[view.key].all(person=person, soon=risk.soon, ahead=risk.ahead)
    more = len(found) > min(size, MOST)
    here = found[: min(size, MOST)]
    return Page(as_rows(here, now), view.order.cursor(here[-1]) if more else "")


def named(view: SavedView, person: User, now: datetime, cases: Sequence[int]) -> Page:
    """The rows of these cases, as far as the view holds them."""
    held = Case.objects.for_person(person).filter(view.which(person, Risk.at(now)), pk__in=cases[:MOST])
    return Page(as_rows(list(shown(held)), now), "")


def _found(view: SavedView, person: User, risk: Risk, after: str, size: int) -> CaseQuerySet:
    """A page's cases and one more."""
    cases = Case.objects.for_person(person).filter(view.which(person, risk))
    if after:
        cases = cases.filter(view.order.after(after))
    return shown(cases.beginning(view.order.by, size + 1))


_FIRST_PAGE = {
    view.key: CompiledQuery(
        lambda person, soon, ahead, view=view: _found(view, person, Risk(soon, ahead), "", PAGE),
        person=User,
        soon=datetime,
        ahead=datetime,
    )
    for view in VIEWS.values()
}


def shown(cases: CaseQuerySet) -> CaseQuerySet:
    """The cases with what a row needs, read at once."""
    return cases.select_related("author", "assignee").only(*_SHOWN)


def as_rows(cases: Sequence[Case], now: datetime) -> list[Row]:
    """Cases as rows. Personal data in the snippets is masked.

    A case has no snippet once everything its customer said in it is deleted.
    """
    texts = masked([_LEADING_TAGS.sub("", case.snippet) or case.snippet for case in cases])
    ids = [case.pk for case in cases]
    gone = _("Deleted on the network")
    due, here = promised(ids), presence.who(ids, now=now)
    return [
        Row(
            case,
            clock(case, now),
            text or gone,
            why_here(case, now, due.get(case.pk)),
            _here(here.get(case.pk, ())),
        )
        for case, text in zip(cases, texts, strict=True)
    ]


def masked(lines: Sequence[str]) -> list[str]:
    """Lines with the personal data in them covered. Those not met lately are looked through in one pass."""
    known = {line: covered for line in lines if (covered := _MASKED.get(line)) is not None}
    fresh = [line for line in dict.fromkeys(lines) if line not in known]
    if fresh:
        found = {line: mask(line, spans) for line, spans in zip(fresh, find(fresh), strict=True)}
        if len(_MASKED) > _LINES:
            _MASKED.clear()
        _MASKED.update(found)
        known |= found
    return [known[line] for line in lines]


def promised(cases: Sequence[int]) -> dict[int, datetime]:
    """When each of these cases must come back to its customer, as somebody promised: the nearest time."""
    return dict(_PROMISED.all(cases=list(cases)))


def _here(people: Sequence[presence.Here]) -> str:
    return json.dumps([[one.person, one.initials, one.doing] for one in people]) if people else ""
