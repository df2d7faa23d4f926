"""/cases/42/corrections: POST says what triage should have said; the case follows at once and triage can learn it."""

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hark.actions import corrections as action
from hark.store.models import Post
from hark.web.cases.access import case_action
from hark.web.cases.page import done
from hark.web.shell import person
from hark.web.toasts import Toast, refusal


@require_POST
@case_action
def corrections(request: HttpRequest, case_id: int) -> HttpResponse:
    task, value = request.POST.get("task", ""), request.POST.get("value", "")
    try:
        action.correct(case_id, task, value, by=person(request), now=datetime.now(UTC))
    except ValueError:
        return refusal(request, _("Choose one of the offered answers."), status=422)
    except Post.DoesNotExist:
        raise Http404 from None
    return done(request, case_id, Toast(_("Corrected; triage can learn from it")))
