"""The inbox: saved views, their counts, and their rows."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from hark.accounts.models import User
from hark.store.compiled import CompiledQuery
from hark.web.inbox import rows
from hark.web.inbox.empty import unheard
from hark.web.inbox.saved import DEFAULT, VIEWS, SavedView, counts
from hark.web.offers import snoozes
from hark.web.shell import is_fragment, person

_COLLEAGUES = CompiledQuery(
    lambda reader: (
        User.objects.filter(brand_access__brand__access__user=reader, is_active=True)
        .only("first_name", "username")
        .distinct()
    ),
    reader=User,
)

_DIGITS = 19  # of a row's number


@require_GET
def home(_request: HttpRequest) -> HttpResponse:
    return redirect("inbox")


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """The list, alone or with the page around it."""
    try:
        context = listing(request)
    except ValueError as error:
        return HttpResponseBadRequest(str(error))
    context["step"] = "list"
    return render(request, "web/inbox/_swap.html" if is_fragment(request) else "web/inbox/page.html", context)


@require_GET
def more(request: HttpRequest) -> HttpResponse:
    """The next rows of a list; with `case` in the address those of these cases, wherever they stand in it."""
    try:
        context = listing(request, after=request.GET.get("after", ""))
    except ValueError as error:
        return HttpResponseBadRequest(str(error))
    return render(request, "web/inbox/_rows.html", context)


def chosen(request: HttpRequest) -> SavedView:
    """The saved view named in the address, else the first one."""
    return VIEWS.get(request.GET.get("view", ""), VIEWS[DEFAULT])


def listing(request: HttpRequest, after: str = "") -> dict[str, Any]:
    """What a list needs. Raises ValueError for a bad cursor."""
    now, view = datetime.now(UTC), chosen(request)
    size = request.GET.get("size", "")
    wanted = max(rows.PAGE, int(size)) if size.isdigit() else rows.PAGE
    if cases := [int(one) for one in request.GET.getlist("case") if one.isdecimal() and len(one) < _DIGITS]:
        page = rows.named(view, person(request), now, cases)
    else:
        page = rows.page(view, person(request), now, after=after, size=wanted)
    context = navigation(request, now)
    return context | {
        "view": view,
        "page": page,
        "place": f"view={view.key}",
        "count": context["held"].get(view.key),
        "unheard": "" if page.rows else unheard(person(request)),
    }


def waiting(request: HttpRequest) -> dict[str, Any]:
    """The list beside a case that is opened by its address: its frame. The case comes first, the page then asks for
    the rows and the counts, as it does whenever something changes.
    """
    view = chosen(request)
    return _around(request, {}, datetime.now(UTC)) | {
        "view": view,
        "place": f"view={view.key}",
        "waiting": True,
    }


def navigation(request: HttpRequest, now: datetime) -> dict[str, Any]:
    """The saved views and their counts, for the column beside every list."""
    return _around(request, counts(person(request), now), now)


def _around(request: HttpRequest, held: Mapping[str, int], now: datetime) -> dict[str, Any]:
    return {
        "views": [(each, held.get(each.key)) for each in VIEWS.values()],
        "held": held,
        "now": now,
        "snoozes": snoozes(now),
        "colleagues": partial(colleagues, person(request)),
    }


def colleagues(reader: User) -> dict[int, str]:
    """Names of the people who share a brand with the reader, by row."""
    return {one.pk: one.short_name for one in _COLLEAGUES.all(reader=reader)}
