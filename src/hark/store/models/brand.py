"""Brands, their accounts on networks, and who may see them."""

from django.conf import settings
from django.db import models

from hark.triage.personal_data import usable


class Brand(models.Model):
    """A name the public knows. `names`, `products`, `homonyms`, `patterns` and `topics` feed triage (BrandProfile).

    `first_reply_minutes` is the public pledge. `scoreboard` puts the page at /score/`slug` on the open web.
    """

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True, null=True, blank=True)
    scoreboard = models.BooleanField(default=False)
    industry = models.CharField(max_length=40, blank=True)
    zone = models.CharField(max_length=64, default="UTC")
    names = models.JSONField(default=list, blank=True)
    products = models.JSONField(default=list, blank=True)
    homonyms = models.JSONField(default=list, blank=True)
    patterns = models.JSONField(default=dict, blank=True)
    topics = models.JSONField(default=dict, blank=True)
    first_reply_minutes = models.PositiveIntegerField(default=30)

    def __str__(self) -> str:
        return self.name

    @property
    def number_formats(self) -> dict[str, str]:
        """The patterns that can be used; one kept before they were checked is left out."""
        return usable(self.patterns)


class Account(models.Model):
    """A brand's handle on one network. Credentials are ciphertext (hark.bootstrap holds the key).

    `scopes`: what its token may do, None where tokens know none. `token_lost`: it must be connected again.
    What ended before `history_before` is history: it is stored, and nobody is asked to answer it.
    """

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="accounts")
    network = models.CharField(max_length=16)
    network_id = models.CharField(max_length=64)
    handle = models.CharField(max_length=128)
    name = models.CharField(max_length=200, blank=True)
    plan = models.CharField(max_length=20, default="self-serve")
    base_url = models.CharField(max_length=300, blank=True)
    credentials = models.BinaryField(null=True)
    connected = models.BooleanField(default=False)
    frozen = models.BooleanField(default=False)
    scopes = models.JSONField(null=True)
    token_lost = models.BooleanField(default=False, db_default=False)
    history_before = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "network_id"], name="account_once")]

    def __str__(self) -> str:
        return f"@{self.handle}"


class BrandAccess(models.Model):
    """That a person may see and act for a brand. No row, no sight."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="brand_access")
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="access")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "brand"], name="access_once")]
