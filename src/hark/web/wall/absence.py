"""/wall/people/7/absence: POST sets a colleague away, who then takes no more cases; DELETE takes that back."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hark.accounts.models import User
from hark.actions import agents
from hark.actions.undo import TooLate
from hark.web.access import brands_of, supervisors
from hark.web.shell import person
from hark.web.toasts import Toast, Undo, refusal
from hark.web.wall.board import board, keep


@require_http_methods(["POST", "DELETE"])
@supervisors
def absence(request: HttpRequest, person_id: int) -> HttpResponse:
    by = person(request)
    theirs = User.objects.filter(is_active=True, brand_access__brand__in=brands_of(by)).distinct()
    colleague = get_object_or_404(theirs, pk=person_id)
    try:
        toast = _away(request, colleague) if request.method == "POST" else _back(request, colleague)
    except ValueError:
        return refusal(request, _("There is nothing to take back."), status=422)
    except TooLate as error:
        return refusal(request, str(error))
    return render(request, "web/wall/_moved.html", board(request) | {"toast": toast})


def _away(request: HttpRequest, colleague: User) -> Toast:
    """The colleague takes no more cases; the way back names the moment, so that it takes back nothing else."""
    since = agents.away(colleague, now=datetime.now(UTC), by=person(request)).away_since
    address = f"{reverse('wall-absence', args=[colleague.pk])}?{keep(request)}"
    undo = Undo("delete", address, "since", since.isoformat()) if since else None
    return Toast(_("%(name)s takes no more cases") % {"name": colleague.short_name}, undo)


def _back(request: HttpRequest, colleague: User) -> Toast:
    """Raises TooLate, and ValueError for a moment that is none."""
    since = datetime.fromisoformat(request.GET.get("since", "")).astimezone(UTC)
    agents.back(colleague, since, by=person(request), now=datetime.now(UTC))
    return Toast(_("Taken back"))
