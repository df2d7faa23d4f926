"""The rows of the list as markup.

Forty rows stand on every page of the desk. Written as a template they took three quarters of the page's time, so
this is the one place where markup is written in Python: every value goes through `escape` or `plain`.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hark.accounts.models import User
from hark.store.models import Author, Case
from hark.web import words
from hark.web.clocks import ring
from hark.web.inbox.rows import Row
from hark.web.posttext import bare, plain
from hark.web.templatetags.hark import glyph, icon, initials, own_initials, shown_name, tint, when

HIGH, MIDDLE = 60, 35


class RowWriter:
    """Writes rows in the reader's language. `place` is the query that leads back to the list."""

    def __init__(self, now: datetime, place: str) -> None:
        self._now = now
        self._query = escape(f"?{place}")
        self._cases = reverse("case", args=[0]).removesuffix("0")
        self._select, self._has, self._why = (
            _("Select the case of %(name)s"),
            _("%(name)s has this case"),
            _("Why here"),
        )
        self._lanes = {"private": _("private"), "public": _("public")}
        self._topic = cache(words.topic)
        self._sentiment = cache(lambda code: str(words.SENTIMENT.get(code, code)))

    def write(self, rows: Sequence[Row], opened: int | None = None) -> SafeString:
        """List items; `opened` is the case that stands beside the list."""
        return mark_safe("".join(self._row(row, opened) for row in rows))  # noqa: S308  # escaped where it is made

    def _row(self, row: Row, opened: int | None) -> str:
        case, name = row.case, shown_name(row.case.author)
        address = f"{self._cases}{case.pk}{self._query}"
        lane = " private" if case.lane == "private" else ""
        current = ' aria-current="true"' if case.pk == opened else ""
        return (
            f'<li class="row{lane}" id="row-{case.pk}" data-case="{case.pk}" data-priority="{_level(case)}">'
            f'<input type="checkbox" class="tick" value="{case.pk}" tabindex="-1"'
            f' aria-label="{escape(self._select % {"name": bare(name)})}">'
            f'<a href="{address}" hx-get="{address}"{current}>{_author(case.author, name)}'
            f'<span class="line side">{self._clock(row)}</span>'
            f'<span class="snippet" dir="auto">{plain(row.snippet)}</span>'
            f'<span class="line facts">{self._network(case)}{self._heard(case)}{self._reasons(row)}'
            f'<span class="here-row" data-here="{escape(row.here)}"></span>{self._holder(case.assignee)}'
            "</span></a></li>\n"
        )

    def _clock(self, row: Row) -> str:
        return ring(row.clock) if row.clock else when(row.case.last_inbound_at, self._now, "ago")

    def _network(self, case: Case) -> str:
        said = escape(f"{words.NETWORK.get(case.network, case.network)}, {self._lanes[case.lane]}")
        return (
            f'<span class="glyphs" title="{said}">{icon("lock" if case.lane == "private" else "globe", 14)}'
            f'<svg class="icon" width="13" height="13" aria-hidden="true">{glyph(case.network)}</svg>'
            f'<span class="visually-hidden">{said}</span></span>'
        )

    def _heard(self, case: Case) -> str:
        topic = f'<span class="topic">{escape(self._topic(case.topic))}</span>' if case.topic else ""
        if not case.sentiment:
            return topic
        mood = escape(self._sentiment(case.sentiment))
        return f'{topic}<span class="sentiment {escape(case.sentiment)}">{mood}</span>'

    def _reasons(self, row: Row) -> str:
        said = escape(" · ".join(row.why))
        due = f" · {escape(row.clock.title)}" if row.clock else ""
        return f'<span class="why" title="{self._why}: {said}{due}">{said}</span>'

    def _holder(self, colleague: User | None) -> str:
        if colleague is None:
            return ""
        title = escape(self._has % {"name": colleague.short_name})
        return f'<span class="holder" title="{title}">{escape(own_initials(colleague))}</span>'


def _author(author: Author, name: str) -> str:
    handle = f'<bdi class="handle">@{escape(author.handle)}</bdi>' if author.handle else ""
    return (
        f'<span class="avatar tint-{tint(author)}" aria-hidden="true">{escape(initials(author))}</span>'
        f'<span class="line who"><bdi class="name">{plain(name)}</bdi>{handle}</span>'
    )


def _level(case: Case) -> str:
    return "high" if case.priority >= HIGH else "middle" if case.priority >= MIDDLE else "low"
