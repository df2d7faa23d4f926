"""Settings of the knowledge base: what the house knows, in the words an agent would say it with."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hark.accounts.models import User
from hark.actions import articles
from hark.store.models import Article
from hark.web import words
from hark.web.setup import codes
from hark.web.setup.branded import BrandedForm
from hark.web.setup.section import Line, Section


class ArticleForm(BrandedForm):
    title = forms.CharField(
        label=_("Title"), max_length=120, help_text=_("The matter, in words customers use.")
    )
    text = forms.CharField(
        label=_("Text"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What to answer. It goes into the reply field as it stands, the link behind it."),
    )  # fmt: skip
    link = forms.URLField(label=_("Link"), max_length=300, required=False, assume_scheme="https")
    language = codes.language(_("Any language"))
    topics = codes.topics()


def rows(person: User) -> QuerySet[Article]:
    mine = Article.objects.filter(brand__access__user=person).select_related("brand")
    return mine.order_by("brand__name", "title", "language")


def line(article: Article) -> Line:
    topics = ", ".join(words.topic(topic) for topic in article.topics)
    spoken = words.language(article.language) if article.language else ""
    return Line(article.title, [article.brand.name, spoken, topics])


def save(row: Article | None, values: Mapping[str, Any], by: User, now: datetime) -> Article:
    fields = dict(values)
    brand = fields.pop("brand")
    return articles.save(brand.pk, row.pk if row else None, fields, by=by, now=now)


ARTICLES = Section(
    key="articles", name=_("Knowledge base"), icon="book-open",
    about=_("What the house knows. It is suggested where a customer asks about it."),
    empty=_("No article yet. Begin with what is asked every day."), rows=rows, line=line,
    trail=lambda article: ("article", article.pk), form=ArticleForm,
    initial=lambda article: {name: getattr(article, name) for name in articles.FIELDS}
    | {"brand": article.brand_id},
    save=save, remove=lambda row, by, now: articles.remove(row.pk, by=by, now=now), add=_("Add article"),
)  # fmt: skip
