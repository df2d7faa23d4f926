"""Settings of macros: texts with variables that agents put into answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from hark.accounts.models import Team, User
from hark.actions import macros
from hark.store.models import Macro
from hark.web import words
from hark.web.setup import codes
from hark.web.setup.branded import BrandedForm
from hark.web.setup.fields import WORD, LinesField
from hark.web.setup.section import Line, Section

_FIELDS = ("name", "shortcut", "text", "lane", "language", "tags")


class MacroForm(BrandedForm):
    name = forms.CharField(label=_("Name"), max_length=80)
    shortcut = forms.SlugField(
        error_messages={"invalid": WORD},
        label=_("Shortcut"),
        max_length=20,
        required=False,
        help_text=_(
            "Typed after a slash in the composer. Three have a use of their own when a case moves to private: "
            "private (the first message), messaged (the word in public beside it), invite (asks them to write)."
        ),
    )
    text = forms.CharField(
        label=_("Text"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 5}), strip=False,
        help_text=_("Variables are filled in for the case: {variables}."),
    )  # fmt: skip
    lane = forms.ChoiceField(
        label=_("Lane"), required=False,
        choices=[("", _("Both lanes")), ("public", _("Public")), ("private", _("Private"))],
    )  # fmt: skip
    language = codes.language(_("Any language"))
    team = forms.ModelChoiceField(
        Team.objects.order_by("name"), label=_("Team"), required=False, empty_label=_("Everybody")
    )
    tags = LinesField(label=_("Tags it sets"), required=False, help_text=_("One a line."))

    def prepare(self) -> None:
        super().prepare()
        known = ", ".join(f"{{{name}}}" for name in macros.VARIABLES)
        self.fields["text"].help_text = str(self.fields["text"].help_text).replace("{variables}", known)


def rows(person: User) -> QuerySet[Macro]:
    mine = Macro.objects.filter(brand__access__user=person).select_related("brand", "team")
    return mine.order_by("brand__name", "name", "language")


def line(macro: Macro) -> Line:
    used = ngettext("used once", "used %(n)d times", macro.used) % {"n": macro.used}
    whose = macro.team.name if macro.team else gettext("for everybody")
    spoken = words.language(macro.language) if macro.language else ""
    slash = f"/{macro.shortcut}" if macro.shortcut else ""
    return Line(macro.name, [slash, macro.brand.name, whose, spoken, used if macro.used else ""])


def save(row: Macro | None, values: Mapping[str, Any], by: User, now: datetime) -> Macro:
    fields = dict(values)
    brand = fields.pop("brand")
    return macros.save(brand.pk, row.pk if row else None, fields, by=by, now=now)


MACROS = Section(
    key="macros", name=_("Macros"), icon="text-quote",
    about=_("Texts for what is asked often. Agents see them filled in before they use them."),
    empty=_("No macro yet."), rows=rows, line=line, trail=lambda macro: ("macro", macro.pk), form=MacroForm,
    initial=lambda macro: {name: getattr(macro, name) for name in _FIELDS}
    | {"brand": macro.brand_id, "team": macro.team_id},
    save=save, remove=lambda row, by, now: macros.remove(row.pk, by=by, now=now), add=_("Add macro"),
)  # fmt: skip
