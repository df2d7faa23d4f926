"""/cases/42/reach: POST asks the network whether the customer would take a private message."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from hark.actions import messageable
from hark.bootstrap import reaching
from hark.web.cases.access import access_case, case_action
from hark.web.cases.page import workspace


@require_POST
@case_action
def reach(request: HttpRequest, case_id: int) -> HttpResponse:
    case, now = access_case(request, case_id), datetime.now(UTC)
    if messageable.due(case, now):
        messageable.note(case, reaching.takes_messages(case.account, case.author.author_id), now=now)
    return render(request, "web/case/_reach.html", workspace(request, case))
