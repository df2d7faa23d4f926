"""Agents, supervisors and their teams."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does all day; permissions hang on it, brands and teams narrow it."""

    AGENT = "agent", _("Agent")
    SUPERVISOR = "supervisor", _("Supervisor")
    COMMUNICATIONS = "communications", _("Communications lead")
    ANALYST = "analyst", _("Analyst")
    ADMINISTRATOR = "administrator", _("Administrator")


class Team(models.Model):
    """People who share queues."""

    name = models.CharField(max_length=80, unique=True)

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """One person. `initials` sign public answers (^AB); `zone` is the IANA zone times are shown in."""

    role = models.CharField(max_length=20, choices=Role.choices, default=Role.AGENT)
    initials = models.CharField(max_length=4, blank=True)
    zone = models.CharField(max_length=64, default="UTC")
    teams = models.ManyToManyField(Team, related_name="members", blank=True)

    @property
    def supervises(self) -> bool:
        """Whether this person may move others' work and approve answers."""
        return self.role in (Role.SUPERVISOR, Role.ADMINISTRATOR)

    @property
    def short_name(self) -> str:
        """How colleagues call them."""
        return self.first_name or self.username


class ApiToken(models.Model):
    """A key a person gave to a program. Only its digest is kept; `hint` are its first letters, to know it by."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=16)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class ApiRequest(models.Model):
    """A request that must not happen twice: its key, what it asked (`digest`), and what it was told."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_requests")
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="api_request_once")]
        indexes = [models.Index(fields=["created_at"], name="api_request_age")]
