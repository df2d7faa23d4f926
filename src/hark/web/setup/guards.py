"""Settings of guards: which answers need a second person, and the words and contacts of the house."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hark.accounts.models import User
from hark.actions import rules
from hark.store.models import Brand, BrandRules
from hark.web.setup.fields import LinesField
from hark.web.setup.queues import brands_with_rules, held_rules
from hark.web.setup.section import Line, Section, SetupForm

_LEVELS = [
    ("trainee", _("Trainees")), ("agent", _("Agents")), ("senior", _("Seniors")), ("supervisor", _("Supervisors")),
]  # fmt: skip
_LANES = [("public", _("Public")), ("private", _("Private"))]
KINDS = [
    ("personal_data", _("Personal data in public")), ("money", _("Promises of money")),
    ("profanity", _("Profanity")), ("defensiveness", _("Defensive words")), ("duplicate", _("The same words again")),
    ("lookalike", _("Look-alike or hidden characters")), ("link_price", _("The price of a link")),
    ("being_answered", _("Somebody else is answering")),
]  # fmt: skip
FIELDS = (
    "approve_levels",
    "approve_lanes",
    "approve_guards",
    "approve_minutes",
    "forbidden_words",
    "public_contacts",
)


class GuardsForm(SetupForm):
    approve_levels = forms.MultipleChoiceField(
        label=_("Answers of these people wait for a second person"), choices=_LEVELS, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    approve_lanes = forms.MultipleChoiceField(
        label=_("In these lanes"), choices=_LANES, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means both."),
    )  # fmt: skip
    approve_guards = forms.MultipleChoiceField(
        label=_("Overruling these guards needs a second person"), choices=KINDS, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    approve_minutes = forms.IntegerField(
        label=_("Minutes for an approval"), min_value=1, max_value=10_080,
        help_text=_("Then it is overdue, and everybody concerned is told."),
    )  # fmt: skip
    forbidden_words = LinesField(
        label=_("Words of the house nobody sends"), required=False,
        help_text=_("One a line. The guard against profanity knows them too."),
    )  # fmt: skip
    public_contacts = LinesField(
        label=_("Contacts that may stand in public"), required=False,
        help_text=_("The brand's own phone numbers and addresses, which look like personal data; one a line."),
    )  # fmt: skip


def _line(brand: Brand) -> Line:
    held = held_rules(brand)
    who = ", ".join(str(dict(_LEVELS)[level]) for level in held.approve_levels)
    facts = [
        gettext("a second person reads: %(who)s") % {"who": who}
        if who
        else gettext("no second person reads"),
        gettext("%(n)s min to approve") % {"n": held.approve_minutes},
    ]
    return Line(brand.name, facts)


def _save(row: Brand | None, values: Mapping[str, Any], by: User, now: datetime) -> BrandRules:
    assert row is not None  # the section has no "add"
    return rules.save(row.pk, values, by=by, now=now)


GUARDS = Section(
    key="guards", name=_("Guards"), icon="shield-alert",
    about=_("What is held against an answer before it leaves, and whose answers a second person reads first."),
    empty=_("No brand yet."), rows=brands_with_rules, line=_line,
    trail=lambda brand: ("brandrules", held_rules(brand).pk) if held_rules(brand).pk else None,
    form=GuardsForm, initial=lambda brand: {name: getattr(held_rules(brand), name) for name in FIELDS}, save=_save,
)  # fmt: skip
