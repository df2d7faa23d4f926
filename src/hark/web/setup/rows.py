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

MOST = 150  # Django takes a thousand fields at once
Values = Mapping[str, Any]


class Row(forms.Form):
    """One row. No two have the same `key`; `read` and `write` turn what is stored into rows and back."""

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

    @property
    def deletion(self) -> forms.BoundField:
        """The box that takes the row away."""
        return self[DELETION_FIELD_NAME]


class Rows(BaseFormSet):  # type: ignore[type-arg]  # no generic at run time
    """Rows of which no two have the same key."""

    default_error_messages = {"too_many_forms": _("At most %(num)d rows.")}

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields[DELETION_FIELD_NAME].label = _("Remove")

    def clean(self) -> None:
        seen = set()
        for form in self.kept:
            said = form.cleaned_data.get(form.key)
            if said is not None and said in seen:
                form.add_error(form.key, _("Another row says this already."))
            seen.add(said)

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
            sent = self._as_sent()
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

    def _as_sent(self) -> dict[str, Any]:
        shown = self._formset(None, initial=self._held)
        sent = {shown.management_form.add_prefix(TOTAL_FORM_COUNT): len(self._held)}
        sent[shown.management_form.add_prefix("INITIAL_FORMS")] = 0
        for form in shown.initial_forms:
            sent |= {field.html_name: field.value() for field in form if field.name != DELETION_FIELD_NAME}
        return sent


class RowsField(forms.Field):
    """What `row` makes of its rows."""

    def __init__(self, row: type[Row], *, add: Promise, **more: Any) -> None:
        self.row, self.add = row, add
        self.formset = formset_factory(
            row, formset=Rows, extra=1, can_delete=True, max_num=MOST, validate_max=True
        )
        super().__init__(required=False, **more)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> RowsBound:
        return RowsBound(form, self, field_name)

    def clean(self, value: Any) -> Any:
        if not value.is_valid():
            raise ValidationError([*value.non_form_errors()] or _("Look at the marked rows."))
        return self.row.write([form.cleaned_data for form in value.kept])
