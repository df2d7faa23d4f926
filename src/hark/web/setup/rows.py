"""Rows of small fields as one field of a form: a formset of Django's inside it.

Without scripts there is always one empty row to fill in. An emptied row is none; a ticked *Remove* takes it away.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME, TOTAL_FORM_COUNT, BaseFormSet, formset_factory
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hark.web.setup import codes

MOST = 150
_MORE = (
    30  # that many too many are read and shown again; Django's thousand in rows of rows would be a million
)
Values = Mapping[str, Any]


class Row(forms.Form):
    """One row. `read` and `write` turn what is stored into rows and back."""

    key: str

    def __init__(self, *args: Any, held: Sequence[Values] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("autocomplete", "off")
            if isinstance(field, codes.Code):
                field.also(row[name] for row in held)

    @staticmethod
    def read(value: Any) -> list[Values]:
        raise NotImplementedError

    @staticmethod
    def write(rows: Sequence[Values]) -> Any:
        raise NotImplementedError

    @classmethod
    def compare(cls, rows: Sequence[Any]) -> None:
        """Mark the rows that contradict others: no two have the same `key`."""
        seen = set()
        for row in rows:
            said = row.cleaned_data.get(cls.key)
            if said is not None and said in seen:
                row.add_error(cls.key, _("Another row says this already."))
            seen.add(said)

    @property
    def blank(self) -> bool:
        """Whether it says nothing, and is there to be filled in."""
        return not (self.errors or self.has_changed()) if self.is_bound else not self.initial

    @property
    def deletion(self) -> forms.BoundField:
        """The box that takes the row away."""
        return self[DELETION_FIELD_NAME]


class Rows(BaseFormSet):  # type: ignore[type-arg]  # no generic at run time
    """Rows that fit together."""

    default_error_messages = {"too_many_forms": _("At most %(num)d rows.")}

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields[DELETION_FIELD_NAME].label = _("Remove")

    def clean(self) -> None:
        self.form.compare(self.kept)

    def initial_form_count(self) -> int:
        """None once they were sent: an emptied row is none, also one that was stored."""
        return 0 if self.is_bound else super().initial_form_count()

    @property
    def marked(self) -> bool:
        """Whether something is wrong in one of the rows."""
        return self.is_bound and any(self.errors)

    @property
    def kept(self) -> list[Any]:
        """The rows that say something and stay."""
        return [
            form
            for form in self.forms
            if form.has_changed() and not form.cleaned_data.get(DELETION_FIELD_NAME)
        ]


class RowsBound(forms.BoundField):
    """The field on a page, and what came back of it."""

    @cached_property
    def data(self) -> Any:
        """The rows as they were sent; a form that sent none leaves what is there."""
        sent = self.form.data
        if f"{self.html_name}-{TOTAL_FORM_COUNT}" not in sent:
            field: Any = self.field
            sent = field.sent(self.html_name, self.initial)
        return self._formset(sent)

    @cached_property
    def rows(self) -> Any:
        """The rows to show."""
        return self.data if self.form.is_bound else self._formset(None, initial=self._held)

    @property
    def _held(self) -> list[Values]:
        field: Any = self.field
        return list(field.row.read(self.initial or {}))

    def _formset(self, data: Any, **more: Any) -> Any:
        field: Any = self.field
        return field.formset(data, prefix=self.html_name, form_kwargs={"held": self._held}, **more)


class RowsField(forms.Field):
    """What `row` makes of its rows."""

    def __init__(self, row: type[Row], *, add: Promise, most: int = MOST, **more: Any) -> None:
        self.row, self.add = row, add
        self.formset = formset_factory(
            row,
            formset=Rows,
            extra=1,
            can_delete=True,
            max_num=most,
            validate_max=True,
            absolute_max=most + _MORE,
        )
        super().__init__(required=False, **more)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> RowsBound:
        return RowsBound(form, self, field_name)

    def has_changed(self, initial: Any, data: Any) -> bool:  # noqa: ARG002 - Django's signature
        """Whether a row says anything; `data` are the rows of a form that began without any."""
        return any(row.has_changed() for row in data)

    def clean(self, value: Any) -> Any:
        if not value.is_valid():
            raise ValidationError([*value.non_form_errors()] or _("Look at the marked rows."))
        return self.row.write([form.cleaned_data for form in value.kept])

    def sent(self, name: str, value: Any) -> dict[str, Any]:
        """What a page that shows this stored value would send back."""
        return self.rows_sent(name, self.row.read(value or {}))

    def rows_sent(self, name: str, rows: Sequence[Values]) -> dict[str, Any]:
        """What a page with these rows would send."""
        found: dict[str, Any] = {f"{name}-{TOTAL_FORM_COUNT}": len(rows), f"{name}-INITIAL_FORMS": 0}
        for place, row in enumerate(rows):
            for part, value in row.items():
                found |= sent(self.row.base_fields[part], f"{name}-{place}-{part}", value)
        return found


def sent(field: forms.Field, name: str, value: Any) -> dict[str, Any]:
    """What a page that shows this value in a field would send back."""
    return field.sent(name, value) if isinstance(field, RowsField) else {name: field.prepare_value(value)}
