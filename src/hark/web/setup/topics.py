"""Settings of topics: what a brand's open cases are about, and its own topics instead of the shipped ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Count
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from hark.accounts.models import User
from hark.actions import brands
from hark.domain.case import CaseState
from hark.store.models import Brand
from hark.web import words
from hark.web.setup.brands import rows
from hark.web.setup.fields import LinesField
from hark.web.setup.rows import Row, RowsField, Values
from hark.web.setup.section import Line, Section, SetupForm

SHOWN = 24


class TopicRow(Row):
    """A topic and the phrases that begin it. Its code is made of its name: `bird_watch` is "bird watch"."""

    topic = forms.CharField(label=_("Topic"), max_length=60)
    phrases = LinesField(
        label=_("Phrases, one a line"), widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})
    )
    key = "topic"

    def clean_topic(self) -> str:
        return "_".join(self.cleaned_data["topic"].lower().split())

    @staticmethod
    def read(value: Mapping[str, Sequence[str]]) -> list[Values]:
        return [{"topic": code.replace("_", " "), "phrases": list(value[code])} for code in sorted(value)]

    @staticmethod
    def write(rows: Sequence[Values]) -> dict[str, list[str]]:
        return {row["topic"]: row["phrases"] for row in rows}


class TopicsForm(SetupForm):
    topics = RowsField(
        TopicRow, label=_("Topics of your own"), add=_("Add topic"),
        help_text=_("They replace the shipped ones. A post that says one of its phrases is about the topic."),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class InUse:
    """A topic and how many open cases are about it."""

    code: str
    name: str
    cases: int


def in_use(brand: Brand) -> Sequence[InUse]:
    """What the brand's open cases are about, the most frequent first."""
    still = [state for state in CaseState if state is not CaseState.CLOSED]
    found = (
        brand.accounts.filter(cases__state__in=still, cases__topic__gt="")
        .values("cases__topic")
        .annotate(n=Count("cases"))
        .order_by("-n")
    )
    return [InUse(row["cases__topic"], words.topic(row["cases__topic"]), row["n"]) for row in found[:SHOWN]]


def _line(brand: Brand) -> Line:
    own = len(brand.topics)
    if not own:
        return Line(brand.name, [gettext("the shipped topics")])
    said = ngettext("%(n)d topic of its own", "%(n)d topics of its own", own) % {"n": own}
    return Line(brand.name, [said, ", ".join(words.topic(code) for code in brand.topics)])


def _save(row: Brand | None, values: Mapping[str, Any], by: User, now: datetime) -> Brand:
    assert row is not None  # the section has no "add"
    return brands.save(row.pk, values, by=by, now=now)


def _context(brand: Brand, _now: datetime) -> Mapping[str, Any]:
    return {"in_use": in_use(brand)}


SECTION = Section(
    key="topics", name=_("Topics"), icon="tag",
    about=_("What cases are about. Queues, SLA policies and people's skills go by it."),
    empty=_("No brand yet."), rows=rows, line=_line, trail=lambda brand: ("brand", brand.pk), form=TopicsForm,
    initial=lambda brand: {"topics": brand.topics}, save=_save, part="web/setup/_topics.html", context=_context,
)  # fmt: skip
