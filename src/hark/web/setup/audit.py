"""Who changed what: the settings' own story, read from the spine."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from hark.accounts.models import User
from hark.store.models import Event
from hark.web import words
from hark.web.setup.calendars import in_words
from hark.web.setup.called import Names, called
from hark.web.setup.sections import SECTIONS

Values = Mapping[str, Any]
MOST = 100
# What was changed, by the name of its model.
_WHAT: Mapping[str, Promise] = {
    "brand": pgettext_lazy("changed", "brand"), "account": pgettext_lazy("changed", "account"),
    "user": pgettext_lazy("changed", "person"), "team": pgettext_lazy("changed", "team"),
    "agentprofile": pgettext_lazy("changed", "skills"), "teamrule": pgettext_lazy("changed", "team rule"),
    "businesscalendar": pgettext_lazy("changed", "business calendar"), "queuepolicy": pgettext_lazy("changed", "queue"),
    "slapolicy": pgettext_lazy("changed", "SLA policy"), "brandrules": pgettext_lazy("changed", "house rules"),
    "article": pgettext_lazy("changed", "article"), "macro": pgettext_lazy("changed", "macro"),
    "watch": pgettext_lazy("changed", "watch"), "apitoken": pgettext_lazy("changed", "API key"),
}  # fmt: skip


# Whose form names a field first, where several have one of that name.
_SECTION: Mapping[str, str] = {
    "brand": "brands", "account": "accounts", "user": "people", "team": "teams", "agentprofile": "agents",
    "teamrule": "team-rules", "businesscalendar": "calendars", "queuepolicy": "queues", "slapolicy": "policies",
    "article": "articles", "macro": "macros", "watch": "watches",
}  # fmt: skip
# Of these a brand has one, which has no other name.
_BRANDS_OWN = frozenset({"queuepolicy", "brandrules"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One field and what it was and became, as text; None for "not there"."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a setting."""

    at: datetime
    who: str
    brand: str
    what: str
    name: str
    verb: str
    differences: Sequence[Difference]


def changes(person: User, trail: tuple[str, int] | None = None, limit: int = MOST) -> list[Change]:
    """The newest changes of this person's brands; of one row when `trail` names it.

    What belongs to the whole house (people, teams) is told to administrators, and teams to all who supervise.
    """
    house = (
        Q(brand__isnull=True) if person.role == "administrator" else Q(brand__isnull=True, data__what="team")
    )
    mine = Q(brand__in=list(person.brand_access.values_list("brand_id", flat=True)))
    found = Event.objects.filter(mine | house, kind="settings_changed").select_related("actor", "brand")
    if trail is not None:
        found = found.filter(data__what=trail[0], data__id=trail[1])
    newest = list(found.order_by("-id")[:limit])
    names = called(newest)
    return [_change(event, names[event.pk]) for event in newest]


def _change(event: Event, names: Mapping[str, Names]) -> Change:
    data = event.data
    before, after = data.get("before", {}), data.get("after", {})
    what = str(data.get("what", ""))
    verb = _("added") if not before else _("removed") if not after else _("changed")
    brand = event.brand.name if event.brand else ""
    fields = sorted({*before, *after})
    return Change(
        event.at,
        event.actor.short_name if event.actor else "Hark",
        brand,
        str(_WHAT.get(what, what)),
        brand if what in _BRANDS_OWN else str(data.get("name", "")),
        verb,
        [each for name in fields for each in _differences(what, name, before, after, names.get(name, {}))],
    )


def _field(what: str, name: str) -> forms.Field | None:
    """The field of that name, of the form of what was changed before all others."""
    own = _SECTION.get(what)
    shown = [
        section.form for section in sorted(SECTIONS.values(), key=lambda one: one.key != own) if section.form
    ]
    return next((form.base_fields[name] for form in shown if name in form.base_fields), None)


def _label(field: forms.Field | None, name: str) -> str:
    """A field as its form calls it."""
    if name == "available":
        return _("takes cases")
    return str((field and field.label) or words.topic(name))


def _names(field: forms.Field | None) -> Names:
    """What a field's codes are called where they are chosen. Rows of the database are no codes."""
    if not isinstance(field, forms.ChoiceField) or isinstance(field, forms.ModelChoiceField):
        return {}
    offered: Any = field.choices
    return {str(code): str(said) for code, said in offered if code}


def _differences(what: str, name: str, before: Values, after: Values, rows: Names) -> Iterator[Difference]:
    """How one field differs; of one with parts, only the parts that do. `rows`: what rows it holds are called."""
    field = _field(what, name)
    if name == "document":
        yield from _of_calendar(before.get(name), after.get(name))
    elif isinstance(before.get(name), dict) and isinstance(after.get(name), dict):
        then, now = before[name], after[name]
        parts = [part for part in {**then, **now} if then.get(part) != now.get(part)]
        yield Difference(
            _label(field, name), *(_said({p: one[p] for p in parts if p in one}) for one in (then, now))
        )
    else:
        names = {**_names(field), **rows}
        then, now = (_said(values[name], names) if name in values else None for values in (before, after))
        yield Difference(_label(field, name), then, now)


def _of_calendar(before: Values | None, after: Values | None) -> Iterator[Difference]:
    then, now = (in_words(document) if document else {} for document in (before, after))
    for part in {**then, **now}:
        if then.get(part) != now.get(part):
            yield Difference(part, *(said.get(part, "–") if said else None for said in (then, now)))


def _said(value: Any, names: Names = MappingProxyType({})) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, list):
        return ", ".join(names.get(str(one), str(one)) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_said(item)}" if key else _said(item) for key, item in value.items())
    return names.get(str(value), str(value))
