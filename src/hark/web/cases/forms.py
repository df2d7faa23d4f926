"""What people send with an act on a case."""

from typing import Any

from django import forms
from django.utils import timezone

from hark.actions.drafts import ORIGINS
from hark.actions.many import MOST
from hark.domain.post import Lane
from hark.web import words


class AnswerForm(forms.Form):
    """An answer: its words, its lane, the post it goes to, and what the writer saw: version of the post, account.

    `seen` and `seen_private` are the versions by lane; `word` is what a private answer says in public beside itself.
    """

    text = forms.CharField(strip=False, max_length=20_000)
    lane = forms.ChoiceField(choices=[(lane.value, lane.value) for lane in Lane])
    target = forms.CharField(required=False, max_length=64)
    seen = forms.CharField(required=False, max_length=64)
    seen_private = forms.CharField(required=False, max_length=64)
    word = forms.CharField(required=False, max_length=20_000)
    account = forms.IntegerField(required=False)


class ClosureForm(forms.Form):
    """How a case ended."""

    outcome = forms.ChoiceField(choices=list(words.OUTCOME.items()))


class SnoozeForm(forms.Form):
    """Until when: one of the offered times, or an instant."""

    until = forms.DateTimeField()


class NoteForm(forms.Form):
    """A note for colleagues."""

    text = forms.CharField(max_length=20_000)


class DraftForm(forms.Form):
    """Unsent words."""

    text = forms.CharField(required=False, strip=False, max_length=20_000)
    lane = forms.ChoiceField(choices=[*((lane.value, lane.value) for lane in Lane), ("note", "note")])
    origin = forms.ChoiceField(choices=[(origin, origin) for origin in ORIGINS], required=False)


class PresenceForm(forms.Form):
    """What one does on a case, and in which lane; `over` takes the pen from somebody."""

    doing = forms.ChoiceField(choices=[("looking", "looking"), ("writing", "writing")])
    lane = forms.ChoiceField(choices=[(lane.value, lane.value) for lane in Lane], required=False)
    over = forms.BooleanField(required=False)


class AssignmentForm(forms.Form):
    """Whom to give the case to; nobody gives it back to everybody."""

    to = forms.IntegerField(required=False, min_value=1)


class Numbers(forms.Field):
    """Row ids, given once each or many times."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: list[str]) -> list[int]:
        if not value or not all(item.isdigit() and len(item) < 19 for item in value) or len(value) > MOST:
            raise forms.ValidationError("choose some cases")
        return [int(item) for item in value]


class BatchForm(forms.Form):
    """One verb for many cases."""

    verb = forms.ChoiceField(choices=[(verb, verb) for verb in ("assign", "close", "snooze")])
    case = Numbers()
    outcome = forms.ChoiceField(choices=list(words.OUTCOME.items()), required=False)
    until = forms.DateTimeField(required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        if given.get("verb") == "snooze" and not (given.get("until") and given["until"] > timezone.now()):
            raise forms.ValidationError("choose a time that is still to come")
        return given
