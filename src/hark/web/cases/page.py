"""The case page: whole, as the workspace beside the list, or as the parts that change."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from hark.accounts.models import User
from hark.actions import hidings, presence
from hark.store.models import Case, Hiding, Prepared, Removal
from hark.web.cases.access import access_case
from hark.web.cases.casework import casework
from hark.web.cases.composer import composer
from hark.web.cases.glance import glance
from hark.web.cases.lanes import move_words, side_by_side
from hark.web.cases.person import panel
from hark.web.inbox.views import waiting
from hark.web.offers import snoozes
from hark.web.search.views import results
from hark.web.shell import is_fragment, person
from hark.web.toasts import Toast


@require_GET
def page(request: HttpRequest, case_id: int) -> HttpResponse:
    """The case with the list beside it, or alone for the workspace; one that was merged leads to where it went."""
    case = access_case(request, case_id)
    if case.merged_into_id is not None:
        return redirect("case", case.merged_into_id)
    context = workspace(request, case)
    if is_fragment(request):
        return render(request, "web/case/_workspace.html", context)
    try:
        beside = results(request) if "q" in request.GET else waiting(request)
    except ValueError as error:
        return HttpResponseBadRequest(str(error))
    template = "web/search/page.html" if "q" in request.GET else "web/inbox/page.html"
    return render(request, template, beside | context | {"step": "case"})


def here(case: Case, reader: User, now: datetime) -> list[list[object]]:
    """Colleagues on the case, as the live channel names them: row, initials, what they do."""
    people = presence.who([case.pk], now=now).get(case.pk, [])
    return [
        [one.person, one.initials or one.name[:2], one.doing] for one in people if one.person != reader.pk
    ]


@require_GET
def pulse(request: HttpRequest, case_id: int) -> HttpResponse:
    """The parts of an open case that change by themselves; the composer's words are left alone."""
    return render(request, "web/case/_pulse.html", workspace(request, access_case(request, case_id)))


def done(request: HttpRequest, case_id: int, toast: Toast | None = None) -> HttpResponse:
    """What an act answers: the changed parts, and a toast with the way back."""
    context = workspace(request, access_case(request, case_id)) | {"toast": toast}
    response = render(request, "web/case/_pulse.html", context)
    response["HX-Trigger"] = "hark:changed"
    return response


def workspace(request: HttpRequest, case: Case) -> dict[str, Any]:
    """Everything the case pane and the context column show."""
    now = datetime.now(UTC)
    reader = person(request)
    first = glance(case, reader, now)
    found = side_by_side(case, first, reader, now, whole="whole" in request.GET)
    return {
        "case": case,
        "now": now,
        "clock": found.main.clock,
        "lanes": found,
        "move": move_words(found, reader, now),
        "panel": panel(case, first, reader, found.main.talk.posts),
        "composer": composer(found.public, found.private, found.posts, first, reader, now),
        "casework": casework(case, first, reader, now),
        "seen": first.seen,
        "known": first.known,
        "prepared": _prepared(case) if "prepared" in first.holds else None,
        "past_training": "trainee" not in first.holds,
        "begun": _begun(found.public) if "begun" in first.holds else (),
        "hidings": _hidings(found.public) if "hidings" in first.holds else {},
        "removals": _removals(found.public) if "removals" in first.holds else {},
        "snoozes": snoozes(now),
        "here": here(case, reader, now) if "presence" in first.holds else [],
    }


def _prepared(case: Case) -> Prepared | None:
    return case.prepared.filter(decided_at__isnull=True).order_by("pk").first()


def _begun(public: Case | None) -> Collection[str]:
    """The conversations of the public case that its account began; replies in them are its to hide."""
    return hidings.begun(public) if public is not None and public.network == "x" else ()


def _removals(public: Case | None) -> dict[str, Removal]:
    """The wishes to delete posts of ours, by post; the newest of each."""
    return {row.external_post_id: row for row in public.removals.order_by("pk")} if public else {}


def _hidings(public: Case | None) -> dict[str, Hiding]:
    """The wishes to hide replies or to show them again, by post."""
    return {row.external_post_id: row for row in public.hidings.all()} if public else {}
