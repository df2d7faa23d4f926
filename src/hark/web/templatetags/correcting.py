"""What a person may say instead of triage, as fields of the context pane."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hark.actions.corrections import TASKS
from hark.store.models import Case
from hark.web import words

register = template.Library()

Choices = Sequence[tuple[str, str]]
Field = tuple[str, str, SafeString]


@register.simple_tag(takes_context=True)
def corrections(context: Mapping[str, Any]) -> list[Field]:
    """Each field: task, label, and its choices as options with what stands now chosen."""
    case: Case = context["case"]
    language = get_language() or ""
    return [
        ("topic", _("Topic"), _options("topic", case.topic, language)),
        ("sentiment", _("Sentiment"), _options("sentiment", case.sentiment, language)),
        ("kind", _("Kind of speech"), _options("kind", "", language)),
    ]


@lru_cache(maxsize=512)
def _options(task: str, chosen: str, _language: str) -> SafeString:
    """Written here and kept: seventy topics in the loop of a template are a tenth of the page."""
    return mark_safe(  # noqa: S308  # escaped here
        "".join(
            f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(word)}</option>'
            for value, word in _choices(task, chosen)
        )
    )


def _choices(task: str, chosen: str) -> Choices:
    if task == "sentiment":
        return [(code, str(word)) for code, word in words.SENTIMENT.items()]
    if task == "kind":
        return [(code, str(words.KIND[code])) for code in TASKS["kind"] or ()]
    named = ((code, str(word)) for code, word in words.TOPIC.items())
    topics = sorted(named, key=lambda pair: pair[1].lower())
    return [(chosen, words.topic(chosen)), *topics] if chosen and chosen not in words.TOPIC else topics


@register.filter
def task_word(task: str) -> str:
    """What of triage was corrected."""
    return {"topic": _("Topic"), "sentiment": _("Sentiment"), "kind": _("Kind of speech")}.get(task, task)


@register.filter
def verdict_word(value: str, task: str) -> str:
    """A verdict of triage in words; a dash for none."""
    if task == "topic":
        return words.topic(value) if value else "–"
    known: Mapping[str, object] = words.SENTIMENT if task == "sentiment" else words.KIND
    return str(known.get(value, value)) or "–"
