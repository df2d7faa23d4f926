"""How a setting differs from what it was, in the words of the form that changes it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from hark.web import words
from hark.web.setup.calendars import in_words
from hark.web.setup.called import Names
from hark.web.setup.codes import Code
from hark.web.setup.fields import MinutesField
from hark.web.setup.policies import PAUSES
from hark.web.setup.rows import RowsField
from hark.web.setup.sections import SECTIONS

NOTHING = "–"
_NOTHING = (None, NOTHING)
_ABSENT = object()
Values = Mapping[str, Any]
Fields = Mapping[str, Names]

# Whose form names a field first, where several have one of that name.
_SECTION: Mapping[str, str] = {
    "brand": "brands", "account": "accounts", "user": "people", "team": "teams", "agentprofile": "agents",
    "teamrule": "team-rules", "businesscalendar": "calendars", "queuepolicy": "queues", "slapolicy": "policies",
    "article": "articles", "macro": "macros", "watch": "watches",
}  # fmt: skip
# What the form shows as fields of its own: a part's field by its name, and how its value is written there.
_PARTS: Mapping[str, Callable[[Values], Values]] = {
    "pauses": lambda held: {field: held[kind] for field, kind in PAUSES.items() if kind in held},
    "goodwill_cents": lambda held: {level: f"{cents / 100:.2f}" for level, cents in held.items()},
}
# A calendar's document says its name; its version is for those who compute.
_UNSAID: Mapping[str, frozenset[str]] = {"businesscalendar": frozenset({"name", "version"})}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field and what it was and became, as text; None for "not there"."""

    name: str
    before: str | None
    after: str | None


def differences(what: str, before: Values, after: Values, rows: Fields) -> Sequence[Difference]:
    """All that differs. `what` is the name of a model, `rows` what rows of other tables are called, by the field."""
    before, after = _apart(before), _apart(after)
    found = [
        each
        for name in sorted({*before, *after} - _UNSAID.get(what, frozenset()))
        if before.get(name, _ABSENT) != after.get(name, _ABSENT)
        for each in _differences(what, name, before, after, rows.get(name, {}))
    ]
    # Of what is new or gone, what it never said is no news.
    return [
        each
        for each in found
        if (before and after) or each.before not in _NOTHING or each.after not in _NOTHING
    ]


def _apart(side: Values) -> Values:
    """The values, those in parts by their parts."""
    found: dict[str, Any] = {}
    for name, value in side.items():
        found |= _PARTS[name](value) if name in _PARTS else {name: value}
    return found


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
    if isinstance(field, RowsField):
        key: Any = field.row.base_fields[field.row.key]
        return {"": str(key.nothing), **_names(key)} if isinstance(key, Code) else {}
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
        said = ({p: one[p] for p in parts if p in one} for one in (then, now))
        yield Difference(_label(field, name), *(_said(one, _names(field)) for one in said))
    else:
        names = {**_names(field), **rows}
        sides = (_shown(field, values[name]) if name in values else _ABSENT for values in (before, after))
        then, now = (None if side is _ABSENT else _said(side, names) for side in sides)
        yield Difference(_label(field, name), then, now)


def _shown(field: forms.Field | None, value: Any) -> Any:
    """A value as its field shows it: minutes where seconds are kept."""
    return field.prepare_value(value) if isinstance(field, MinutesField) else value


def _of_calendar(before: Values | None, after: Values | None) -> Iterator[Difference]:
    then, now = (in_words(document) if document else {} for document in (before, after))
    for part in {**then, **now}:
        if then.get(part) != now.get(part):
            yield Difference(part, *(said.get(part, NOTHING) if said else None for said in (then, now)))


def _said(value: Any, names: Names = MappingProxyType({})) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None or value in ("", [], {}):
        return NOTHING
    if isinstance(value, list):
        return ", ".join(names.get(str(one), str(one)) for one in value)
    if isinstance(value, dict):
        said = {names.get(key, key): _said(item) for key, item in value.items()}
        return "; ".join(f"{key}: {item}" if key else item for key, item in said.items())
    return names.get(str(value), str(value))
