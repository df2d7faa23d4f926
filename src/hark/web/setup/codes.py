"""Fields for what the core knows by a code: topics, languages and networks are chosen by name, zones completed."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hark.accounts.models import User
from hark.store.models import Brand, Case
from hark.web import words
from hark.web.told import told

Choices = list[tuple[str, str]]
FEW = 8


class Codes(forms.MultipleChoiceField):
    """Some of many; none chosen means any. What a row holds already stays to be chosen, known or not."""

    widget = forms.CheckboxSelectMultiple

    def __init__(
        self,
        label: Any,
        named: Callable[[], Mapping[str, object]],
        name: Callable[[str], str],
        any_of: Promise,
    ) -> None:
        self._named, self._name = named, name
        self._more: tuple[str, ...] = ()
        self._often: frozenset[str] = frozenset()
        super().__init__(label=label, required=False, choices=self._offered)
        self.any_of = any_of

    @property
    def many(self) -> bool:
        """Whether the choices are so many that they fold away."""
        return len(self._offered()) > FEW

    def also(self, codes: Iterable[str]) -> None:
        """Offer these too."""
        self._more = (*self._more, *codes)
        self.choices = self._offered

    def before_others(self, codes: Iterable[str]) -> None:
        """Offer these first."""
        self._often = frozenset(codes)
        self.choices = self._offered

    @property
    def often(self) -> int:
        """How many choices stand before the others."""
        return sum(code in self._often for code, _name in self._offered())

    def _offered(self) -> Choices:
        named = {code: str(name) for code, name in self._named().items()}
        offered = _by_name(({code: self._name(code) for code in self._more} | named).items())
        return sorted(offered, key=lambda pair: pair[0] not in self._often)


def topics() -> Codes:
    """Topics: the shipped ones; a form adds the brands' own."""
    return Codes(_("Topics"), lambda: words.TOPIC, words.topic, _("Any topic"))


def languages() -> Codes:
    """Every language that can be named."""
    return Codes(_("Languages"), words.languages, words.language, _("Any language"))


def networks() -> Codes:
    """The networks there are."""
    return Codes(_("Networks"), lambda: words.NETWORK, str, _("Any network"))


class Code(forms.ChoiceField):
    """One of many, or `nothing`; what a row holds already stays to be chosen."""

    def __init__(self, named: Callable[[], Mapping[str, object]], nothing: Promise, **more: Any) -> None:
        self._named, self.nothing = named, nothing
        self._held: tuple[str, ...] = ()
        super().__init__(required=False, choices=self._offered, **more)

    def also(self, codes: Iterable[str]) -> None:
        """Offer what a row holds."""
        self._held = tuple(filter(None, codes))
        self.choices = self._offered

    def _offered(self) -> Choices:
        named = {code: code for code in self._held} | {
            code: str(name) for code, name in self._named().items()
        }
        return [("", str(self.nothing)), *_by_name(named.items())]


def language(nothing: Promise, **more: Any) -> Code:
    """A language, or `nothing`."""
    return Code(words.languages, nothing, label=_("Language"), **more)


def industry(**more: Any) -> Code:
    """A branch of the shipped topics."""
    return Code(lambda: words.INDUSTRY, _("Another"), label=_("Industry"), **more)


class Zone(forms.CharField):
    """An IANA time zone, completed while one types."""

    def __init__(self, **more: Any) -> None:
        more = {"help_text": _("For example Europe/Madrid.")} | more
        super().__init__(label=_("Time zone"), max_length=64, **more)

    def clean(self, value: Any) -> str:
        said = str(super().clean(value))
        if said and said not in _there_are():
            raise forms.ValidationError(told(f"There is no time zone {said!r}."))
        return said

    @property
    def known(self) -> tuple[str, ...]:
        """What completes the field."""
        return _zones()


@cache
def _there_are() -> frozenset[str]:
    return frozenset(available_timezones())


@cache
def _zones() -> tuple[str, ...]:
    return tuple(sorted(zone for zone in _there_are() if "/" in zone or zone == "UTC"))


def prepare(form: forms.Form, by: User, brand: int | None) -> None:
    """Let the fields of a form offer what its row holds, the brands' own topics, and first the languages in use."""
    for name, field in form.fields.items():
        held = form.get_initial_for_field(field, name)
        if isinstance(field, Codes):
            field.also(held or ())
        if isinstance(field, Code):
            field.also([held] if held else ())
    if isinstance(shown := form.fields.get("topics"), Codes):
        own = Brand.objects.filter(access__user=by).values_list("topics", flat=True)
        shown.also(topic for topics in own for topic in topics)
    if isinstance(shown := form.fields.get("languages"), Codes):
        shown.before_others([*_spoken(by, brand), *(form.get_initial_for_field(shown, "languages") or ())])


def _spoken(by: User, brand: int | None) -> set[str]:
    """The languages of the cases that wait, of one brand or of all this person's."""
    waiting = Case.objects.for_person(by).inbox().order_by()
    if brand is not None:
        waiting = waiting.filter(account__brand=brand)
    return set(waiting.values_list("language", flat=True).distinct())


def _by_name(pairs: Iterable[tuple[str, str]]) -> Choices:
    return sorted(pairs, key=lambda pair: pair[1].casefold())
