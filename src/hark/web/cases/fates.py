"""/answers/7/fate: POST says what became of an answer nobody knew about."""

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hark.accounts.models import User
from hark.actions import reconcile
from hark.store.models import Outbox
from hark.web.cases.access import case_action
from hark.web.cases.forms import FateForm
from hark.web.cases.page import done
from hark.web.shell import person
from hark.web.toasts import refusal


@require_POST
@case_action
def fate(request: HttpRequest, row_id: int) -> HttpResponse:
    form = FateForm(request.POST)
    if not form.is_valid():
        return refusal(request, _("Say what became of it."), status=422)
    try:
        row = _decide(row_id, form, person(request), datetime.now(UTC))
    except Outbox.DoesNotExist:
        raise Http404 from None
    except ValueError as error:
        return refusal(request, str(error), status=422)
    return done(request, row.case_id)


def _decide(row_id: int, form: FateForm, by: User, now: datetime) -> Outbox:
    given = form.cleaned_data
    if given["fate"] == "there":
        return reconcile.it_is_there(row_id, given["link"], by=by, now=now)
    if given["fate"] == "again":
        return reconcile.send_again(row_id, by=by, now=now)
    return reconcile.drop(row_id, by=by, now=now)
