"""/sign-out: whoever leaves takes no more cases."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponse

from hark.actions import agents
from hark.web.shell import person


class SignOut(LogoutView):
    """Django's own, after the routing has been told."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            agents.signed_out(person(request), now=datetime.now(UTC))
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer
