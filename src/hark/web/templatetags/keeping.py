"""Parts of the case page that say the same of every case but for its number: made once a language, then kept."""

from collections.abc import Mapping
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from hark.web import words

register = template.Library()

# No case has this number: where the address of one stands in a kept part.
_NOBODY = "/cases/0/"


@register.simple_tag(takes_context=True)
def kept_of_case(context: Mapping[str, Any], name: str) -> SafeString:
    """A part of the page that depends on the language and the addresses of the case, on nothing else."""
    made = _made(name, get_language() or "")
    return mark_safe(made.replace(_NOBODY, f"/cases/{context['case'].pk}/"))  # noqa: S308  # a template escaped it


@lru_cache(maxsize=64)
def _made(name: str, _language: str) -> str:
    case = SimpleNamespace(pk=0)
    return render_to_string(
        name, {"case": case, "outcomes": words.OUTCOME.items(), "consent_words": words.CONSENT.items()}
    )
