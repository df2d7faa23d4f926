"""The list and what is the same on every page, for templates."""

from collections.abc import Sequence
from functools import lru_cache

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from hark.web import clocks
from hark.web.inbox.markup import RowWriter
from hark.web.inbox.rows import Row

register = template.Library()
register.simple_tag(clocks.ring)


@register.simple_tag(takes_context=True)
def case_rows(context: Context, rows: Sequence[Row]) -> SafeString:
    """The rows of a list; the one of the open case is marked."""
    case = context.get("case")
    return RowWriter(context["now"], context["place"]).write(rows, case.pk if case else None)


@register.simple_tag
def kept(name: str) -> SafeString:
    """A part of the page that depends on the language and nothing else: made once, then kept."""
    return _kept(name, get_language() or "")


@lru_cache(maxsize=64)
def _kept(name: str, _language: str) -> SafeString:
    return mark_safe(render_to_string(name))  # noqa: S308  # a template escaped it
