"""What a brand keeps about a customer: notes, and consent with its evidence."""

from datetime import datetime

from django.db import transaction

from hark.accounts.models import User
from hark.actions.case_rows import locked, touch
from hark.store.models import Case, Consent, CustomerNote

# What a person can agree to. Handle and customer record are never joined without the first (product rule 11).
JOIN = "join_records"
PURPOSES = (JOIN, "private_messages", "proactive_messages", "feedback_request")


def note(case_id: int, text: str, *, by: User, now: datetime) -> CustomerNote:
    """Write something about the customer of a case, for every later case with the brand. Raises ValueError."""
    if not text.strip():
        raise ValueError("Write something first.")
    with transaction.atomic(durable=True):
        case = locked(case_id, by)
        row = CustomerNote.objects.create(
            brand_id=case.account.brand_id,
            author_id=case.author_id,
            writer=by,
            text=text.strip(),
            created_at=now,
        )
        touch(case, "customer_noted", by, now, {"note": row.pk})
    return row


def record_consent(
    case_id: int, purpose: str, evidence: str, *, by: User, now: datetime, post_id: str = "", number: str = ""
) -> Consent:
    """The customer of a case agreed to something, in these words; a standing consent stays as it is.

    `number` is that of their record in the brand's own system: handle and record are joined by this consent alone.
    Raises ValueError for an unknown purpose, without evidence, or for a number without consent to join records.
    """
    if number.strip() and purpose != JOIN:
        raise ValueError("Handle and customer number are joined only by consent to that.")
    if purpose not in PURPOSES or not evidence.strip():
        raise ValueError(f"Consent is to one of {', '.join(PURPOSES)}, and names its evidence.")
    with transaction.atomic(durable=True):
        case = locked(case_id, by)
        row, fresh = Consent.objects.get_or_create(
            brand_id=case.account.brand_id, author_id=case.author_id, purpose=purpose, withdrawn_at=None,
            defaults={
                "evidence": evidence.strip(), "post_id": post_id, "given_at": now, "recorded_by": by,
                "customer_number": number.strip()[:80],
            },
        )  # fmt: skip
        if fresh:
            touch(case, "consent_recorded", by, now, {"consent": row.pk, "purpose": purpose})
    return row


def withdraw_consent(case_id: int, purpose: str, *, by: User, now: datetime) -> bool:
    """The customer takes it back; a record that was joined by it is joined no more. False when there was none."""
    with transaction.atomic(durable=True):
        case = locked(case_id, by)
        standing = Consent.objects.filter(
            brand=case.account.brand_id, author=case.author_id, purpose=purpose, withdrawn_at__isnull=True
        )
        gone = standing.update(withdrawn_at=now, customer_number="")
        if gone:
            touch(case, "consent_withdrawn", by, now, {"purpose": purpose})
    return bool(gone)


def consents(case: Case, purpose: str) -> bool:
    """Whether the customer of a case has agreed to a purpose and not taken it back."""
    return Consent.objects.filter(
        brand=case.account.brand_id, author=case.author_id, purpose=purpose, withdrawn_at__isnull=True
    ).exists()
