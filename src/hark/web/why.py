"""Why a case stands where it stands, in words."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hark.store.models import Case
from hark.web import words
from hark.web.times import spoken

_WORDS_OF = ("urgency", "kind")


def why_here(case: Case, now: datetime, promised: datetime | None = None) -> list[str]:
    """The reasons for a case's place in the queue, strongest first: what we promised, how often they wrote, triage."""
    found = reasons(case.why)[:3]
    if case.inbound > 1:
        found.insert(0, ngettext("%(n)d post", "%(n)d posts", case.inbound) % {"n": case.inbound})
    if is_projected(case, now):
        found.insert(0, _("too late at this pace"))
    if promised is not None:
        found.insert(0, _("promised %(when)s") % {"when": spoken(promised, now)})
    return found


def is_projected(case: Case, now: datetime) -> bool:
    """Whether the case runs and was warned of before its time, which only a projection does."""
    if case.due_at is None or case.warn_at is None or case.warned_at is None:
        return False
    return case.warned_at < case.warn_at and now < case.due_at


def reasons(evidence: Iterable[Mapping[str, Any]]) -> list[str]:
    """Triage's evidence as reasons, each once. Words that were turned around by a "not" are no reason."""
    found: dict[str, float] = {}
    for item in evidence:
        name = str(item.get("feature", ""))
        if item.get("signal") in _WORDS_OF and name in words.REASON and float(item.get("weight", 0)) > 0:
            found[name] = max(found.get(name, 0.0), float(item["weight"]))
    order = sorted(found, key=found.__getitem__, reverse=True)
    return [str(words.REASON[name]) for name in order]


def terms(evidence: Iterable[Mapping[str, Any]]) -> list[tuple[str, float]]:
    """The terms of the priority as triage added them up, largest first."""
    found = [
        (_term(str(item["feature"])), float(item["weight"]))
        for item in evidence
        if item.get("signal") == "priority"
    ]
    return sorted(found, key=lambda term: -abs(term[1]))


def _term(name: str) -> str:
    return str(words.REASON.get(name) or words.TERM.get(name) or words.topic(name))
