"""/cases/42/pictures: the draft's, and one more. /pictures/7: GET shows it, PUT describes it, DELETE takes it off."""

from datetime import UTC, datetime

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hark.actions import lanes, pictures
from hark.actions.pictures import TooManyPictures
from hark.domain.picture import NoPicture
from hark.domain.policy import load_answer_limits
from hark.domain.post import Lane
from hark.store.models import Case, Picture
from hark.web.cases.access import access_case, case_action, seen_case
from hark.web.cases.forms import DescriptionForm, PictureForm
from hark.web.shell import person
from hark.web.toasts import refusal

# Even opened by itself the picture can do nothing: no script, no frame, no form, no other type.
SAFE = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, max-age=3600",
}


@require_http_methods(["GET", "POST"])
@case_action
def of_case(request: HttpRequest, case_id: int) -> HttpResponse:
    case = lanes.seat(access_case(request, case_id), Lane.PUBLIC)
    form = PictureForm(request.POST, request.FILES)
    if request.method == "POST" and not form.is_valid():
        return refusal(request, _("Choose a picture."), status=422)
    try:
        if request.method == "POST":
            _add(request, case, form)
    except (NoPicture, TooManyPictures) as error:
        return refusal(request, str(error), status=422)
    return _strip(request, case)


@require_http_methods(["GET", "PUT", "DELETE"])
def picture(request: HttpRequest, picture_id: int) -> HttpResponse:
    found = _seen(request, picture_id)
    if request.method == "GET":
        return _shown(found)
    try:
        if request.method == "DELETE":
            pictures.take_off(picture_id, by=person(request))
            return _strip(request, seen_case(person(request), found.case_id))
        return _described(request, picture_id)
    except Picture.DoesNotExist:
        raise Http404 from None


def _add(request: HttpRequest, case: Case, form: PictureForm) -> None:
    file, most = form.cleaned_data["picture"], load_answer_limits(case.network).picture_bytes
    if file.size > 2 * most:
        raise NoPicture(f"A picture may have {most // 1024**2} MB at most.")
    content = file.read()
    pictures.add(case.pk, form.cleaned_data["lane"], content, by=person(request), now=datetime.now(UTC))


def _seen(request: HttpRequest, picture_id: int) -> Picture:
    """The picture, if its case is this person's to see; a draft's only for its writer. Raises Http404."""
    reader = person(request)
    visible = Picture.objects.filter(case__in=Case.objects.for_person(reader))
    return get_object_or_404(visible.filter(Q(outbox__isnull=False) | Q(writer=reader)), pk=picture_id)


def _shown(found: Picture) -> HttpResponse:
    kind = found.media_type.removeprefix("image/")
    name = {"Content-Disposition": f'inline; filename="picture-{found.pk}.{kind}"'}
    return HttpResponse(bytes(found.content), content_type=found.media_type, headers=SAFE | name)


def _described(request: HttpRequest, picture_id: int) -> HttpResponse:
    form = DescriptionForm(QueryDict(request.body))
    if not form.is_valid():
        return HttpResponse(status=422)
    pictures.describe(picture_id, form.cleaned_data["alt"], by=person(request))
    return HttpResponse(status=204)


def _strip(request: HttpRequest, case: Case) -> HttpResponse:
    mine = list(pictures.of_draft(case, Lane.PUBLIC, person(request)))
    return render(request, "web/case/_pictures.html", {"case": case, "pictures": mine})
