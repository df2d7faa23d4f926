"""What a brand keeps about a customer: colleagues' notes, and what the customer agreed to."""

from django.conf import settings
from django.db import models

from hark.store.models.brand import Brand
from hark.store.models.post import Author


class CustomerNote(models.Model):
    """Something colleagues of one brand should know of a person, beyond a single case."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="customer_notes")
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="notes_about")
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    text = models.TextField()
    created_at = models.DateTimeField()


class Consent(models.Model):
    """What a person agreed to, and the words that prove it. Without a row there is no consent.

    `customer_number` names the record in the brand's own system that a standing consent to `join_records` joins with
    the handle; it goes when the consent is taken back.
    """

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="consents")
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    evidence = models.TextField()
    post_id = models.CharField(max_length=64, blank=True)
    given_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    customer_number = models.CharField(max_length=80, blank=True, db_default="")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "author", "purpose"],
                name="consent_once",
                condition=models.Q(withdrawn_at__isnull=True),
            )
        ]


class Messageable(models.Model):
    """Whether a person takes private messages of an account; `takes` is None when the network did not say."""

    account = models.ForeignKey("store.Account", on_delete=models.CASCADE, related_name="+", db_index=False)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="+")
    takes = models.BooleanField(null=True)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "author"], name="messageable_once")]


def _second_look() -> list[str]:
    """What is never overruled by one person alone."""
    return ["personal_data", "money"]


class BrandRules(models.Model):
    """The house rules of a brand. Without a row the defaults hold.

    `reopen_hours`: how long after closing a customer's next post comes back to the same owner and anybody may
    reopen. `goodwill_cents`: limit by level ("trainee", "agent", "senior", "supervisor"). Answers of
    `approve_levels` in `approve_lanes` need a second person, and so do those that overrule one of `approve_guards`;
    the second person has `approve_minutes`. `public_contacts` may stand in public although they look like
    personal data. `ticket_systems`: systems whose ticket numbers cases name, each with the address of a ticket, its
    number written as {number}, or "" when it has none.
    """

    brand = models.OneToOneField(Brand, on_delete=models.CASCADE, related_name="rules")
    reopen_hours = models.PositiveIntegerField(default=168)
    currency = models.CharField(max_length=3, default="USD")
    goodwill_cents = models.JSONField(default=dict, blank=True)
    outcomes = models.JSONField(default=list, blank=True)
    approve_levels = models.JSONField(default=list, blank=True)
    approve_lanes = models.JSONField(default=list, blank=True)
    approve_guards = models.JSONField(default=_second_look, blank=True)
    approve_minutes = models.PositiveIntegerField(default=10)
    forbidden_words = models.JSONField(default=list, blank=True)
    public_contacts = models.JSONField(default=list, blank=True)
    ticket_systems = models.JSONField(
        default=dict, blank=True, db_default=models.Value({}, models.JSONField())
    )

    def __str__(self) -> str:
        return f"Rules of {self.brand}"
