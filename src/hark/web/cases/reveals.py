"""/cases/42/reveals: POST uncovers the personal data of one post, and is written down."""

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from hark.actions import reveals as action
from hark.store.models import Post
from hark.web.cases.access import case_action
from hark.web.cases.page import done
from hark.web.shell import person


@require_POST
@case_action
def reveals(request: HttpRequest, case_id: int) -> HttpResponse:
    try:
        action.reveal(case_id, request.POST.get("post", ""), by=person(request), now=datetime.now(UTC))
    except Post.DoesNotExist:
        raise Http404 from None
    return done(request, case_id)
