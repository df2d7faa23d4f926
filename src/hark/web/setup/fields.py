"""Fields that settings need: lists by line, hours of a day, minutes kept as seconds."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from hark.domain.hours import CalendarError, Hours

_HOURS = re.compile(r"(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})")


class LinesField(forms.CharField):
    """A list, one thing a line. Empty lines and repetitions are dropped."""

    widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})

    def clean(self, value: Any) -> list[str]:
        text = str(super().clean(value))
        return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value


class MinutesField(forms.IntegerField):
    """Whole minutes on the screen, seconds underneath; empty is None."""

    def clean(self, value: Any) -> int | None:
        minutes = super().clean(value)
        return None if minutes is None else int(minutes) * 60

    def prepare_value(self, value: Any) -> Any:
        return value // 60 if isinstance(value, int) else value


class HoursField(forms.CharField):
    """The hours of a day: `09:00-13:00, 14:00-17:30`; nothing is closed."""

    widget = forms.TextInput(attrs={"spellcheck": "false"})

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, max_length=120, **more)

    def clean(self, value: Any) -> list[list[str]]:
        return hours(str(super().clean(value)))

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, list | tuple) else value


class DayField(HoursField):
    """The hours of a weekday."""

    day = True

    def __init__(self, number: int, **more: Any) -> None:
        super().__init__(label=WEEKDAYS[number], **more)


def hours(text: str) -> list[list[str]]:
    """Stretches of a day. Raises ValidationError for words that say something else."""
    found = [[_padded(opens), _padded(closes)] for opens, closes in _HOURS.findall(text)]
    if re.sub(r"[\s,;]", "", _HOURS.sub("", text)) or not all(_on_a_clock(*pair) for pair in found):
        raise ValidationError(_("“%(line)s” is no hours such as 09:00-13:00, 14:00-17:30.") % {"line": text})
    return found


def written(times: Sequence[Sequence[str]]) -> str:
    """Stretches of a day as people write them."""
    return ", ".join("-".join(pair) for pair in times)


def _on_a_clock(opens: str, closes: str) -> bool:
    try:
        Hours.parse(opens, closes)
    except CalendarError:
        return False
    return True


def _padded(time: str) -> str:
    return time.rjust(5, "0")
