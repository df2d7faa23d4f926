"""How views of a case reach it: through the person's own cases, or not at all."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hark.accounts.models import User
from hark.actions.case_rows import MergedAway, Overtaken
from hark.actions.house import NotAllowed
from hark.domain.graph import IllegalMove
from hark.store.compiled import CompiledQuery
from hark.store.models import Case
from hark.web.cases.happenings import sentence
from hark.web.shell import person
from hark.web.toasts import refusal

View = Callable[..., HttpResponse]

_SEEN = CompiledQuery(
    lambda person, case: (
        Case.objects.for_person(person)
        .select_related("account__brand", "author", "assignee", "team")
        .filter(pk=case)
    ),
    person=User,
    case=int,
)


def access_case(request: HttpRequest, case_id: int) -> Case:
    """The case, if this person may see it; else 404, as for one that does not exist."""
    return seen_case(person(request), case_id)


def seen_case(user: User, case_id: int) -> Case:
    """The same for a person. Raises Http404."""
    found = _SEEN.first(person=user, case=case_id)
    if found is None:
        raise Http404
    return found


def seen_of(request: HttpRequest) -> int | None:
    """The newest event of the case that the page showed when the act was done."""
    given = request.POST.get("seen") or request.GET.get("seen") or ""
    return int(given) if given.isdigit() and len(given) < 19 else None


def overtaken(request: HttpRequest, error: Overtaken) -> HttpResponse:
    """A colleague was first: who, and what they did. The page looks again."""
    first = {"what": sentence(error.event)}
    said = _("%(what)s before you. The case is shown as it is now; nothing was changed.") % first
    response = refusal(request, said)
    response["HX-Trigger"] = "hark:changed, hark:touched"
    return response


def case_action(view: View) -> View:
    """For views that change a case: foreign cases are 404; what cannot be done is said in a toast, and by whom."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Case.DoesNotExist:
            raise Http404 from None
        except IllegalMove:
            return refusal(request)
        except Overtaken as error:
            return overtaken(request, error)
        except (MergedAway, NotAllowed) as error:
            return refusal(request, str(error))

    return answered
