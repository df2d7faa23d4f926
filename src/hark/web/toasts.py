"""What is said after an act: one sentence, and the way back while there is one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hark.web.told import told


@dataclass(frozen=True, slots=True)
class Undo:
    """The request that takes an act back: a verb of HTTP, an address, and what it carries: one value, or several."""

    method: str
    address: str
    name: str = ""
    value: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Toast:
    """`tone` is plain or alarm."""

    text: str
    undo: Undo | None = None
    tone: str = "plain"


def refusal(request: HttpRequest, text: str = "", status: int = 409) -> HttpResponse:
    """An act that cannot be done now, in words; nothing on the page changes."""
    said = told(text) or _("The case has moved on and does not allow that now. It is shown as it is.")
    return render(request, "web/shared/_toast.html", {"toast": Toast(said, tone="alarm")}, status=status)
