"""/approvals: what waits for a second person. Decisions and edits are posted to the answer they are about."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hark.actions import approvals, goodwill
from hark.actions.approvals import Outdated
from hark.actions.guarding import Blocked
from hark.actions.house import NotAllowed
from hark.store.models import Approval, Goodwill, Outbox
from hark.web.access import supervisors
from hark.web.approvals.queue import MOST, folders, money, waiting_count
from hark.web.shell import is_fragment, person
from hark.web.toasts import Toast, refusal

View = Callable[..., HttpResponse]


def deciding(view: View) -> View:
    """For views that decide: what stands in the way is said in a toast; what is not there is 404."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Approval.DoesNotExist, Outbox.DoesNotExist, Goodwill.DoesNotExist):
            raise Http404 from None
        except Outdated as error:
            return refusal(request, str(error), status=409)
        except Blocked as error:
            return refusal(request, " ".join(guard.why for guard in error.guards), status=409)
        except (NotAllowed, ValueError) as error:
            return refusal(request, str(error), status=422)

    return answered


@require_GET
@supervisors
def queue(request: HttpRequest) -> HttpResponse:
    """The whole page, or the queue alone."""
    name = "web/approvals/_queue.html" if is_fragment(request) else "web/approvals/page.html"
    return render(request, name, _shown(request))


@require_POST
@supervisors
@deciding
def decision(request: HttpRequest, approval_id: int) -> HttpResponse:
    """`decision` of "approve", or of "reject" with a `reason`."""
    by, now = person(request), datetime.now(UTC)
    if request.POST.get("decision") == "approve":
        row = approvals.approve(approval_id, by=by, now=now)
        return _done(
            request, _("Approved: the answer of %(name)s is on its way") % {"name": row.writer.short_name}
        )
    row = approvals.reject(approval_id, request.POST.get("reason", ""), by=by, now=now)
    return _done(request, _("Rejected: %(name)s has it back as a draft") % {"name": row.writer.short_name})


@require_POST
@supervisors
@deciding
def text(request: HttpRequest, row_id: int) -> HttpResponse:
    """Change a waiting answer; what was asked is void and somebody else decides about the new text."""
    words = request.POST.get("text", "")
    approvals.edit(row_id, words, by=person(request), now=datetime.now(UTC))
    return _done(request, _("Changed: another person decides about it now"))


@require_POST
@supervisors
@deciding
def credit(request: HttpRequest, goodwill_id: int) -> HttpResponse:
    """Grant or refuse goodwill somebody asked for."""
    approve = request.POST.get("decision") == "approve"
    reason = request.POST.get("reason", "")
    goodwill.decide(goodwill_id, approve=approve, reason=reason, by=person(request), now=datetime.now(UTC))
    return _done(request, _("Credit granted") if approve else _("Credit refused"))


def _shown(request: HttpRequest) -> dict[str, Any]:
    now = datetime.now(UTC)
    who = person(request)
    answers, asked = folders(who, now), money(who, now)
    shown = sum(len(folder.waiting) for folder in answers) + len(asked)
    total = waiting_count(who) if shown >= MOST else shown
    return {"folders": answers, "money": asked, "now": now, "shown": shown, "total": total}


def _done(request: HttpRequest, said: str) -> HttpResponse:
    return render(request, "web/approvals/_done.html", _shown(request) | {"toast": Toast(said)})
