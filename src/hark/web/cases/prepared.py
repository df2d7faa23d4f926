"""/cases/42/prepared/7: POST sends a word a machine prepared, signed by the person; DELETE drops it."""

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hark.accounts.models import User
from hark.actions import acknowledge
from hark.actions.guarding import Blocked
from hark.actions.outbox import AnotherAnswer, NothingToAnswer
from hark.store.models import Prepared
from hark.text import sign
from hark.web.cases.access import access_case, case_action
from hark.web.cases.page import done
from hark.web.shell import person
from hark.web.toasts import Toast, refusal
from hark.web.told import told


@require_http_methods(["POST", "DELETE"])
@case_action
def prepared(request: HttpRequest, case_id: int, prepared_id: int) -> HttpResponse:
    case, by = access_case(request, case_id), person(request)
    row = case.prepared.filter(pk=prepared_id).first()
    if row is None:
        raise Http404
    try:
        said = _sent(row, by) if request.method == "POST" else _dropped(row, by)
    except AnotherAnswer as error:
        return refusal(
            request, _("%(name)s is already answering this post.") % {"name": error.row.writer.short_name}
        )
    except Blocked as error:
        return refusal(request, _("Not sent. %(why)s") % {"why": told(error.guards[0].why)})
    except (acknowledge.Decided, NothingToAnswer, ValueError) as error:
        return refusal(request, str(error))
    return done(request, case_id, Toast(said))


def _sent(row: Prepared, by: User) -> str:
    acknowledge.send(row.pk, by=by, now=datetime.now(UTC), text=sign(row.text, by.initials))
    return _("On its way")


def _dropped(row: Prepared, by: User) -> str:
    acknowledge.drop(row.pk, by=by, now=datetime.now(UTC))
    return _("Dropped; nothing was sent")
