"""The rows of the list: one page of cases as the template needs them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hark.accounts.models import User
from hark.actions.reminders import PROMISE
from hark.store.models import Case, Reminder
from hark.triage.personal_data import find, mask
from hark.web.clocks import Clock, clock
from hark.web.inbox.saved import SavedView
from hark.web.why import why_here

PAGE = 40
MOST = 400

_LEADING_TAGS = re.compile(r"^(?:@\w+[,:]?\s+)+")


@dataclass(frozen=True, slots=True)
class Row:
    """A case in the list; `snippet` is masked."""

    case: Case
    clock: Clock | None
    snippet: str
    why: list[str]


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows and where the next ones start; "" at the end."""

    rows: Sequence[Row]
    after: str


def page(view: SavedView, person: User, now: datetime, *, after: str = "", size: int = PAGE) -> Page:
    """The rows of a view behind a cursor. Raises ValueError for a cursor that is none of ours."""
    cases = Case.objects.for_person(person).filter(view.which(person, now))
    if after:
        cases = cases.filter(view.order.after(after))
    found = list(
        cases.select_related("author", "account", "assignee").order_by(*view.order.by)[: min(size, MOST) + 1]
    )
    more = len(found) > min(size, MOST)
    shown = found[: min(size, MOST)]
    return Page(as_rows(shown, now), view.order.cursor(shown[-1]) if more else "")


def as_rows(cases: Sequence[Case], now: datetime) -> list[Row]:
    """Cases as rows. Personal data in the snippets is masked, all of them in one pass."""
    texts = [_LEADING_TAGS.sub("", case.snippet) or case.snippet for case in cases]
    masked = [mask(text, spans) for text, spans in zip(texts, find(texts), strict=True)]
    due = promised([case.pk for case in cases])
    return [
        Row(case, clock(case, now), text, why_here(case, now, due.get(case.pk)))
        for case, text in zip(cases, masked, strict=True)
    ]


def promised(cases: Sequence[int]) -> dict[int, datetime]:
    """When each of these cases must come back to its customer, as somebody promised: the nearest time."""
    standing = Reminder.objects.filter(case__in=cases, kind=PROMISE, done_at__isnull=True)
    return dict(standing.order_by("-at").values_list("case_id", "at"))
