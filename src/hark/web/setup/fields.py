"""Fields that settings need: lists by line, minutes kept as seconds."""

from typing import Any

from django import forms


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
