"""What a person may say instead of triage, as fields of the context pane."""

from collections.abc import Mapping, Sequence
from functools import cache
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
    topics = _topics(get_language() or "")
    if case.topic and case.topic not in words.TOPIC:
        topics = [(case.topic, words.topic(case.topic)), *topics]
    moods = [(code, str(word)) for code, word in words.SENTIMENT.items()]
    kinds = [(code, str(words.KIND[code])) for code in TASKS["kind"] or ()]
    return [
        ("topic", _("Topic"), _options(topics, case.topic)),
        ("sentiment", _("Sentiment"), _options(moods, case.sentiment)),
        ("kind", _("Kind of speech"), _options(kinds, "")),
    ]


@cache
def _topics(_language: str) -> Choices:
    named = ((code, str(word)) for code, word in words.TOPIC.items())
    return sorted(named, key=lambda pair: pair[1].lower())


def _options(choices: Choices, chosen: str) -> SafeString:
    """Written here: seventy topics in the loop of a template are a tenth of the page."""
    return mark_safe(  # noqa: S308  # escaped here
        "".join(
            f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(word)}</option>'
            for value, word in choices
        )
    )


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
