"""What a person may say instead of triage, as fields of the context pane."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _

from hark.actions.corrections import TASKS
from hark.store.models import Case
from hark.web import words

register = template.Library()

Field = tuple[str, str, str, Sequence[tuple[str, str]]]


@register.simple_tag(takes_context=True)
def corrections(context: Mapping[str, Any]) -> list[Field]:
    """Each field: task, label, what stands now, and the choices as (value, word)."""
    case: Case = context["case"]
    topics = sorted(
        ((code, str(word)) for code, word in words.TOPIC.items()), key=lambda pair: pair[1].lower()
    )
    if case.topic and case.topic not in words.TOPIC:
        topics.insert(0, (case.topic, words.topic(case.topic)))
    return [
        ("topic", _("Topic"), case.topic, topics),
        (
            "sentiment",
            _("Sentiment"),
            case.sentiment,
            [(code, str(word)) for code, word in words.SENTIMENT.items()],
        ),
        ("kind", _("Kind of speech"), "", [(code, str(words.KIND[code])) for code in TASKS["kind"] or ()]),
    ]


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
