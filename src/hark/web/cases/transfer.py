"""/cases/42/transfer: GET shows who could take the case, POST hands it to a colleague or a team, with a note."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hark.accounts.models import Team, User
from hark.actions import cases
from hark.actions.routing_facts import agents
from hark.domain.routing_facts import Agent
from hark.store.models import Case, Presence
from hark.web.cases.access import access_case, case_action, seen_of
from hark.web.cases.batch import undo_of
from hark.web.cases.casework_forms import TransferForm
from hark.web.cases.page import done
from hark.web.shell import person
from hark.web.toasts import Toast
from hark.web.told import told


@dataclass(frozen=True, slots=True)
class Taker:
    """A colleague who could take the case: here or away, and how many cases that wait for us they hold of how many."""

    user: User
    here: bool
    held: int
    capacity: int

    @property
    def key(self) -> str:
        return f"person-{self.user.pk}"

    @property
    def full(self) -> bool:
        return bool(self.capacity) and self.held >= self.capacity


@require_http_methods(["GET", "POST"])
@case_action
def transfer(request: HttpRequest, case_id: int) -> HttpResponse:
    case = access_case(request, case_id)
    if request.method == "GET":
        return _dialog(request, case)
    form = TransferForm(request.POST)
    to, team = _named(form, case) if form.is_valid() else (None, None)
    if to is None and team is None:
        return _dialog(request, case, _("Choose a colleague or a team."))
    note = form.cleaned_data["note"]
    if team is not None and not note.strip():
        return _dialog(request, case, told("A transfer names a team or a colleague, and a reason."))
    _hand_over(request, case_id, to, team, note)
    said = _("Handed over to %(name)s") % {"name": to.short_name if to else team}
    return done(request, case_id, Toast(said, undo_of(case_id, person(request))))


def _hand_over(request: HttpRequest, case_id: int, to: User | None, team: Team | None, note: str) -> None:
    """Without a note a colleague is simply given the case."""
    by, now, seen = person(request), datetime.now(UTC), seen_of(request)
    if to is not None and not note.strip():
        cases.assign(case_id, to, by=by, now=now, seen=seen)
    else:
        cases.transfer(case_id, team=team, to=to, reason=note, by=by, now=now, seen=seen)


def _dialog(request: HttpRequest, case: Case, problem: str = "") -> HttpResponse:
    chosen = request.POST.get("to", "").removeprefix("team-")
    context = {
        "case": case, "takers": takers(case, datetime.now(UTC)), "teams": teams(case),
        "problem": problem, "given": request.POST,
        "chosen_team": int(chosen) if chosen.isdigit() else None,
    }  # fmt: skip
    return render(request, "web/case/_transfer.html", context, status=422 if problem else 200)


def takers(case: Case, now: datetime) -> list[Taker]:
    """The brand's colleagues: who is here, on any case or by their own word, and has room first; then by name."""
    known = agents(case.account.brand_id)
    users = User.objects.in_bulk(list(known))
    seen = set(Presence.objects.filter(person__in=known, expires_at__gt=now).values_list("person", flat=True))
    found = [
        Taker(users[pk], pk in seen or _takes(one), one.open_cases, one.capacity) for pk, one in known.items()
    ]
    return sorted(found, key=lambda taker: (not taker.here, taker.full, taker.user.short_name.casefold()))


def _takes(agent: Agent) -> bool:
    return agent.capacity > 0 and agent.away_since is None


def teams(case: Case) -> list[Team]:
    """The teams somebody of the brand is in."""
    return list(
        Team.objects.filter(members__brand_access__brand=case.account.brand_id).distinct().order_by("name")
    )


def _named(form: TransferForm, case: Case) -> tuple[User | None, Team | None]:
    kind, _dash, row = form.cleaned_data["to"].partition("-")
    if kind == "team":
        return None, next((team for team in teams(case) if team.pk == int(row)), None)
    return User.objects.filter(
        pk=row, is_active=True, brand_access__brand=case.account.brand_id
    ).first(), None
