"""/cases/42/guards: POST says what stands against an answer while it is being written. Changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from hark.accounts.models import User
from hark.actions import lanes, moving, rules, submitting
from hark.actions.guarding import NOBODY, SUPERVISOR, Guard, Opened
from hark.actions.submitting import With
from hark.domain.post import Lane
from hark.store.models import Case
from hark.web.cases.access import access_case, case_action
from hark.web.cases.forms import AnswerForm, too_long
from hark.web.cases.preview import preview, word_of, words_of
from hark.web.shell import person


@dataclass(frozen=True, slots=True)
class Shown:
    """A guard as the writer sees it. `mine`: they may overrule it with a reason; `who` may, when they may not."""

    guard: Guard
    mine: bool
    who: str


@require_POST
@case_action
def guards(request: HttpRequest, case_id: int) -> HttpResponse:
    form, case, by = AnswerForm(request.POST), access_case(request, case_id), person(request)
    found: Sequence[Guard] = ()
    of_word: Sequence[Guard] = ()
    if form.is_valid():
        found, of_word = against(case, form, by), against_word(case, form, by)
    elif why := too_long(form):
        found = (Guard("too_long", why, "Shorten it.", blocks=True, overridable_by=NOBODY),)
    told = [guard for guard in found if not _is_said_already(guard)]
    context = {
        "guards": shown(told, by),
        "word_guards": shown(of_word, by),
        "preview": preview(lanes.seat(case, Lane.PUBLIC), form, by),
    }
    return render(request, "web/case/_held_against.html", context)


def _is_said_already(guard: Guard) -> bool:
    """The permission line and the line about the pen stand above the text and need no second telling."""
    return guard.kind == "permission" or (
        guard.kind == "being_answered" and guard.overridable_by == SUPERVISOR
    )


def against(case: Case, form: AnswerForm, by: User) -> Sequence[Guard]:
    """The guards' objections to what the form holds; none when there is no post left to hold it against."""
    text, lane = words_of(form, by)
    target = form.cleaned_data["target"] or None
    now = datetime.now(UTC)
    try:
        return submitting.preview(
            lanes.seat(case, lane).pk,
            text,
            lane,
            target_post_id=target,
            by=by,
            now=now,
            opened=opened_of(form),
            also=also_of(form),
        )
    except (submitting.NothingToAnswer, ValueError):
        return ()


def against_word(case: Case, form: AnswerForm, by: User) -> Sequence[Guard]:
    """The guards' objections to what a private answer says in public beside itself."""
    given = form.cleaned_data
    try:
        return moving.against_word(
            case.pk,
            word_of(form, by),
            Lane(given["lane"]),
            target_post_id=given["target"] or None,
            seen=given["seen"],
            by=by,
            now=datetime.now(UTC),
        )
    except (submitting.NothingToAnswer, ValueError):
        return ()


def opened_of(form: AnswerForm) -> Opened:
    """What the writer had before their eyes, as the page says."""
    given = form.cleaned_data
    seen = given["seen"] if given["lane"] == Lane.PUBLIC else given["seen_private"]
    return Opened(
        post_version=seen or None, account=given["account"], lane=given["lane"], answered=given["answered"]
    )


def also_of(form: AnswerForm) -> With:
    """The pictures that go along, who shall not be tagged, and where the words come from."""
    given = form.cleaned_data
    if given["lane"] != Lane.PUBLIC:
        return With(origin=given["origin"])
    untagged = [one for one in given["taggable"] if one not in given["tag"]]
    return With(given["picture"], untagged, given["origin"])


def shown(found: Sequence[Guard], by: User) -> list[Shown]:
    """One line for each kind and place, kind by kind. What this person cannot overrule comes first: on a phone only the
    first kind is in sight.
    """
    level = rules.LEVELS.index(rules.level(by))
    lines = []
    for guard in found:
        may = bool(guard.overridable_by) and level >= rules.LEVELS.index(guard.overridable_by)
        lines.append(Shown(guard, may and not guard.blocks, guard.overridable_by))
    kinds = [line.guard.kind for line in lines]
    stopped = {line.guard.kind for line in lines if not line.mine}
    return sorted(
        lines,
        key=lambda line: (line.guard.kind not in stopped, kinds.index(line.guard.kind), line.mine),
    )


def overrides_of(request: HttpRequest, prefix: str = "why-") -> dict[str, str]:
    """Reasons given to send anyway, by kind of guard; those of the word in public begin with "word-why-"."""
    given = {
        name.removeprefix(prefix): str(value)
        for name, value in request.POST.items()
        if name.startswith(prefix)
    }
    return {kind: reason.strip() for kind, reason in given.items() if reason.strip()}
