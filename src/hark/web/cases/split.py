"""/cases/42/split: GET shows the conversations merged into the case, POST makes one a case of its own again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hark.actions import merging
from hark.actions.merging import CannotMerge
from hark.store.models import Case, Merge, Post
from hark.web.cases.access import access_case, case_action
from hark.web.cases.casework_forms import SplitForm
from hark.web.cases.page import done
from hark.web.shell import person
from hark.web.toasts import Toast, Undo
from hark.web.told import told

_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Part:
    """A conversation that was merged in, with the customer's first posts of it."""

    merge: Merge
    posts: Sequence[Post]


@require_http_methods(["GET", "POST"])
@case_action
def split(request: HttpRequest, case_id: int) -> HttpResponse:
    case = access_case(request, case_id)
    form = SplitForm(request.POST)
    if request.method == "GET" or not form.is_valid():
        problem = "" if request.method == "GET" else _("Choose the posts that become their own case.")
        return _dialog(request, case, problem)
    try:
        merging.split(form.cleaned_data["merge"], by=person(request), now=datetime.now(UTC))
    except CannotMerge as error:
        return _dialog(request, case, told(str(error)))
    except Merge.DoesNotExist:
        raise Http404 from None
    lost = Merge.objects.get(pk=form.cleaned_data["merge"]).lost_id
    back = Undo("post", reverse("case-merge", args=[case.pk]), "lost", str(lost))
    return done(request, case.pk, Toast(_("Case #%(n)d stands alone again") % {"n": lost}, back))


def _dialog(request: HttpRequest, case: Case, problem: str) -> HttpResponse:
    context = {"case": case, "parts": parts(case), "problem": problem, "now": datetime.now(UTC)}
    return render(request, "web/case/_split.html", context, status=422 if problem else 200)


def parts(case: Case) -> list[Part]:
    """What was merged into this case and can be taken out again, newest first."""
    merges = case.merges.filter(undone_at__isnull=True).select_related("lost").order_by("-at")
    return [Part(row, _posts(row.lost)) for row in merges]


def _posts(lost: Case) -> Sequence[Post]:
    said = Post.objects.filter(network=lost.network, root_id=lost.root_id, author=lost.author_id)
    return list(said.order_by("created_at")[:_SHOWN])
