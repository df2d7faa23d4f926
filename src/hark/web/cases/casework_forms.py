"""What people send when they put something on a case beside answers."""

from decimal import Decimal
from typing import Any

from django import forms

from hark.actions.customers import PURPOSES
from hark.actions.reminders import PROMISE, REMINDER


class TicketForm(forms.Form):
    """A ticket of another system; without an address the house's own for that system is used."""

    system = forms.CharField(max_length=40)
    number = forms.CharField(max_length=80)
    url = forms.CharField(max_length=300, required=False)


class ReminderForm(forms.Form):
    """`at` is one of the offered times; `own` is typed instead. Cleaned into `when`."""

    kind = forms.ChoiceField(choices=[(REMINDER, REMINDER), (PROMISE, PROMISE)])
    at = forms.DateTimeField(required=False)
    own = forms.DateTimeField(required=False)
    text = forms.CharField(max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        given["when"] = given.get("at") or given.get("own")
        if given["when"] is None:
            raise forms.ValidationError("choose a time")
        return given


class GoodwillForm(forms.Form):
    """An amount in the brand's currency, and why."""

    amount = forms.DecimalField(min_value=Decimal("0.01"), max_value=Decimal(1_000_000), decimal_places=2)
    reason = forms.CharField(max_length=300)

    def __init__(self, data: Any) -> None:
        given = data.copy()
        # People write sums as they speak: 12,50 and 12.50 are the same.
        given["amount"] = given.get("amount", "").replace(",", ".")
        super().__init__(given)


class ConsentForm(forms.Form):
    """What the customer agreed to, and the words or the place that prove it."""

    purpose = forms.ChoiceField(choices=[(purpose, purpose) for purpose in PURPOSES])
    evidence = forms.CharField(max_length=2_000)
    number = forms.CharField(max_length=80, required=False)


class TransferForm(forms.Form):
    """To whom a case is handed over (`person-7` or `team-3`), and a note for them."""

    to = forms.RegexField(r"^(person|team)-\d{1,18}$")
    note = forms.CharField(max_length=300, required=False)


class MergeForm(forms.Form):
    """The case that goes into this one."""

    lost = forms.IntegerField(min_value=1)


class SplitForm(forms.Form):
    """The merge that is taken back."""

    merge = forms.IntegerField(min_value=1)
