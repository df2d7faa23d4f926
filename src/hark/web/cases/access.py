"""How views of a case reach it: through the person's own cases, or not at all."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from hark.accounts.models import User
from hark.domain.graph import IllegalMove
from hark.store.models import Case
from hark.web.shell import person
from hark.web.toasts import refusal

View = Callable[..., HttpResponse]

_WITH = ("account__brand", "author", "assignee", "team")


def access_case(request: HttpRequest, case_id: int) -> Case:
    """The case, if this person may see it; else 404, as for one that does not exist."""
    return seen_case(person(request), case_id)


def seen_case(user: User, case_id: int) -> Case:
    """The same for a person. Raises Http404."""
    return get_object_or_404(Case.objects.for_person(user).select_related(*_WITH), pk=case_id)


def case_action(view: View) -> View:
    """For views that change a case: foreign cases are 404, what its state does not allow is said in a toast."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Case.DoesNotExist:
            raise Http404 from None
        except IllegalMove:
            return refusal(request)

    return answered
