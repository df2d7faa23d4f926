"""/cases/42/answers: POST queues one. /answers/7: DELETE takes back one that has not left."""

import json
from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hark.accounts.models import User
from hark.actions import moving, outbox, pictures
from hark.actions.guarding import Blocked
from hark.actions.outbox import AnotherAnswer, NothingToAnswer
from hark.domain.outbox import SendState
from hark.store.models import Outbox, Picture
from hark.web.cases.access import case_action
from hark.web.cases.batch import said
from hark.web.cases.forms import AnswerForm, too_long
from hark.web.cases.guards import also_of, opened_of, overrides_of, shown
from hark.web.cases.preview import word_of, words_of
from hark.web.shell import person
from hark.web.toasts import Toast, refusal
from hark.web.told import told


@require_POST
@case_action
def answers(request: HttpRequest, case_id: int) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return refusal(request, too_long(form) or _("Write something first."), status=422)
    try:
        submit(request, case_id, form)
    except AnotherAnswer as error:
        return refusal(request, second(error.row, person(request)))
    except Blocked as error:
        return blocked(request, error)
    except (NothingToAnswer, Picture.DoesNotExist, ValueError) as error:
        return refusal(request, str(error))
    return queued()


def second(first: Outbox, by: User) -> str:
    """Why there is no second answer to the post."""
    if first.writer_id != by.pk:
        words = {"name": first.writer.short_name}
        return _("%(name)s is already answering this post. Your text is kept as a draft.") % words
    if first.state == SendState.PENDING_APPROVAL:
        return _("Your answer to this post waits for approval. What you wrote now is kept as a draft.")
    return _("Your answer to this post is on its way. What you wrote now is kept as a draft.")


def queued() -> HttpResponse:
    """The answer is kept, and stands in the thread already as the page has put it there; the page looks again."""
    response = HttpResponse(status=204)
    response["HX-Trigger"] = "hark:changed, hark:touched"
    return response


def submit(request: HttpRequest, case_id: int, form: AnswerForm) -> Outbox:
    """Queue the answer, signed. Raises what outbox.submit does."""
    text, lane = words_of(form, person(request))
    for picture in form.cleaned_data["picture"]:
        # A description typed a moment ago may still be on its way by itself.
        pictures.describe(picture, request.POST.get(f"alt-{picture}", "")[:1000], by=person(request))
    return moving.submit(
        case_id,
        text,
        lane,
        word=word_of(form, person(request)),
        seen=form.cleaned_data["seen"],
        target_post_id=form.cleaned_data["target"] or None,
        by=person(request),
        now=datetime.now(UTC),
        also=also_of(form),
        opened=opened_of(form),
        overrides=overrides_of(request),
        word_overrides=overrides_of(request, "word-why-"),
    )


def blocked(request: HttpRequest, error: Blocked) -> HttpResponse:
    """Nothing was sent; the guards are shown under the words they object to, and the first says why in a toast."""
    said = _("Not sent. %(why)s") % {"why": told(error.guards[0].why)}
    of_word = isinstance(error, moving.WordBlocked)
    context = {
        "word_guards" if of_word else "guards": shown(error.guards, person(request)),
        "of_word": of_word,
        "oob": True,
        "toast": Toast(said, tone="alarm"),
    }
    return render(request, "web/case/_blocked.html", context, status=409)


@require_http_methods(["DELETE"])
@case_action
def answer(request: HttpRequest, row_id: int) -> HttpResponse:
    try:
        row = outbox.cancel(row_id, by=person(request), now=datetime.now(UTC))
    except Outbox.DoesNotExist:
        raise Http404 from None
    response = said(request, Toast(_("Taken back before it left")))
    if row.writer_id == request.user.pk:
        given = {"case": row.case_id, "lane": row.lane}
        response["HX-Trigger"] = json.dumps(
            {"hark:changed": None, "hark:touched": None, "hark:given-back": given}
        )
    return response
