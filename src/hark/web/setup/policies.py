"""Settings of what is promised: SLA policies."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hark.accounts.models import User
from hark.actions import sla
from hark.domain.clock import ClockKind
from hark.domain.sla import DEFAULT_PAUSES
from hark.store.models import BusinessCalendar, SlaPolicy
from hark.web.setup import codes
from hark.web.setup.branded import BrandedForm
from hark.web.setup.calendars import calendars
from hark.web.setup.fields import MinutesField
from hark.web.setup.section import Line, Section

_STILL = [
    ("waiting", _("Waiting for the customer")), ("snoozed", _("Snoozed")), ("closed", _("Closed")),
]  # fmt: skip
# The states that stop a clock, by the field that asks for them.
PAUSES: Mapping[str, ClockKind] = {
    "next_pauses": ClockKind.NEXT_REPLY,
    "resolution_pauses": ClockKind.RESOLUTION,
}


class PolicyForm(BrandedForm):
    name = forms.CharField(label=_("Name"), max_length=80)
    lane = forms.ChoiceField(
        label=_("Lane"), required=False,
        choices=[("", _("Both lanes")), ("public", _("Public")), ("private", _("Private"))],
    )  # fmt: skip
    topics = codes.topics()
    languages = codes.languages()
    priority_from = forms.FloatField(label=_("Priority from"), min_value=0, max_value=100, initial=0)
    first_reply_seconds = MinutesField(label=_("First reply, minutes"), min_value=1, required=False)
    next_reply_seconds = MinutesField(label=_("Next reply, minutes"), min_value=1, required=False)
    resolution_seconds = MinutesField(label=_("Resolution, minutes"), min_value=1, required=False)
    next_pauses = forms.MultipleChoiceField(
        label=_("The next-reply clock stands still"), choices=_STILL, required=False,
        initial=sorted(DEFAULT_PAUSES[ClockKind.NEXT_REPLY]), widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    resolution_pauses = forms.MultipleChoiceField(
        label=_("The resolution clock stands still"), choices=_STILL, required=False,
        initial=sorted(DEFAULT_PAUSES[ClockKind.RESOLUTION]), widget=forms.CheckboxSelectMultiple,
        help_text=_("The clock of the first reply never does: nobody has answered yet."),
    )  # fmt: skip
    warn_share = forms.FloatField(
        label=_("Warn when this share of the time is left"), min_value=0, max_value=1, initial=0.25
    )
    calendar = forms.ModelChoiceField(
        BusinessCalendar.objects.none(), label=_("Business calendar"), required=False,
        empty_label=_("The brand's, by language"),
    )  # fmt: skip
    position = forms.IntegerField(
        label=_("Order"), initial=0, help_text=_("The first policy that fits best wins.")
    )

    def prepare(self) -> None:
        super().prepare()
        field = cast("forms.ModelChoiceField[BusinessCalendar]", self.fields["calendar"])
        field.queryset = calendars(self.by)
        if self.row is not None:
            field.queryset = field.queryset.filter(brand=self.row.brand_id)


def _policies(person: User) -> QuerySet[SlaPolicy]:
    return (
        SlaPolicy.objects.filter(brand__access__user=person)
        .select_related("brand")
        .order_by("brand__name", "position", "pk")
    )


def _save_policy(row: SlaPolicy | None, values: Mapping[str, Any], by: User, now: datetime) -> SlaPolicy:
    fields = dict(values)
    brand = fields.pop("brand")
    still = {kind.value: sorted(fields.pop(name)) for name, kind in PAUSES.items()}
    fields["pauses"] = {**(row.pauses if row else {}), **still}
    return sla.save_policy(brand.pk, row.pk if row else None, fields, by=by, now=now)


def _promised(policy: SlaPolicy) -> str:
    kinds = (
        (gettext("first reply"), policy.first_reply_seconds), (gettext("next reply"), policy.next_reply_seconds),
        (gettext("resolution"), policy.resolution_seconds),
    )  # fmt: skip
    return ", ".join(f"{name} {seconds // 60} min" for name, seconds in kinds if seconds) or gettext(
        "promises nothing"
    )


def _policy_initial(row: SlaPolicy) -> Mapping[str, Any]:
    plain = [name for name in PolicyForm.base_fields if name not in ("brand", "calendar", *PAUSES)]
    known = {name: getattr(row, name) for name in plain}
    still = {name: row.pauses.get(kind.value, sorted(DEFAULT_PAUSES[kind])) for name, kind in PAUSES.items()}
    return known | still | {"brand": row.brand_id, "calendar": row.calendar_id}


POLICIES = Section(
    key="policies", name=_("SLA policies"), icon="timer",
    about=_("How fast which cases are answered. Without a policy, the brand's pledge counts."),
    empty=_("No policy: the brand's pledge holds for every case."), rows=_policies,
    line=lambda row: Line(row.name, [row.brand.name, _promised(row)]),
    trail=lambda row: ("slapolicy", row.pk), form=PolicyForm,
    initial=_policy_initial,
    save=_save_policy, remove=lambda row, by, now: sla.remove_policy(row.pk, by=by, now=now), add=_("Add SLA policy"),
)  # fmt: skip
