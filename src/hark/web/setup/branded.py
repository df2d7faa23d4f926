"""The form of a setting that belongs to a brand for good."""

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from hark.store.models import Brand
from hark.web.setup.section import SetupForm


class BrandedForm(SetupForm):
    """A form for a row that belongs to a brand for good."""

    brand = forms.ModelChoiceField(Brand.objects.none(), label=_("Brand"), empty_label=None)

    def prepare(self) -> None:
        field = cast("forms.ModelChoiceField[Brand]", self.fields["brand"])
        field.queryset = Brand.objects.filter(access__user=self.by).order_by("name")
        field.disabled = self.row is not None
