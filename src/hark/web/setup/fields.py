"""Fields that settings need: lists by line, minutes kept as seconds, money."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hark.text.hidden import hidden

WORD = _("Only the letters a to z, digits, - and _, without spaces.")
A_YEAR = 366 * 24 * 60  # in minutes


def in_sight(value: str) -> None:
    """Raises ValidationError for a name that hides a character or turns the words around it."""
    if any(hidden(value)):
        raise forms.ValidationError(_("There is an invisible or direction-changing character here."))


class LinesField(forms.CharField):
    """A list, one thing a line. Empty lines and repetitions are dropped."""

    widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})

    def clean(self, value: Any) -> list[str]:
        text = str(super().clean(value))
        return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value


class MinutesField(forms.IntegerField):
    """Whole minutes on the screen, a year of them at most, seconds underneath; empty is None."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"max_value": A_YEAR} | more)

    def clean(self, value: Any) -> int | None:
        minutes = super().clean(value)
        return None if minutes is None else int(minutes) * 60

    def prepare_value(self, value: Any) -> Any:
        return value // 60 if isinstance(value, int) else value


class MoneyField(forms.DecimalField):
    """A sum without its currency, with its cents on the screen."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"min_value": 0, "decimal_places": 2, "max_digits": 9} | more)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.2f}" if isinstance(value, int | float) else value
