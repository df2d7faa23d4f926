"""Where a translation is offered: on posts and drafts in another language than the reader's, and only if set up."""

from django import template
from django.utils.translation import get_language

from hark.bootstrap import translation
from hark.store.models import Case, Post
from hark.web.cases.translations import base, language_of

register = template.Library()


@register.filter
def foreign(post: Post) -> bool:
    """Whether a translation of the post is offered to whoever reads the page."""
    return translation.is_set_up() and not post.deleted_at and _other(language_of(post))


@register.filter
def foreign_customer(case: Case) -> bool:
    """Whether a translation of the reply into the customer's language is offered."""
    return translation.is_set_up() and _other(case.language)


@register.filter
def untranslated(case: Case) -> bool:
    """Whether a translation would be of use and nobody has set one up."""
    return not translation.is_set_up() and _other(case.language)


def _other(language: str) -> bool:
    return bool(base(language)) and base(language) != base(get_language() or "en")
