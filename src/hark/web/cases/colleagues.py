"""/cases/42/colleagues: whom a note can call, as JSON for the note field."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from hark.accounts.models import User
from hark.web.cases.access import access_case
from hark.web.shell import person


@require_GET
def colleagues(request: HttpRequest, case_id: int) -> JsonResponse:
    brand = access_case(request, case_id).account.brand_id
    people = User.objects.filter(brand_access__brand=brand, is_active=True).exclude(pk=person(request).pk)
    known = people.order_by("first_name", "username").values_list("username", "first_name", "last_name")
    return JsonResponse(
        {"people": [[username, f"{first} {last}".strip()] for username, first, last in known]}
    )
