"""The form of a setting that belongs to a brand for good."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hark.store.models import Brand
from hark.web.setup.section import SetupForm


class BrandSelect(forms.Select):
    """Brands to choose among; each tells the page its time zone."""

    def create_option(self, name: str, value: Any, *args: Any, **more: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **more)
        option["attrs"]["data-zone"] = value.instance.zone
        return option


class BrandedForm(SetupForm):
    """A form for a row that belongs to a brand for good."""

    brand = forms.ModelChoiceField(
        Brand.objects.none(), label=_("Brand"), empty_label=None, widget=BrandSelect
    )

    def prepare(self) -> None:
        field = cast("forms.ModelChoiceField[Brand]", self.fields["brand"])
        field.queryset = self.brands
        field.disabled = self.row is not None

    @property
    def brands(self) -> QuerySet[Brand]:
        """Those there are to choose among."""
        return Brand.objects.filter(access__user=self.by).order_by("name")
