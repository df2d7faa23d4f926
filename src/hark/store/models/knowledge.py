"""What the house knows: articles whose words agents may answer with."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models

from hark.store.models.brand import Brand


class Article(models.Model):
    """An answer worth keeping. `language` "" and no `topics` are any; `link` goes along when the text is used."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="articles")
    title = models.CharField(max_length=120)
    text = models.TextField()
    link = models.URLField(max_length=300, blank=True)
    language = models.CharField(max_length=16, blank=True)
    topics = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "title", "language"], name="article_once")]
        # The expression is that of sql/suggestions.sql, to the letter, or the index does not serve.
        indexes = [GinIndex(SearchVector("title", "text", config="simple"), name="article_words")]

    def __str__(self) -> str:
        return self.title
