"""Pages of supervisors and administrators."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from hark.accounts.models import User
from hark.store.models import Brand
from hark.web.shell import person

View = Callable[..., HttpResponse]


def supervisors(view: View) -> View:
    """Only for people who supervise; others are told that the page is not theirs (403)."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not person(request).supervises:
            raise PermissionDenied("This page is for supervisors and administrators.")
        return view(request, *args, **kwargs)

    return answered


def brands_of(user: User) -> list[Brand]:
    """The brands this person was granted, by name."""
    return list(Brand.objects.filter(access__user=user).order_by("name", "pk"))
