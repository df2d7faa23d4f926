"""/wall: the supervisor's view of the queue. /wall/moves/42: POST gives a case to a person, a team or everybody."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hark.accounts.models import Team, User
from hark.actions import cases
from hark.web.access import supervisors
from hark.web.cases.access import access_case, case_action
from hark.web.cases.batch import undo_of
from hark.web.shell import is_fragment, person
from hark.web.toasts import Toast, refusal
from hark.web.wall.board import board

Taker = User | Team | None


@require_GET
@supervisors
def wall(request: HttpRequest) -> HttpResponse:
    """The whole wall, or its board alone."""
    name = "web/wall/_board.html" if is_fragment(request) else "web/wall/page.html"
    return render(request, name, board(request))


@require_POST
@supervisors
@case_action
def move(request: HttpRequest, case_id: int) -> HttpResponse:
    """`to` is a person's number, "team-3" for a team, or nothing for everybody."""
    by, now = person(request), datetime.now(UTC)
    try:
        to = taker(request.POST.get("to", ""), access_case(request, case_id).account.brand_id)
    except (ValueError, User.DoesNotExist, Team.DoesNotExist):
        return refusal(request, _("This person does not work for the brand of the case."), status=422)
    if isinstance(to, Team):
        cases.transfer(case_id, team=to, to=None, reason=_("Moved on the wall"), by=by, now=now)
    else:
        cases.assign(case_id, to, by=by, now=now)
    toast = Toast(_said(to), undo_of(case_id, by))
    return render(request, "web/wall/_moved.html", board(request) | {"toast": toast})


def taker(named: str, brand: int) -> Taker:
    """Whom a move names. Raises ValueError, User.DoesNotExist or Team.DoesNotExist for nobody of the brand."""
    if not named:
        return None
    if named.startswith("team-"):
        return Team.objects.get(pk=int(named.removeprefix("team-")))
    return User.objects.get(pk=int(named), is_active=True, brand_access__brand=brand)


def _said(to: Taker) -> str:
    if to is None:
        return _("Case given back to everybody")
    return _("Moved to %(name)s") % {"name": to.name if isinstance(to, Team) else to.short_name}
