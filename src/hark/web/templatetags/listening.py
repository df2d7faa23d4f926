"""What the listening pages say of posts: what became of each, and the evidence."""

from collections.abc import Mapping
from typing import Any

from django import template

from hark.web import words
from hark.web.why import reasons

register = template.Library()


@register.filter
def fate_word(fate: str) -> str:
    """What became of a post, and why it has no case."""
    return str(words.FATE[fate])


@register.filter
def because(verdict: Mapping[str, Any]) -> str:
    """The strongest words of the evidence, as triage named them."""
    return ", ".join(reasons(verdict.get("why") or ())[:3])
