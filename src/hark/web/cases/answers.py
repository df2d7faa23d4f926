"""/cases/42/answers: POST queues one. /answers/7: DELETE takes back one that has not left."""

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hark.actions import outbox
from hark.actions.outbox import AnotherAnswer, NothingToAnswer
from hark.domain.post import Lane
from hark.store.models import Case, Outbox
from hark.text import measure, sign
from hark.web.cases.access import access_case, case_action
from hark.web.cases.forms import AnswerForm
from hark.web.cases.page import done
from hark.web.shell import person
from hark.web.toasts import Toast, refusal


@require_POST
@case_action
def answers(request: HttpRequest, case_id: int) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return refusal(request, _("Write something first."), status=422)
    try:
        submit(request, access_case(request, case_id), form)
    except AnotherAnswer as error:
        words = {"name": error.row.writer.short_name}
        return refusal(
            request, _("%(name)s is already answering this post. Your text is kept as a draft.") % words
        )
    except (NothingToAnswer, ValueError) as error:
        return refusal(request, str(error))
    return done(request, case_id)


def submit(request: HttpRequest, case: Case, form: AnswerForm) -> Outbox:
    """Sign the text, check that the network takes it, and queue it. Raises what outbox.submit does."""
    text, lane = form.cleaned_data["text"].strip(), Lane(form.cleaned_data["lane"])
    if text and lane is Lane.PUBLIC:
        text = sign(text, person(request).initials)
        measured = measure(text, case.network)
        if not measured.valid:
            over = {"length": measured.weighted_length, "limit": measured.limit}
            raise ValueError(
                _("The answer counts %(length)s of %(limit)s characters. Nothing was sent.") % over
            )
    target = form.cleaned_data["target"] or None
    return outbox.submit(
        case.pk, text, lane, target_post_id=target, by=person(request), now=datetime.now(UTC)
    )


@require_http_methods(["DELETE"])
@case_action
def answer(request: HttpRequest, row_id: int) -> HttpResponse:
    try:
        row = outbox.cancel(row_id, by=person(request), now=datetime.now(UTC))
    except Outbox.DoesNotExist:
        raise Http404 from None
    return done(request, row.case_id, Toast(_("Taken back before it left")))
