"""/cases/42/draft: PUT keeps unsent words, GET has them back."""

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.views.decorators.http import require_http_methods

from hark.actions import drafts
from hark.web.cases.access import case_action
from hark.web.cases.forms import DraftForm, too_long
from hark.web.shell import person
from hark.web.told import told


@require_http_methods(["GET", "PUT"])
@case_action
def draft(request: HttpRequest, case_id: int) -> HttpResponse:
    if request.method == "GET":
        lane = request.GET.get("lane", "")
        return JsonResponse({"text": drafts.kept(case_id, lane, by=person(request))})
    form = DraftForm(QueryDict(request.body))
    if not form.is_valid():
        return HttpResponse(told(too_long(form)), status=422, content_type="text/plain; charset=utf-8")
    try:
        drafts.keep(case_id, **form.cleaned_data, by=person(request))
    except ValueError:
        return HttpResponse(status=422)
    return HttpResponse(status=204)
