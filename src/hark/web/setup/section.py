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

Text = str | Promise


class SetupForm(forms.Form):
    """A form of the settings; it knows who fills it in, for the choices that depend on that, and the row, if any."""

    def __init__(self, *args: Any, by: User, row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.row = by, row
        self.prepare()
        codes.prepare(self, by, getattr(row, "brand_id", None))
        for bound in self:
            bound.field.widget.attrs.setdefault("autocomplete", "off")
            if isinstance(bound.field, codes.Zone):
                bound.field.widget.attrs["list"] = f"{bound.auto_id}_known"

    def prepare(self) -> None:
        """Narrow the choices to what `by` may choose."""


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
    `part` is a template shown above the form; `context` gives it what it needs.
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
