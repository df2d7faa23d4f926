"""Fields that settings need: lists by line, pairs by line, hours of a day, minutes kept as seconds."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

_HOURS = re.compile(r"(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})")
Days = dict[str, list[list[str]]]


class LinesField(forms.CharField):
    """A list, one thing a line. Empty lines and repetitions are dropped."""

    widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})

    def clean(self, value: Any) -> list[str]:
        text = str(super().clean(value))
        return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value


class PairsField(forms.CharField):
    """Names and values, one pair a line: `order: [0-9]{8}`."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})

    def clean(self, value: Any) -> dict[str, str]:
        found: dict[str, str] = {}
        for line in str(super().clean(value)).splitlines():
            name, colon, rest = line.partition(":")
            if line.strip() and not (colon and name.strip() and rest.strip()):
                raise ValidationError(_("“%(line)s” is not a name, a colon and a value.") % {"line": line})
            if line.strip():
                found[name.strip()] = rest.strip()
        return found

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(f"{k}: {v}" for k, v in value.items()) if isinstance(value, Mapping) else value


class TopicsField(PairsField):
    """Topics and the phrases that begin them, one topic a line: `billing: bill, invoice, charged twice`."""

    def clean(self, value: Any) -> Any:
        pairs = super().clean(value)
        found = {
            "_".join(name.lower().split()): [
                phrase.strip() for phrase in phrases.split(",") if phrase.strip()
            ]
            for name, phrases in pairs.items()
        }
        empty = next((name for name, phrases in found.items() if not phrases), None)
        if empty:
            raise ValidationError(_("The topic %(name)s has no phrase.") % {"name": empty})
        return found

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return "\n".join(f"{name}: {', '.join(phrases)}" for name, phrases in value.items())
        return value


class MinutesField(forms.IntegerField):
    """Whole minutes on the screen, seconds underneath; empty is None."""

    def clean(self, value: Any) -> int | None:
        minutes = super().clean(value)
        return None if minutes is None else int(minutes) * 60

    def prepare_value(self, value: Any) -> Any:
        return value // 60 if isinstance(value, int) else value


class DayField(forms.CharField):
    """The hours of a weekday: `09:00-13:00, 14:00-17:30`; nothing is closed."""

    widget = forms.TextInput(attrs={"spellcheck": "false", "inputmode": "numeric"})
    day = True

    def __init__(self, number: int, **more: Any) -> None:
        super().__init__(label=WEEKDAYS[number], required=False, max_length=120, **more)

    def clean(self, value: Any) -> list[list[str]]:
        return hours(str(super().clean(value)))

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, list | tuple) else value


class DatesField(forms.CharField):
    """Days with their own hours, one a line: `2026-12-24 09:00-13:00`."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})

    def clean(self, value: Any) -> Days:
        found: Days = {}
        for line in filter(None, map(str.strip, str(super().clean(value)).splitlines())):
            day, _space, rest = line.partition(" ")
            if not rest.strip():
                raise ValidationError(_("“%(line)s” is not a day and its hours.") % {"line": line})
            found.setdefault(day.rstrip(":"), []).extend(hours(rest))
        return found

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return "\n".join(f"{day} {written(times)}" for day, times in value.items() if times)
        return value


def hours(text: str) -> list[list[str]]:
    """Stretches of a day. Raises ValidationError for words that say something else."""
    found = [[_padded(opens), _padded(closes)] for opens, closes in _HOURS.findall(text)]
    if re.sub(r"[\s,;]", "", _HOURS.sub("", text)):
        raise ValidationError(_("“%(line)s” is no hours such as 09:00-13:00, 14:00-17:30.") % {"line": text})
    return found


def written(times: Sequence[Sequence[str]]) -> str:
    """Stretches of a day as people write them."""
    return ", ".join("-".join(pair) for pair in times)


def _padded(time: str) -> str:
    return time.rjust(5, "0")
