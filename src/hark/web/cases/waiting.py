"""/answers/7/text: the words of an answer that waits for approval. GET opens them, POST changes them and asks anew."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hark.actions import approvals
from hark.actions.approvals import Outdated
from hark.actions.guarding import Blocked
from hark.domain.outbox import SendState
from hark.domain.post import Lane
from hark.store.models import Case, Outbox
from hark.text import sign
from hark.web.cases.access import case_action
from hark.web.cases.batch import said
from hark.web.cases.guards import Shown, overrides_of, shown
from hark.web.shell import person
from hark.web.toasts import Toast, refusal
from hark.web.told import told


@require_http_methods(["GET", "POST"])
@case_action
def text(request: HttpRequest, row_id: int) -> HttpResponse:
    row = _seen(request, row_id)
    if request.method == "GET":
        if row.state != SendState.PENDING_APPROVAL:
            return refusal(request, "This answer does not wait for approval any more.")
        return _dialog(request, row, row.whole or row.text)
    words = request.POST.get("text", "").replace("\r\n", "\n").strip()
    try:
        approvals.edit(
            row_id,
            _signed(row, words),
            by=person(request),
            now=datetime.now(UTC),
            overrides=overrides_of(request),
        )
    except Blocked as error:
        return _dialog(request, row, words, told(error.guards[0].why), shown(error.guards, person(request)))
    except (Outdated, ValueError) as error:
        return _dialog(request, row, words, told(str(error)))
    return said(request, Toast(_("Changed: another person decides about it now")))


def _seen(request: HttpRequest, row_id: int) -> Outbox:
    """The first part of an answer whose case this person may see. Raises Case.DoesNotExist."""
    case = Case.objects.for_person(person(request)).get(outbox=row_id, outbox__first__isnull=True)
    return case.outbox.select_related("writer").get(pk=row_id)


def _signed(row: Outbox, words: str) -> str:
    """A public answer carries its writer's initials, whoever edits it."""
    return sign(words, row.writer.initials) if words and row.lane == Lane.PUBLIC else words


def _dialog(
    request: HttpRequest, row: Outbox, words: str, problem: str = "", guards: Sequence[Shown] = ()
) -> HttpResponse:
    context = {"row": row, "text": words, "problem": problem, "guards": guards}
    return render(request, "web/case/_edit_answer.html", context, status=409 if problem else 200)
