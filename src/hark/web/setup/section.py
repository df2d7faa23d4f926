"""What a section of the settings is: whose rows, in which words, through which form, changed by which action."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from hark.accounts.models import User
from hark.web.setup import codes
from hark.web.setup.fields import in_sight
from hark.web.setup.seen import CHANGED, digest

Text = str | Promise


class SetupForm(forms.Form):
    """A form of the settings; it knows who fills it in, for the choices that depend on that, and the row, if any.

    It sends back in `seen` what the row said when the form was opened.
    """

    def __init__(self, *args: Any, by: User, row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.row = by, row
        self.seen = digest(self.initial) if row is not None else ""
        self.prepare()
        codes.prepare(self, by, getattr(row, "brand_id", None))
        for bound in self:
            if isinstance(bound.field, forms.CharField) and type(bound.field.widget) is forms.TextInput:
                bound.field.validators.append(in_sight)
            bound.field.widget.attrs.setdefault("autocomplete", "off")
            if isinstance(bound.field, codes.Zone):
                bound.field.widget.attrs["list"] = f"{bound.auto_id}_known"

    def prepare(self) -> None:
        """Narrow the choices to what `by` may choose."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # Django's own hook, which its stubs leave out
        if self.data.get("seen", self.seen) != self.seen:
            self.add_error(None, CHANGED)


@dataclass(frozen=True, slots=True)
class Badge:
    """A word with a tone: plain, good, warn or alarm."""

    text: Text
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Line:
    """A row in its section's list."""

    title: Text
    facts: Sequence[Text] = field(default_factory=tuple)
    badges: Sequence[Badge] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Section:
    """`rows` are those a person may set up, `trail` names a row in the audit (model, row id).

    `save` takes the row (None for a new one) and the form's clean values. Without `form` a section is read only.
    `part` is a template shown above the form; `context` gives it what it needs. `goes` says what ends with a row.
    """

    key: str
    name: Promise
    icon: str
    about: Promise
    empty: Promise
    rows: Callable[[User], QuerySet[Any]]
    line: Callable[[Any], Line]
    trail: Callable[[Any], tuple[str, int] | None]
    form: type[SetupForm] | None = None
    initial: Callable[[Any], Mapping[str, Any]] = lambda _row: {}
    save: Callable[[Any | None, Mapping[str, Any], User, datetime], Model] | None = None
    remove: Callable[[Any, User, datetime], None] | None = None
    goes: Callable[[Any], Sequence[str]] = lambda _row: ()
    add: Promise | None = None
    administrators: bool = False
    part: str = ""
    context: Callable[[Any, datetime], Mapping[str, Any]] | None = None

    @property
    def removable(self) -> bool:
        """Whether its rows can be removed; a template would call `remove` instead of asking for it."""
        return self.remove is not None

    def open_to(self, person: User) -> bool:
        """Whether this person may see the section."""
        return person.role == "administrator" if self.administrators else person.supervises
