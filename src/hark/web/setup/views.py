"""/settings: a section's rows, one row's form with its own history, and everything that was changed."""

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hark.actions import freezing
from hark.actions.house import NotAllowed
from hark.web.access import supervisors
from hark.web.setup.audit import changes
from hark.web.setup.saving import save
from hark.web.setup.section import Section, SetupForm
from hark.web.setup.sections import SECTIONS, open_to
from hark.web.shell import person
from hark.web.told import told


@require_GET
@supervisors
def home(request: HttpRequest) -> HttpResponse:
    return redirect("settings-section", open_to(person(request))[0].key)


@require_GET
@supervisors
def index(request: HttpRequest, key: str) -> HttpResponse:
    """The rows of a section."""
    section = _section(request, key)
    lines = [(row.pk, section.line(row)) for row in section.rows(person(request))]
    return _page(request, "list", section, {"lines": lines})


@require_http_methods(["GET", "POST"])
@supervisors
def row(request: HttpRequest, key: str, row_id: int | None = None) -> HttpResponse:
    """A row's form: GET shows it, POST saves it. Without an id it is a new one."""
    section = _section(request, key)
    held = _row(request, section, row_id)
    form = _form(request, section, held)
    if (
        form is not None
        and request.method == "POST"
        and form.is_valid()
        and save(section, held, form, person(request), datetime.now(UTC)) is not None
    ):
        messages.success(request, _("Saved"))
        return redirect("settings-section", key)
    now = datetime.now(UTC)
    trail = section.trail(held) if held is not None else None
    shown = {
        "row": held,
        "line": section.line(held) if held is not None else None,
        "form": form,
        "changes": changes(person(request), trail, 20) if trail else [],
        "part": section.part if held is not None else "",
        "goes": section.goes(held) if held is not None else (),
        **(section.context(held, now) if section.context and held is not None else {}),
    }
    return _page(request, "row", section, shown, status=422 if form is not None and form.errors else 200)


@require_POST
@supervisors
def removal(request: HttpRequest, key: str, row_id: int) -> HttpResponse:
    """Remove a row."""
    section = _section(request, key)
    held = _row(request, section, row_id)
    if section.remove is None:
        raise Http404
    try:
        section.remove(held, person(request), datetime.now(UTC))
    except NotAllowed as error:
        raise PermissionDenied(told(str(error))) from None
    messages.success(request, _("Removed"))
    return redirect("settings-section", key)


@require_POST
@supervisors
def freeze(request: HttpRequest, row_id: int) -> HttpResponse:
    """Freeze an account, or thaw it with `frozen` of "no"."""
    _row(request, _section(request, "accounts"), row_id)
    verb = freezing.thaw if request.POST.get("frozen") == "no" else freezing.freeze
    account = verb(row_id, by=person(request), now=datetime.now(UTC))
    said = (
        _("%(account)s says nothing until it is released")
        if account.frozen
        else _("%(account)s may speak again")
    )
    messages.success(request, said % {"account": account})
    return redirect("settings-row", "accounts", row_id)


@require_GET
@supervisors
def history(request: HttpRequest) -> HttpResponse:
    """Who changed what, newest first."""
    return _page(request, "changes", None, {"changes": changes(person(request))})


def _section(request: HttpRequest, key: str) -> Section:
    section = SECTIONS.get(key)
    if section is None:
        raise Http404
    if not section.open_to(person(request)):
        raise PermissionDenied("This page is for administrators.")
    return section


def _row(request: HttpRequest, section: Section, row_id: int | None) -> Any:
    if row_id is not None:
        return get_object_or_404(section.rows(person(request)), pk=row_id)
    if section.add is None:
        raise Http404
    return None


def _form(request: HttpRequest, section: Section, held: Any) -> SetupForm | None:
    if section.form is None:
        return None
    data = request.POST if request.method == "POST" else None
    return section.form(
        data, by=person(request), row=held, initial=section.initial(held) if held is not None else None
    )


def _page(
    request: HttpRequest, name: str, section: Section | None, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    shown = {"sections": open_to(person(request)), "section": section, "now": datetime.now(UTC), **more}
    return render(request, f"web/setup/{name}.html", shown, status=status)
