"""/search: the list pane, filled with what was asked for."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from hark.accounts.models import User
from hark.store.compiled import CompiledQuery
from hark.store.models import Case
from hark.web import words
from hark.web.inbox.rows import Page, as_rows
from hark.web.inbox.saved import SEARCH, UNFINISHED
from hark.web.inbox.views import navigation
from hark.web.search.find import LIMIT, Filters, find
from hark.web.search.query import read
from hark.web.shell import is_fragment, person

_STATES: dict[str, tuple[str, ...]] = {"open": UNFINISHED, **{state: (state,) for state in words.STATE}}


_TOPICS = CompiledQuery(
    lambda person: (
        Case.objects.for_person(person)
        .filter(state__in=UNFINISHED)
        .exclude(topic="")
        .values_list("topic", flat=True)
        .distinct()
    ),
    person=User,
)


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Results, alone for htmx or with the page around them."""
    context = results(request) | {"step": "list"}
    return render(
        request, "web/search/_swap.html" if is_fragment(request) else "web/search/page.html", context
    )


def results(request: HttpRequest) -> dict[str, Any]:
    """What the result list needs."""
    now, asked = datetime.now(UTC), read(request.GET.get("q", ""))
    filters = chosen(request)
    cases, offered = find(person(request), asked, filters), topics(request)
    return navigation(request, now) | {
        "page": Page(as_rows(cases, now), ""),
        "now": now,
        "q": request.GET.get("q", ""),
        "asked": not (asked.empty and filters.empty),
        "more": len(cases) >= LIMIT,
        "chosen": request.GET,
        "states": [("open", words.UNFINISHED), *words.STATE.items()],
        "sentiments": words.SENTIMENT.items(),
        "languages": words.LANGUAGE.items(),
        "topics": sorted({*offered, filters.topic} - {""}),
        "meant": "" if filters.topic else meant(request.GET.get("q", ""), offered),
        "place": request.GET.urlencode(),
        "view": SEARCH,
    }


def topics(request: HttpRequest) -> list[str]:
    """The topics that people are writing about now."""
    return sorted(_TOPICS.all(person=person(request)))


def meant(typed: str, offered: list[str]) -> str:
    """The topic whose name was typed, which words alone look for in posts; "" for none."""
    said = typed.strip().casefold()
    return next((code for code in (*offered, *words.TOPIC) if words.topic(code).casefold() == said), "")


def chosen(request: HttpRequest) -> Filters:
    """The filters in the address; a value nobody offers filters nothing."""
    given = request.GET
    return Filters(
        states=_STATES.get(given.get("state", ""), ()),
        topic=given.get("topic", "")[:80],
        language=given.get("language", "") if given.get("language", "") in words.LANGUAGE else "",
        sentiment=given.get("sentiment", "") if given.get("sentiment", "") in words.SENTIMENT else "",
        lane=given.get("lane", "") if given.get("lane", "") in ("public", "private") else "",
        assignee=person(request).pk if given.get("mine") else None,
        tag=" ".join(given.get("tag", "").lower().split())[:40],
    )
