"""/cases/42/tags: GET offers words, POST puts one on the case, DELETE takes it off."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hark.actions import tags as action
from hark.store.models import Case, CaseTag
from hark.web.cases.access import access_case, case_action
from hark.web.cases.page import done
from hark.web.shell import person
from hark.web.toasts import Toast, Undo, refusal

_OFFERED = 60


@require_http_methods(["GET", "POST", "DELETE"])
@case_action
def tags(request: HttpRequest, case_id: int) -> HttpResponse:
    if request.method == "GET":
        return render(request, "web/case/_tag_choices.html", {"names": offered(request, case_id)})
    given, by, now = request.POST or request.GET, person(request), datetime.now(UTC)
    address, name = reverse("case-tags", args=[case_id]), given.get("name", "")
    try:
        if request.method == "DELETE":
            action.remove(case_id, name, by=by, now=now)
            return done(request, case_id, Toast(_("Tag taken off"), Undo("post", address, "name", name)))
        tag = action.add(case_id, name, by=by, now=now)
    except ValueError as error:
        return refusal(request, str(error), status=422)
    off = Undo("delete", f"{address}?{urlencode({'name': tag.name})}")
    return done(request, case_id, Toast(_("Tagged “%(tag)s”") % {"tag": tag.name}, off))


def offered(request: HttpRequest, case_id: int) -> list[str]:
    """The brand's tags that this case does not have, the usual ones first."""
    brand = access_case(request, case_id).account.brand_id
    mine = Case.objects.for_person(person(request)).filter(account__brand=brand)
    used = CaseTag.objects.filter(case__in=mine).exclude(
        name__in=CaseTag.objects.filter(case=case_id).values("name")
    )
    counted = used.values("name").annotate(n=Count("pk")).order_by("-n", "name")
    return [row["name"] for row in counted[:_OFFERED]]
