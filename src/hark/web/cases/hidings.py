"""/cases/42/hidings/123: POST hides a reply in a conversation of ours on the network, DELETE shows it again."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hark.actions import hidings, lanes
from hark.actions.hidings import NotHideable
from hark.domain.post import Lane
from hark.web.cases.access import access_case, case_action
from hark.web.cases.page import done
from hark.web.shell import person
from hark.web.toasts import Toast, Undo, refusal


@require_http_methods(["POST", "DELETE"])
@case_action
def hiding(request: HttpRequest, case_id: int, post_id: str) -> HttpResponse:
    wanted, seat = request.method == "POST", lanes.seat(access_case(request, case_id), Lane.PUBLIC)
    try:
        hidings.ask(seat.pk, post_id, wanted=wanted, by=person(request), now=datetime.now(UTC))
    except NotHideable as error:
        return refusal(request, str(error))
    address = reverse("case-hiding", args=[case_id, post_id])
    if wanted:
        return done(request, case_id, Toast(_("The reply is being hidden on X"), Undo("delete", address)))
    return done(request, case_id, Toast(_("The reply will be seen again on X"), Undo("post", address)))
