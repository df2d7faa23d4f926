"""The ring beside a case: how long somebody still has, as shape, word and number."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hark.domain.case import CaseState
from hark.store.models import Case
from hark.web.times import exact, span

SOON = timedelta(minutes=10)
# Circumference of the ring's circle in `ring` (radius 6).
ROUND = 37.7

_WORDS: dict[str, Promise] = {
    "calm": gettext_lazy("on time"),
    "soon": gettext_lazy("due soon"),
    "over": gettext_lazy("overdue"),
    "paused": gettext_lazy("paused"),
}


@dataclass(frozen=True, slots=True)
class Clock:
    """`kind` is calm, soon, over or paused; `left` the share of the ring that is still full, 0..1.

    `label` stands beside the ring, `word` is read out before it, `title` is shown on hover. `start` and `due`
    let the page go on counting by itself; both are None on a paused clock.
    """

    kind: str
    left: float
    label: str
    title: str
    word: str
    start: datetime | None = None
    due: datetime | None = None

    @property
    def offset(self) -> str:
        """How much of the circle is not drawn, in its own units; text, so that no language puts a comma in it."""
        return f"{ROUND * (1 - self.left):.1f}"


def clock(case: Case, now: datetime) -> Clock | None:
    """The case's clock, None when nobody waits for anything."""
    if case.state == CaseState.SNOOZED and case.snoozed_until is not None:
        until = exact(case.snoozed_until)
        left = span((case.snoozed_until - now).total_seconds())
        return Clock(
            "paused", 1.0, left, _("Snoozed until %(until)s") % {"until": until}, str(_WORDS["paused"])
        )
    if case.due_at is None or case.state in (CaseState.CLOSED, CaseState.SNOOZED):
        return None
    start = case.unanswered_since or case.first_inbound_at
    return running(start, case.due_at, now)


def running(start: datetime, due: datetime, now: datetime) -> Clock:
    """A clock that runs from `start` to `due`."""
    remaining = (due - now).total_seconds()
    kind = "over" if remaining < 0 else "soon" if remaining <= SOON.total_seconds() else "calm"
    left = min(1.0, max(0.0, remaining / max(1.0, (due - start).total_seconds())))
    label = f"+{span(remaining)}" if remaining <= -60 else span(remaining)  # never "+now"
    words = {"word": _WORDS[kind], "due": exact(due), "since": exact(start)}
    title = _("Answer due %(due)s (%(word)s), waiting since %(since)s") % words
    return Clock(kind, left, label, title, str(_WORDS[kind]), start, due)


def ring(clock: Clock) -> SafeString:
    """The clock as markup; the page's own script goes on turning it."""
    runs = (
        f' data-due="{clock.due.isoformat()}" data-start="{clock.start.isoformat()}"'
        if clock.due and clock.start
        else ""
    )
    return mark_safe(  # noqa: S308  # every value is escaped or a number of ours
        f'<span class="clock {clock.kind}" title="{escape(clock.title)}"{runs}>'
        '<svg class="ring" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">'
        '<circle class="track" cx="8" cy="8" r="6"/>'
        f'<circle class="hand" cx="8" cy="8" r="6" stroke-dasharray="{ROUND}" stroke-dashoffset="{clock.offset}"'
        ' transform="rotate(-90 8 8)"/></svg>'
        f'<span class="visually-hidden">{escape(clock.word)} </span>'
        f'<span class="left">{escape(clock.label)}</span></span>'
    )
