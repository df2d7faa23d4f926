"""Articles of the knowledge base: texts that are offered where a customer asks about their matter."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from hark.accounts.models import User
from hark.actions import house
from hark.store.models import Article

FIELDS = ("title", "text", "link", "language", "topics")


def save(
    brand_id: int, article_id: int | None, fields: Mapping[str, Any], *, by: User, now: datetime
) -> Article:
    """Add or change an article. Raises ValueError for a field there is not, NotAllowed, ValidationError."""
    if unknown := set(fields) - set(FIELDS):
        raise ValueError(f"an article has no {min(unknown)}")
    with transaction.atomic(durable=True):
        brand = house.brand_of(by, brand_id)
        row = Article(brand=brand)
        if article_id is not None:
            row = Article.objects.select_for_update(of=("self",)).get(pk=article_id, brand=brand)
        return house.put(row, fields, brand=brand, by=by, now=now)


def remove(article_id: int, *, by: User, now: datetime) -> None:
    """Forget an article. Raises NotAllowed, Article.DoesNotExist."""
    with transaction.atomic(durable=True):
        row = Article.objects.select_for_update(of=("self",)).get(pk=article_id)
        house.remove(row, FIELDS, brand=house.brand_of(by, row.brand_id), by=by, now=now)
