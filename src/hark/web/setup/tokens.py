"""/settings/keys: everybody's own keys for the API. A new one is shown once."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hark.accounts.models import ApiToken, User
from hark.actions import tokens
from hark.web.setup.sections import open_to
from hark.web.shell import person
from hark.web.told import told


@require_http_methods(["GET", "POST"])
@never_cache
def keys(request: HttpRequest) -> HttpResponse:
    """GET lists them, POST makes one and shows its secret, this once."""
    by, now = person(request), datetime.now(UTC)
    secret = trouble = ""
    if request.method == "POST":
        try:
            _row, secret = tokens.issue(request.POST.get("name", ""), by=by, now=now)
        except ValueError as error:
            trouble = told(str(error))
    rows = ApiToken.objects.filter(user=by, revoked_at__isnull=True).order_by("-created_at")
    shown = {"sections": open_to(by), "keys": rows, "secret": secret, "trouble": trouble, "now": now}
    shown |= {"role": by.get_role_display(), "brands": _brands(by), "example": _example(request)}
    return render(request, "web/setup/keys.html", shown, status=422 if trouble else 200)


@require_POST
def revoke(request: HttpRequest, key_id: int) -> HttpResponse:
    """End a key of one's own."""
    try:
        row = tokens.revoke(key_id, by=person(request), now=datetime.now(UTC))
    except ApiToken.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("%(name)s is revoked") % {"name": row.name})
    return redirect("settings-keys")


def _brands(by: User) -> str:
    """The brands this person's keys act for."""
    return ", ".join(by.brand_access.values_list("brand__name", flat=True).order_by("brand__name")) or _(
        "no brand"
    )


def _example(request: HttpRequest) -> str:
    """How a key can be tried: the answer says whose it is."""
    return f'curl -H "Authorization: Bearer $KEY" {request.build_absolute_uri(reverse("api-whoAmI"))}'
