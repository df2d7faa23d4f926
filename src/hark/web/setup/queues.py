"""Settings of the queue: how cases are given, which team they belong to, and the house rules of a brand."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hark.accounts.models import Team, User
from hark.actions import queues, rules
from hark.domain.routing_facts import AfterHours, Method, Mode
from hark.store.models import Brand, BrandRules, BusinessCalendar, QueuePolicy, TeamRule
from hark.web import words
from hark.web.setup import codes
from hark.web.setup.branded import BrandedForm
from hark.web.setup.fields import MoneyField
from hark.web.setup.rows import Row, RowsField, Values
from hark.web.setup.section import Badge, Line, Section, SetupForm
from hark.web.told import told

_MODES = [(Mode.CLAIM.value, _("Agents take cases")), (Mode.PUSH.value, _("Cases are given to agents"))]
_METHODS = [
    (Method.LEAST_LOADED.value, _("To whoever has most room")), (Method.ROUND_ROBIN.value, _("In turn")),
]  # fmt: skip
_AFTER = [
    (AfterHours.WAIT.value, _("Cases wait for the next opening")), (AfterHours.SERVE.value, _("As in opening hours")),
    (AfterHours.ON_CALL.value, _("To the on-call team")),
]  # fmt: skip


class AcknowledgementRow(Row):
    """What is said out of hours to who writes a language, "" for all others."""

    language = codes.language(_("All others"))
    text = forms.CharField(label=_("Text"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    key = "language"

    @staticmethod
    def read(value: Mapping[str, str]) -> list[Values]:
        return [{"language": language, "text": text} for language, text in sorted(value.items())]

    @staticmethod
    def write(rows: Sequence[Values]) -> dict[str, str]:
        return {row["language"]: row["text"] for row in rows}


class QueueForm(SetupForm):
    mode = forms.ChoiceField(label=_("Cases"), choices=_MODES)
    method = forms.ChoiceField(label=_("Given"), choices=_METHODS)
    calendar = forms.ModelChoiceField(
        BusinessCalendar.objects.none(),
        label=_("Business calendar"),
        required=False,
        empty_label=_("Day and night"),
    )
    after_hours = forms.ChoiceField(label=_("Out of hours"), choices=_AFTER)
    on_call_team = forms.ModelChoiceField(
        Team.objects.order_by("name"), label=_("On-call team"), required=False, empty_label=_("None")
    )
    idle_minutes = forms.IntegerField(
        label=_("Taken back after idle minutes"), min_value=1, max_value=10_000, required=False,
        help_text=_("When the owner does nothing on a waiting case. Empty: never."),
    )  # fmt: skip
    away_minutes = forms.IntegerField(
        label=_("Taken back after minutes away"), min_value=1, max_value=10_000, required=False
    )
    acknowledge = forms.BooleanField(
        label=_("Prepare an honest word out of hours"), required=False,
        help_text=_("It is laid before a person, never sent by itself."),
    )  # fmt: skip
    acknowledgements = RowsField(
        AcknowledgementRow, label=_("Words by language"), add=_("Add language"),
        help_text=_("{time} and {date} become those of the next opening."),
    )  # fmt: skip

    def prepare(self) -> None:
        field = cast("forms.ModelChoiceField[BusinessCalendar]", self.fields["calendar"])
        field.queryset = BusinessCalendar.objects.filter(brand=self.row)


class RuleForm(BrandedForm):
    team = forms.ModelChoiceField(Team.objects.order_by("name"), label=_("Team"), empty_label=None)
    topics = codes.topics()
    languages = codes.languages()
    networks = codes.networks()
    position = forms.IntegerField(label=_("Order"), initial=0, help_text=_("The first rule that fits wins."))


class TicketSystemRow(Row):
    """A ticket system of the house and the address of a ticket in it."""

    name = forms.CharField(label=_("Name"), max_length=60)
    address = forms.CharField(
        label=_("Address of a ticket"), max_length=500, required=False,
        widget=forms.TextInput(attrs={"spellcheck": "false", "placeholder": "https://desk.example/ticket/{number}"}),
    )  # fmt: skip
    key = "name"

    def clean(self) -> dict[str, Any]:
        if address := self.cleaned_data.get("address"):
            try:
                rules.check_address(self.cleaned_data.get("name", ""), address)
            except ValueError as error:
                self.add_error("address", told(str(error)))
        return self.cleaned_data

    @staticmethod
    def read(value: Mapping[str, str]) -> list[Values]:
        return [{"name": name, "address": address} for name, address in sorted(value.items())]

    @staticmethod
    def write(rows: Sequence[Values]) -> dict[str, str]:
        return {row["name"]: row["address"] for row in rows}


class LimitsForm(SetupForm):
    reopen_hours = forms.IntegerField(
        label=_("Reopen window in hours"), min_value=0, max_value=8760,
        help_text=_("A customer who writes again within it comes back to the same person."),
    )  # fmt: skip
    currency = forms.RegexField(
        r"^[A-Z]{3}$",
        label=_("Currency"),
        help_text=_("Three letters, for example EUR."),
        error_messages={"invalid": _("Three capital letters, for example EUR.")},
    )
    trainee = MoneyField(label=_("Goodwill limit, trainee"))
    agent = MoneyField(label=_("Goodwill limit, agent"))
    senior = MoneyField(label=_("Goodwill limit, senior"))
    supervisor = MoneyField(label=_("Goodwill limit, supervisor"))
    ticket_systems = RowsField(
        TicketSystemRow, label=_("Ticket systems"), add=_("Add ticket system"),
        help_text=_("Systems of the house whose numbers cases name. {number} is where the number goes."),
    )  # fmt: skip


def brands_with_rules(person: User) -> QuerySet[Brand]:
    return Brand.objects.filter(access__user=person).select_related("queue_policy", "rules").order_by("name")


def _policy(brand: Brand) -> QueuePolicy:
    return getattr(brand, "queue_policy", None) or QueuePolicy(brand=brand)


def _queue_line(brand: Brand) -> Line:
    policy = _policy(brand)
    said = dict(_MODES)[policy.mode]
    return Line(brand.name, [said], [] if policy.pk else [Badge(_("usual settings"))])


def _queue_initial(brand: Brand) -> Mapping[str, Any]:
    policy = _policy(brand)
    known = {
        name: getattr(policy, name)
        for name in QueueForm.base_fields
        if name not in ("calendar", "on_call_team")
    }
    return known | {"calendar": policy.calendar_id, "on_call_team": policy.on_call_team_id}


def _rules(person: User) -> QuerySet[TeamRule]:
    mine = TeamRule.objects.filter(brand__access__user=person).select_related("brand", "team")
    return mine.order_by("brand__name", "position", "pk")


def _rule_line(rule: TeamRule) -> Line:
    fits = ", ".join(words.fitting(rule.topics, rule.languages, rule.networks)) or gettext("every case")
    return Line(rule.team.name, [rule.brand.name, fits])


def _save_rule(row: TeamRule | None, values: Mapping[str, Any], by: User, now: datetime) -> TeamRule:
    fields = dict(values)
    brand = fields.pop("brand")
    return queues.save_rule(brand.pk, row.pk if row else None, fields, by=by, now=now)


def held_rules(brand: Brand) -> BrandRules:
    return getattr(brand, "rules", None) or BrandRules(brand=brand)


def _limits_line(brand: Brand) -> Line:
    held = held_rules(brand)
    most = max(held.goodwill_cents.values(), default=0) / 100
    facts = [
        gettext("reopen within %(n)s h") % {"n": held.reopen_hours},
        gettext("goodwill up to %(n)s") % {"n": f"{most:.2f} {held.currency}"},
    ]
    return Line(brand.name, facts)


def _limits_initial(brand: Brand) -> Mapping[str, Any]:
    held = held_rules(brand)
    cents = {level: held.goodwill_cents.get(level, 0) / 100 for level in rules.LEVELS}
    plain = {name: getattr(held, name) for name in ("reopen_hours", "currency", "ticket_systems")}
    return plain | cents


def _save_limits(row: Brand | None, values: Mapping[str, Any], by: User, now: datetime) -> BrandRules:
    assert row is not None  # the section has no "add"
    cents = {level: int(values[level] * 100) for level in rules.LEVELS}
    fields = {name: values[name] for name in ("reopen_hours", "currency", "ticket_systems")}
    return rules.save(row.pk, fields | {"goodwill_cents": cents}, by=by, now=now)


def _save_queue(row: Brand | None, values: Mapping[str, Any], by: User, now: datetime) -> QueuePolicy:
    assert row is not None  # the section has no "add"
    return queues.save_policy(row.pk, values, by=by, now=now)


QUEUES = Section(
    key="queues", name=_("Queue"), icon="inbox",
    about=_("How cases find a person: claimed or given, and what happens out of hours."),
    empty=_("No brand yet."), rows=brands_with_rules, line=_queue_line,
    trail=lambda brand: ("queuepolicy", _policy(brand).pk) if _policy(brand).pk else None,
    form=QueueForm, initial=_queue_initial, save=_save_queue,
)  # fmt: skip
RULES = Section(
    key="team-rules", name=_("Team rules"), icon="split",
    about=_("Which cases belong to which team."),
    empty=_("No rule: cases belong to no team until somebody moves them."),
    rows=_rules, line=_rule_line, trail=lambda rule: ("teamrule", rule.pk), form=RuleForm,
    initial=lambda rule: {
        "brand": rule.brand_id, "team": rule.team_id, "topics": rule.topics, "languages": rule.languages,
        "networks": rule.networks, "position": rule.position,
    },
    save=_save_rule, remove=lambda row, by, now: queues.remove_rule(row.pk, by=by, now=now), add=_("Add team rule"),
)  # fmt: skip
LIMITS = Section(
    key="limits", name=_("Limits"), icon="wallet",
    about=_("The reopen window, and how much goodwill who may grant alone. Money above it waits for approval."),
    empty=_("No brand yet."), rows=brands_with_rules, line=_limits_line,
    trail=lambda brand: ("brandrules", held_rules(brand).pk) if held_rules(brand).pk else None,
    form=LimitsForm, initial=_limits_initial, save=_save_limits,
)  # fmt: skip
