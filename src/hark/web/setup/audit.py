"""Who changed what: the settings' own story, read from the spine."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from hark.accounts.models import User
from hark.store.models import Event
from hark.web import words
from hark.web.setup.calendars import in_words
from hark.web.setup.sections import SECTIONS

Values = Mapping[str, Any]
MOST = 100
# What was changed, by the name of its model.
_WHAT: Mapping[str, Promise] = {
    "brand": pgettext_lazy("changed", "brand"), "account": pgettext_lazy("changed", "account"),
    "user": pgettext_lazy("changed", "person"), "team": pgettext_lazy("changed", "team"),
    "agentprofile": pgettext_lazy("changed", "skills"), "teamrule": pgettext_lazy("changed", "team rule"),
    "businesscalendar": pgettext_lazy("changed", "opening hours"), "queuepolicy": pgettext_lazy("changed", "queue"),
    "slapolicy": pgettext_lazy("changed", "promise"), "brandrules": pgettext_lazy("changed", "house rules"),
    "article": pgettext_lazy("changed", "article"), "macro": pgettext_lazy("changed", "macro"),
    "watch": pgettext_lazy("changed", "watch"), "apitoken": pgettext_lazy("changed", "API key"),
}  # fmt: skip


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
    return [_change(event) for event in found.order_by("-id")[:limit]]


def _change(event: Event) -> Change:
    data = event.data
    before, after = data.get("before", {}), data.get("after", {})
    verb = _("added") if not before else _("removed") if not after else _("changed")
    return Change(
        event.at,
        event.actor.short_name if event.actor else "Hark",
        event.brand.name if event.brand else "",
        str(_WHAT.get(str(data.get("what", "")), data.get("what", ""))),
        str(data.get("name", "")),
        verb,
        [each for name in sorted({*before, *after}) for each in _differences(name, before, after)],
    )


def _field(name: str) -> str:
    """A field as its form calls it."""
    forms = (section.form for section in SECTIONS.values() if section.form)
    if name == "available":
        return _("takes cases")
    labels = (form.base_fields[name].label for form in forms if name in form.base_fields)
    return str(next(labels, None) or words.topic(name))


def _differences(name: str, before: Values, after: Values) -> Iterator[Difference]:
    """How one field differs; of one with parts, only the parts that do."""
    if name == "document":
        yield from _of_calendar(before.get(name), after.get(name))
    elif isinstance(before.get(name), dict) and isinstance(after.get(name), dict):
        then, now = before[name], after[name]
        parts = [part for part in {**then, **now} if then.get(part) != now.get(part)]
        yield Difference(
            _field(name), *(_said({p: one[p] for p in parts if p in one}) for one in (then, now))
        )
    else:
        then, now = (_said(values[name]) if name in values else None for values in (before, after))
        yield Difference(_field(name), then, now)


def _of_calendar(before: Values | None, after: Values | None) -> Iterator[Difference]:
    then, now = (in_words(document) if document else {} for document in (before, after))
    for part in {**then, **now}:
        if then.get(part) != now.get(part):
            yield Difference(part, *(said.get(part, "–") if said else None for said in (then, now)))


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_said(item)}" if key else _said(item) for key, item in value.items())
    return str(value)
