"""What people send with an act on a case."""

from typing import Any

from django import forms
from django.utils import timezone

from hark.actions.drafts import LONGEST, ORIGINS
from hark.actions.many import MOST
from hark.domain.post import Lane
from hark.web import words

TOO_LONG = "More than 20,000 characters can be neither kept nor sent."


def too_long(form: forms.Form) -> str:
    """The sentence for words that are too many to be kept; "" when that is not what is wrong with the form."""
    wrong = form.errors.as_data()
    over = any(each.code == "max_length" for name in ("text", "word") for each in wrong.get(name, ()))
    return TOO_LONG if over else ""


class Numbers(forms.Field):
    """Row ids, given once each or many times."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: list[str] | None) -> list[int]:
        given = value or []
        broken = any(not item.isdigit() or len(item) > 18 for item in given)
        if broken or len(given) > MOST or (self.required and not given):
            raise forms.ValidationError("choose some")
        return [int(item) for item in given]


class People(forms.Field):
    """Ids of people on the network, given once each or many times."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: list[str] | None) -> list[str]:
        given = value or []
        if len(given) > MOST or any(len(item) > 128 for item in given):
            raise forms.ValidationError("too many")
        return given


class AnswerForm(forms.Form):
    """An answer: its words, its lane, the post it goes to, and what the writer saw: version of the post, account.

    `seen` and `seen_private` are the versions by lane; `word` is what a private answer says in public beside itself.
    `picture`: the pictures shown with it. `taggable`: people who could be left untagged; `tag`: those who are not.
    `origin`: where the words come from, when nobody has changed them. `answered`: the newest answer they saw.
    """

    text = forms.CharField(strip=False, max_length=LONGEST)
    lane = forms.ChoiceField(choices=[(lane.value, lane.value) for lane in Lane])
    target = forms.CharField(required=False, max_length=64)
    seen = forms.CharField(required=False, max_length=64)
    seen_private = forms.CharField(required=False, max_length=64)
    word = forms.CharField(required=False, max_length=LONGEST)
    account = forms.IntegerField(required=False)
    answered = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1)
    picture = Numbers(required=False)
    taggable = People(required=False)
    tag = People(required=False)
    origin = forms.ChoiceField(choices=[(origin, origin) for origin in ORIGINS], required=False)


class PictureForm(forms.Form):
    """A picture for an answer in one lane."""

    lane = forms.ChoiceField(choices=[(lane.value, lane.value) for lane in Lane])
    picture = forms.FileField()


class DescriptionForm(forms.Form):
    """What a picture shows."""

    alt = forms.CharField(required=False, max_length=1000)


class RemovalForm(forms.Form):
    """A post of ours that shall go off the network."""

    post = forms.CharField(max_length=64)


class FateForm(forms.Form):
    """What a person found out of an answer nobody knew about: there (with its address), to send again, or dropped."""

    fate = forms.ChoiceField(choices=[(fate, fate) for fate in ("there", "again", "dropped")])
    link = forms.CharField(required=False, max_length=300)


class ClosureForm(forms.Form):
    """How a case ended."""

    outcome = forms.ChoiceField(choices=list(words.OUTCOME.items()))


class SnoozeForm(forms.Form):
    """Until when: one of the offered times, or an instant."""

    until = forms.DateTimeField()


class NoteForm(forms.Form):
    """A note for colleagues."""

    text = forms.CharField(max_length=LONGEST)


class DraftForm(forms.Form):
    """Unsent words."""

    text = forms.CharField(required=False, strip=False, max_length=LONGEST)
    lane = forms.ChoiceField(choices=[*((lane.value, lane.value) for lane in Lane), ("note", "note")])
    origin = forms.ChoiceField(choices=[(origin, origin) for origin in ORIGINS], required=False)


class PresenceForm(forms.Form):
    """What one does on a case, and in which lane; `over` takes the pen from somebody, `down` lays one's own down."""

    doing = forms.ChoiceField(choices=[("looking", "looking"), ("writing", "writing")])
    lane = forms.ChoiceField(choices=[(lane.value, lane.value) for lane in Lane], required=False)
    over = forms.BooleanField(required=False)
    down = forms.BooleanField(required=False)


class AssignmentForm(forms.Form):
    """Whom to give the case to; nobody gives it back to everybody."""

    to = forms.IntegerField(required=False, min_value=1)


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
