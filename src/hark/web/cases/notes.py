"""/cases/42/notes: POST adds one."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hark.actions import cases, drafts
from hark.web.cases.access import case_action
from hark.web.cases.forms import NoteForm, too_long
from hark.web.cases.page import done
from hark.web.shell import person
from hark.web.toasts import refusal


@require_POST
@case_action
def notes(request: HttpRequest, case_id: int) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        return refusal(request, too_long(form) or _("Write something first."), status=422)
    cases.add_note(case_id, form.cleaned_data["text"], by=person(request), now=datetime.now(UTC))
    drafts.keep(case_id, "note", "", by=person(request))
    return done(request, case_id)
