"""/cases/42/merge: GET shows the other cases of the same person with the same account, POST makes one part of this."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hark.accounts.models import User
from hark.actions import merging, presence
from hark.actions.merging import CannotMerge
from hark.store.models import Case
from hark.web.cases.access import access_case, case_action
from hark.web.cases.casework_forms import MergeForm
from hark.web.cases.page import done
from hark.web.shell import person
from hark.web.toasts import Toast, Undo
from hark.web.told import told

_MOST = 12


@require_http_methods(["GET", "POST"])
@case_action
def merge(request: HttpRequest, case_id: int) -> HttpResponse:
    case, by = access_case(request, case_id), person(request)
    if request.method == "GET":
        return _dialog(request, case, request.GET.get("q", ""))
    form = MergeForm(request.POST)
    if not form.is_valid():
        return _dialog(request, case, "", _("Choose the case that becomes part of this one."))
    try:
        row = merging.merge(case.pk, form.cleaned_data["lost"], by=by, now=datetime.now(UTC))
    except CannotMerge as error:
        return _dialog(request, case, "", told(str(error)))
    off = Undo("post", reverse("case-split", args=[case.pk]), "merge", str(row.pk))
    return done(request, case.pk, Toast(_("Case #%(n)d is part of this one now") % {"n": row.lost_id}, off))


def _dialog(request: HttpRequest, case: Case, q: str, problem: str = "") -> HttpResponse:
    found, now = candidates(case, person(request), q), datetime.now(UTC)
    context = {
        "case": case, "found": _with_colleagues(found, person(request), now), "q": q, "now": now,
        "problem": problem, "why_none": "" if found else _why_none(case, person(request), q),
    }  # fmt: skip
    part = request.headers.get("HX-Target") == "merge-found"
    name = "web/case/_merge_found.html" if part else "web/case/_merge.html"
    return render(request, name, context, status=422 if problem else 200)


def candidates(case: Case, reader: User, q: str) -> Sequence[Case]:
    """The cases that may become part of this one, newest first: same account, same person, same lane."""
    same = Case.objects.for_person(reader).filter(
        account=case.account_id, author=case.author_id, lane=case.lane, merged_into__isnull=True
    )
    words = q.strip().removeprefix("#")
    if words:
        named = Q(snippet__icontains=words) | Q(topic__icontains=words.replace(" ", "_"))
        same = same.filter(named | Q(pk=int(words)) if words.isdigit() and len(words) < 19 else named)
    return list(same.exclude(pk=case.pk).order_by("-last_inbound_at")[:_MOST])


def _with_colleagues(
    found: Sequence[Case], reader: User, now: datetime
) -> Sequence[tuple[Case, Sequence[presence.Here]]]:
    """Each case with who else has it open: what they write there is cut short by a merge."""
    there = presence.who([case.pk for case in found], now=now)
    return [(case, [one for one in there.get(case.pk, ()) if one.person != reader.pk]) for case in found]


def _why_none(case: Case, reader: User, q: str) -> str:
    """What to say when nothing fits: of a number why it does not, if the reader may see that case."""
    number = q.strip().removeprefix("#")
    if not (number.isdigit() and len(number) < 19):
        return _("This person has no other such case with this account in this lane.")
    other = Case.objects.for_person(reader).select_related("account").filter(pk=number).first()
    if other is None:
        return _("There is no case #%(n)s that you may see.") % {"n": number}
    return told(merging.obstacle(case, other))
