"""Words and searches people keep: macros and saved views."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from hark.accounts.models import Team
from hark.store.models.brand import Brand


class Macro(models.Model):
    """A text with {variables}, for a brand or one of its teams. `lane`, `language` "" are any; `shortcut` is typed."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="macros")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.CASCADE, related_name="macros")
    name = models.CharField(max_length=80)
    shortcut = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    lane = models.CharField(max_length=8, blank=True)
    language = models.CharField(max_length=16, blank=True)
    tags = models.JSONField(default=list, blank=True)
    used = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "name", "language"], name="macro_once"),
            models.UniqueConstraint(
                fields=["brand", "shortcut", "language"],
                name="macro_shortcut_once",
                condition=~Q(shortcut=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SavedView(models.Model):
    """A search somebody keeps: their own, or a team's. `query` holds the words and filters as the page reads them."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(max_length=60)
    query = models.JSONField(default=dict)
    position = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_view_once")]

    def __str__(self) -> str:
        return self.name
