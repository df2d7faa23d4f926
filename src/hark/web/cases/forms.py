"""What people send with an act on a case."""

from django import forms

from hark.domain.post import Lane
from hark.web import words

SNOOZE = ("hour", "three_hours", "evening", "tomorrow", "monday")


class AnswerForm(forms.Form):
    """An answer: its words, its lane, and the post it goes to."""

    text = forms.CharField(strip=False, max_length=20_000)
    lane = forms.ChoiceField(choices=[(lane.value, lane.value) for lane in Lane])
    target = forms.CharField(required=False, max_length=64)


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


class AssignmentForm(forms.Form):
    """Whom to give the case to; nobody gives it back to everybody."""

    to = forms.IntegerField(required=False, min_value=1)
