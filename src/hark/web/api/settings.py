"""The settings over the API: the sections of the desk, with their forms, actions, permissions and history."""

from collections.abc import Callable
from typing import Any

from msgspec import UNSET, Struct

from hark.accounts.models import ApiToken
from hark.actions import freezing, tokens
from hark.web.api.cases import colleague, number
from hark.web.api.door import Asked, Refused
from hark.web.api.settings_values import as_sent, refusal, said
from hark.web.api.shapes import BrandOut
from hark.web.api.shapes_settings import (
    AccountSettingsOut,
    AccountsSettingsOut,
    ChangeOut,
    ChangesOut,
    DifferenceOut,
    KeyOut,
    KeysOut,
    SectionOut,
    SectionsOut,
    shapes_of,
)
from hark.web.setup.audit import Change, changes
from hark.web.setup.saving import save
from hark.web.setup.section import Section
from hark.web.setup.sections import SECTIONS, open_to

Handler = Callable[[Asked], Any]
PAGE = "This page is for supervisors and administrators."


def sections(asked: Asked) -> SectionsOut:
    """The sections one may see."""
    _supervised(asked)
    return SectionsOut(
        [
            SectionOut(
                one.key, str(one.name), str(one.about), one.form is not None, one.add is not None, one.removable
            )
            for one in open_to(asked.by)
        ]
    )  # fmt: skip


def listing(section: Section) -> Handler:
    """The rows of a section."""

    def answer(asked: Asked) -> Struct:
        _opened(section, asked)
        return shapes_of(section).all(rows=[_told(section, row) for row in section.rows(asked.by)])

    return answer


def reading(section: Section) -> Handler:
    """One row of a section."""
    return lambda asked: _told(section, _held(section, asked))


def adding(section: Section) -> Handler:
    """A new row of a section."""

    def answer(asked: Asked) -> Struct:
        _opened(section, asked)
        return _saved(section, None, asked)

    return answer


def changing(section: Section) -> Handler:
    """Other values for a row; what is left out stays."""
    return lambda asked: _saved(section, _held(section, asked), asked)


def removing(section: Section) -> Handler:
    """A row less."""

    def answer(asked: Asked) -> Struct:
        assert section.remove is not None
        section.remove(_held(section, asked), asked.by, asked.now)
        return shapes_of(section).all(rows=[_told(section, row) for row in section.rows(asked.by)])

    return answer


def accounts(asked: Asked) -> AccountsSettingsOut:
    """The accounts of one's brands."""
    _opened(SECTIONS["accounts"], asked)
    return AccountsSettingsOut([_account(row) for row in SECTIONS["accounts"].rows(asked.by)])


def account(asked: Asked) -> AccountSettingsOut:
    """One account."""
    return _account(_held(SECTIONS["accounts"], asked))


def freeze(asked: Asked) -> AccountSettingsOut:
    """Nothing leaves the account any more."""
    freezing.freeze(_held(SECTIONS["accounts"], asked).pk, by=asked.by, now=asked.now)
    return account(asked)


def thaw(asked: Asked) -> AccountSettingsOut:
    """The account may speak again."""
    freezing.thaw(_held(SECTIONS["accounts"], asked).pk, by=asked.by, now=asked.now)
    return account(asked)


def history(asked: Asked) -> ChangesOut:
    """Who changed what: of one's brands, or of a row."""
    _supervised(asked)
    if "section" not in asked.query:
        return ChangesOut([_change(one) for one in changes(asked.by)])
    section = SECTIONS.get(asked.query["section"])
    if section is None:
        raise Refused(422, f"section is one of {', '.join(SECTIONS)}.")
    _opened(section, asked)
    trail = section.trail(section.rows(asked.by).get(pk=number(asked, "row", 0, 2**62)))
    return ChangesOut([_change(one) for one in changes(asked.by, trail)] if trail else [])


def keys(asked: Asked) -> KeysOut:
    """One's own keys."""
    rows = ApiToken.objects.filter(user=asked.by, revoked_at__isnull=True).order_by("-created_at")
    told = [KeyOut(row.pk, row.name, row.hint, row.created_at, row.used_at) for row in rows]
    return KeysOut(told, colleague(asked.by))


def revoke(asked: Asked) -> KeysOut:
    """End a key of one's own; the one that asks too."""
    tokens.revoke(asked.ids["key"], by=asked.by, now=asked.now)
    return keys(asked)


def _supervised(asked: Asked) -> None:
    if not asked.by.supervises:
        raise Refused(403, PAGE)


def _opened(section: Section, asked: Asked) -> None:
    _supervised(asked)
    if not section.open_to(asked.by):
        raise Refused(403, "This page is for administrators.")


def _held(section: Section, asked: Asked) -> Any:
    _opened(section, asked)
    return section.rows(asked.by).get(pk=asked.ids["row"])


def _saved(section: Section, held: Any, asked: Asked) -> Struct:
    """Hold the values against the form of the desk, and hand them to its action. Raises Refused."""
    assert section.form is not None
    stored = section.initial(held) if held is not None else {}
    sent = as_sent(section.form, asked.body, stored)
    form = section.form(sent, by=asked.by, row=held, initial=stored or None)
    _not_for_good(form, asked.body, stored)
    row = save(section, held, form, asked.by, asked.now) if form.is_valid() else None
    if row is None:
        raise refusal(form)
    # Some actions give back what they wrote, and not the row of the section.
    number = held.pk if held is not None else row.pk
    return _told(section, section.rows(asked.by).get(pk=number))


def _not_for_good(form: Any, given: Struct, stored: Any) -> None:
    """Raises Refused for another value of what a row keeps for good, such as its brand."""
    for name, field in form.fields.items():
        if field.disabled and getattr(given, name) not in (UNSET, stored.get(name)):
            raise Refused(422, f"{name}: This stays as it was when it was added.")


def _told(section: Section, row: Any) -> Struct:
    assert section.form is not None
    says, stored, fields = shapes_of(section).says, section.initial(row), section.form.base_fields
    values = {name: said(fields[name], stored.get(name)) for name in says.__struct_fields__ if name != "id"}
    return says(id=row.pk, **values)


def _account(row: Any) -> AccountSettingsOut:
    brand = BrandOut(row.brand_id, row.brand.name)
    return AccountSettingsOut(
        row.pk, row.network, row.handle, row.name, brand, row.connected, row.frozen, row.heard, row.gaps_open
    )


def _change(one: Change) -> ChangeOut:
    differences = [DifferenceOut(each.name, each.before, each.after) for each in one.differences]
    return ChangeOut(one.at, one.who, one.brand, one.what, one.name, one.verb, differences)
