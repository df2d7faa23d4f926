"""Settings of brands: names, what triage must know, the pledge, the public scoreboard."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hark.accounts.models import User
from hark.actions import brands
from hark.store.models import Brand
from hark.triage.personal_data import trouble_with
from hark.web import words
from hark.web.setup import codes
from hark.web.setup.fields import WORD, LinesField
from hark.web.setup.rows import Row, RowsField, Values
from hark.web.setup.section import Badge, Line, Section, SetupForm
from hark.web.told import told


class NumberRow(Row):
    """A kind of number and the pattern that finds it."""

    kind = forms.CharField(label=_("Number of"), max_length=40)
    pattern = forms.CharField(
        label=_("Looks like"), max_length=200, widget=forms.TextInput(attrs={"spellcheck": "false"})
    )
    key = "kind"

    def clean_pattern(self) -> str:
        pattern: str = self.cleaned_data["pattern"]
        if trouble := trouble_with(pattern):
            raise forms.ValidationError(_("This pattern is broken: %(error)s.") % {"error": told(trouble)})
        return pattern

    @staticmethod
    def read(value: Mapping[str, str]) -> list[Values]:
        return [{"kind": kind, "pattern": pattern} for kind, pattern in sorted(value.items())]

    @staticmethod
    def write(rows: Sequence[Values]) -> dict[str, str]:
        return {row["kind"]: row["pattern"] for row in rows}


class BrandForm(SetupForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    industry = codes.industry(help_text=_("Chooses the topics triage starts from."))
    zone = codes.Zone(initial="UTC")
    names = LinesField(
        label=_("Names"), required=False, help_text=_("What people call the brand without a tag, one a line.")
    )
    products = LinesField(
        label=_("Products"), required=False, help_text=_("Names that mean us too, one a line.")
    )
    homonyms = LinesField(
        label=_("Homonyms"),
        required=False,
        help_text=_("Phrases that hold a name and mean something else, one a line."),
    )
    patterns = RowsField(
        NumberRow, label=_("Number formats"), add=_("Add number format"),
        help_text=_(
            "What your order, booking or customer numbers look like, so that they are covered in public. "
            "[0-9]{8} is eight digits, AB-[0-9]{6} the letters AB, a dash and six digits."
        ),
    )  # fmt: skip
    first_reply_minutes = forms.IntegerField(
        label=_("Pledge in minutes"), min_value=1, max_value=10_080, initial=30,
        help_text=_("We answer within this time. Clocks and the scoreboard hold us to it."),
    )  # fmt: skip
    scoreboard = forms.BooleanField(
        label=_("Publish the scoreboard"), required=False,
        help_text=_("A page for everybody, without names: the pledge and how often it was kept."),
    )  # fmt: skip
    slug = forms.SlugField(
        error_messages={"invalid": WORD},
        label=_("Address of the scoreboard"), max_length=60, required=False,
        help_text=_("The last part of /score/… Left empty, it is made of the name."),
    )  # fmt: skip

    def clean_slug(self) -> str | None:
        return self.cleaned_data["slug"] or None


def rows(person: User) -> QuerySet[Brand]:
    return Brand.objects.filter(access__user=person).order_by("name")


def line(brand: Brand) -> Line:
    pledge = gettext("Answers within %(n)s min") % {"n": brand.first_reply_minutes}
    badges = [Badge(_("scoreboard is public"), "good")] if brand.scoreboard else []
    return Line(brand.name, [pledge, brand.zone, words.INDUSTRY.get(brand.industry, brand.industry)], badges)


def save(row: Brand | None, values: Mapping[str, Any], by: User, now: datetime) -> Brand:
    return brands.save(row.pk if row else None, values, by=by, now=now)


SECTION = Section(
    key="brands", name=_("Brands"), icon="megaphone",
    about=_("What the public knows you by, and what you promise."),
    empty=_("No brand yet. Connecting an account starts one."),
    rows=rows, line=line, trail=lambda brand: ("brand", brand.pk), form=BrandForm,
    initial=lambda brand: {name: getattr(brand, name) for name in BrandForm.base_fields},
    save=save, add=_("Add brand"), part="web/setup/_brand.html",
)  # fmt: skip
