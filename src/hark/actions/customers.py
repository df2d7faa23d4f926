"""What a brand keeps about a customer: notes, and consent with its evidence."""

from datetime import datetime

from django.db import transaction

from hark.accounts.models import User
from hark.actions.case_rows import locked, touch
from hark.actions.undo import WINDOW, TooLate
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


def take_back_note(case_id: int, note_id: int, *, by: User, now: datetime) -> None:
    """Forget what one has just written about the customer of a case, within the time of an undo.

    Raises CustomerNote.DoesNotExist for another's or another customer's, TooLate.
    """
    with transaction.atomic(durable=True):
        case = locked(case_id, by)
        about = CustomerNote.objects.filter(brand=case.account.brand_id, author=case.author_id, writer=by)
        row = about.get(pk=note_id)
        if now - row.created_at > WINDOW:
            raise TooLate("That was more than ten minutes ago.")
        row.delete()
        touch(case, "customer_note_removed", by, now, {"note": note_id})


def record_consent(
    case_id: int, purpose: str, evidence: str, *, by: User, now: datetime, post_id: str = "", number: str = ""
) -> Consent:
    """The customer of a case agreed to something, in these words; a standing consent stays as it is.

    One that was withdrawn by mistake, and is given again in the same words within the time of an undo, is the
    same record.

    `number` is that of their record in the brand's own system: handle and record are joined by this consent alone.
    Raises ValueError for an unknown purpose, without evidence, or for a number without consent to join records.
    """
    if number.strip() and purpose != JOIN:
        raise ValueError("Handle and customer number are joined only by consent to that.")
    if purpose not in PURPOSES or not evidence.strip():
        raise ValueError(f"Consent is to one of {', '.join(PURPOSES)}, and names its evidence.")
    with transaction.atomic(durable=True):
        case = locked(case_id, by)
        if _restore(case, purpose, evidence.strip(), number.strip()[:80], now):
            data = {"purpose": purpose, "restored": True}
            touch(case, "consent_recorded", by, now, data)
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


def _restore(case: Case, purpose: str, evidence: str, number: str, now: datetime) -> bool:
    about = Consent.objects.filter(brand=case.account.brand_id, author=case.author_id, purpose=purpose)
    if about.filter(withdrawn_at__isnull=True).exists():
        return False
    lately = about.filter(evidence=evidence, withdrawn_at__gte=now - WINDOW).order_by("-withdrawn_at").first()
    if lately is None:
        return False
    lately.withdrawn_at, lately.customer_number = None, number
    lately.save()
    return True


def withdraw_consent(case_id: int, purpose: str, *, by: User, now: datetime) -> Consent | None:
    """The customer takes it back; a record that was joined by it is joined no more, and the number is forgotten.

    Returns the consent as it stood, None when there was none.
    """
    with transaction.atomic(durable=True):
        case = locked(case_id, by)
        standing = Consent.objects.filter(
            brand=case.account.brand_id, author=case.author_id, purpose=purpose, withdrawn_at__isnull=True
        )
        stood = standing.first()
        if stood is not None:
            standing.update(withdrawn_at=now, customer_number="")
            touch(case, "consent_withdrawn", by, now, {"purpose": purpose})
    return stood


def consents(case: Case, purpose: str) -> bool:
    """Whether the customer of a case has agreed to a purpose and not taken it back."""
    return Consent.objects.filter(
        brand=case.account.brand_id, author=case.author_id, purpose=purpose, withdrawn_at__isnull=True
    ).exists()
