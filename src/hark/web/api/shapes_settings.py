"""Shapes of the settings, made of the forms of the desk, so that both take the same and name it alike."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Literal

from django import forms
from django.utils import translation
from msgspec import UNSET, Meta, Struct, UnsetType, defstruct

from hark.web.api.shapes import BrandOut, Id, PersonOut
from hark.web.setup.fields import LinesField, MinutesField
from hark.web.setup.hours import MOST_A_DAY, HoursField
from hark.web.setup.rows import MOST, Row, RowsField
from hark.web.setup.section import Section

Line = Annotated[str, Meta(max_length=2_000)]
Lines = Annotated[list[Line], Meta(max_length=1_000)]
Time = Annotated[str, Meta(pattern=r"^[0-9]{1,2}:[0-9]{2}$")]
Hours = Annotated[
    list[tuple[Time, Time]],
    Meta(
        max_length=MOST_A_DAY,
        description="From when until when; until 24:00 or 00:00 is the end of the day, until what is not after the "
        "beginning is on the next day.",
    ),
]
Seconds = Annotated[int, Meta(ge=60, multiple_of=60)]
Numbers = Annotated[list[Id], Meta(max_length=1_000)]
# What a field says, the narrower field first: some are made of others.
_KINDS: tuple[tuple[type[forms.Field], Any], ...] = (
    (LinesField, Lines),
    (HoursField, Hours),
    (MinutesField, Seconds),
    (forms.DecimalField, float),
    (forms.FloatField, float),
    (forms.IntegerField, int),
    (forms.BooleanField, bool),
    (forms.ModelMultipleChoiceField, Numbers),
    (forms.ModelChoiceField, Id),
    (forms.MultipleChoiceField, list[str]),
    (forms.DateField, date),
)
_NONE_IS_NULL = (forms.IntegerField, forms.ModelChoiceField)


class SectionOut(Struct):
    """A section of the settings: whether rows are changed, added and removed in it."""

    key: str
    name: str
    about: str
    change: bool
    add: bool
    remove: bool


class SectionsOut(Struct):
    """The sections you may see."""

    sections: list[SectionOut]


class AccountSettingsOut(Struct):
    """A handle you listen and speak through. `heard`: when anything of it was last; a frozen one says nothing."""

    id: int
    network: str
    handle: str
    name: str
    brand: BrandOut
    connected: bool
    frozen: bool
    heard: datetime | None
    gaps: int


class AccountsSettingsOut(Struct):
    """The accounts of your brands."""

    rows: list[AccountSettingsOut]


class DifferenceOut(Struct):
    """One field, in words, and what it was and became; null for "not there"."""

    field: str
    before: str | None
    after: str | None


class ChangeOut(Struct):
    """One change of a setting."""

    at: datetime
    who: str
    brand: str
    what: str
    name: str
    verb: str
    differences: list[DifferenceOut]


class ChangesOut(Struct):
    """Who changed what, the newest hundred first."""

    changes: list[ChangeOut]


class KeyOut(Struct):
    """A key of yours. `hint` are its first letters; nobody can see the rest again."""

    id: int
    name: str
    hint: str
    created_at: datetime
    used_at: datetime | None


class KeysOut(Struct):
    """Your keys. New ones are made on the desk, by a person."""

    keys: list[KeyOut]
    owner: PersonOut


@dataclass(frozen=True, slots=True)
class Shapes:
    """What a section takes and says of a row, and says of all."""

    takes: type[Struct]
    says: type[Struct]
    all: type[Struct]


@cache
def shapes_of(section: Section) -> Shapes:
    """The shapes of a section that has a form. What is left out of `takes` stays as it is, or is the usual."""
    assert section.form is not None
    name = "".join(part.title() for part in section.key.split("-")) + "Settings"
    with translation.override("en"):
        about = str(section.about)
        fields = dict(section.form.base_fields)
        given = [(each, Annotated[kind | UnsetType, told], UNSET) for each, kind, told in _described(fields)]
        says = [(each, Annotated[kind, told]) for each, kind, told in _described(_shown(fields))]
    row = _struct(f"{name}Out", [("id", int), *says], about)
    return Shapes(
        _struct(f"{name}In", given, f"{about} What is left out stays as it is, or is the usual in a new row."), row,
        _struct(f"{name}AllOut", [("rows", list[row])], about),  # type: ignore[valid-type]  # made here
    )  # fmt: skip


@cache
def row_shape(row: type[Row]) -> type[Struct]:
    """The shape of a row of small fields."""
    with translation.override("en"):
        fields = []
        for name, field in row.base_fields.items():
            default = () if field.required else (empty(field),)
            fields.append((name, kind_of(field), *default))
    return _struct(row.__name__, fields, row.__doc__ or "")


def kind_of(field: forms.Field) -> Any:
    """What a field says, as a type."""
    if isinstance(field, RowsField) and not isinstance(field, HoursField):
        return Annotated[list[row_shape(field.row)], Meta(max_length=MOST)]  # type: ignore[misc]  # made of the form
    if type(field) in (forms.ChoiceField, forms.MultipleChoiceField):
        one = Literal[tuple(value for value, _name in field.choices)]  # type: ignore[attr-defined,valid-type]
        return list[one] if type(field) is forms.MultipleChoiceField else one  # type: ignore[valid-type]
    kind = next((kind for narrow, kind in _KINDS if isinstance(field, narrow)), None)
    if kind is None:
        longest = getattr(field, "max_length", None)
        return Annotated[str, Meta(max_length=longest)] if longest else str
    return (
        kind | None
        if isinstance(field, _NONE_IS_NULL) and not field.required and kind is not Numbers
        else kind
    )


def empty(field: forms.Field) -> Any:
    """What a field says when nothing is there."""
    if isinstance(field, RowsField | LinesField | forms.MultipleChoiceField):
        return []
    if isinstance(field, forms.ModelMultipleChoiceField):
        return []
    return None if isinstance(field, _NONE_IS_NULL) else ""


def _shown(fields: Mapping[str, forms.Field]) -> dict[str, forms.Field]:
    """Without what nobody may read again."""
    return {
        name: field for name, field in fields.items() if not isinstance(field.widget, forms.PasswordInput)
    }


def _described(fields: Mapping[str, forms.Field]) -> Iterator[tuple[str, Any, Meta]]:
    for name, field in fields.items():
        usual = f"Usual: {field.initial}" if field.initial else ""
        said = (str(part).rstrip(".") for part in (field.label, field.help_text, usual) if part)
        yield name, kind_of(field), Meta(description=". ".join(said) + ".")


def _struct(name: str, fields: list[Any], about: str) -> type[Struct]:
    return defstruct(
        name, fields, kw_only=True, forbid_unknown_fields=True, namespace={"__doc__": about}, module=__name__
    )
