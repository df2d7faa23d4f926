"""Goodwill: money for a customer's trouble. Within one's limit it is granted, above it somebody else decides."""

from datetime import datetime

from django.db import transaction

from hark.accounts.models import Role, User
from hark.actions import notify, rules
from hark.actions.case_rows import locked, touch
from hark.actions.house import NotAllowed
from hark.store.models import BrandRules, Case, Goodwill


def limit(person: User, house: BrandRules) -> int | None:
    """How many cents the person may grant alone; None is no limit. Nothing, unless the brand's rules say more."""
    if person.role == Role.ADMINISTRATOR:
        return None
    limits = house.goodwill_cents
    return int(limits.get(rules.level(person), 0)) if limits else 0


def ask(case_id: int, cents: int, reason: str, *, by: User, now: datetime) -> Goodwill:
    """Ask for a credit. Granted at once within the person's limit. Raises ValueError without amount or reason."""
    if cents <= 0 or not reason.strip():
        raise ValueError("A credit has an amount and a reason.")
    with transaction.atomic(durable=True):
        case = locked(case_id, by)
        brand, house = case.account.brand_id, rules.of(case.account.brand_id)
        row = Goodwill(
            case=case, cents=cents, currency=house.currency, reason=reason.strip()[:300], asked_by=by,
            asked_at=now,
        )  # fmt: skip
        if within(cents, limit(by, house)):
            row.state, row.decided_by, row.decided_at, row.decision = "approved", by, now, "within the limit"
        row.save()
        touch(case, "goodwill_asked", by, now, _data(row))
        if row.state == "asked":
            others = [person for person in notify.supervisors(brand) if person != by.pk]
            notify.tell(others, "goodwill_asked", case, by=by, now=now, text=row.reason)
        if row.state == "approved":
            touch(case, "goodwill_approved", by, now, _data(row))
    return row


def decide(goodwill_id: int, *, approve: bool, reason: str, by: User, now: datetime) -> Goodwill:
    """Grant or refuse a credit somebody else asked for.

    Raises NotAllowed for the asker, for who does not supervise and above the decider's own limit; ValueError for a
    refusal without a reason; Goodwill.DoesNotExist when it is decided already.
    """
    if not approve and not reason.strip():
        raise ValueError("Say why it is refused.")
    with transaction.atomic(durable=True):
        found = Goodwill.objects.filter(case__in=Case.objects.for_person(by), state="asked")
        case = locked(found.get(pk=goodwill_id).case_id, by)
        row = case.goodwill.select_for_update(of=("self",)).get(pk=goodwill_id, state="asked")
        if row.asked_by_id == by.pk or not by.supervises:
            raise NotAllowed("A credit is decided by a supervisor who did not ask for it.")
        if approve and not within(row.cents, limit(by, rules.of(case.account.brand_id))):
            raise NotAllowed("This credit is above your own limit.")
        row.state, row.decision = "approved" if approve else "refused", reason.strip()[:300]
        row.decided_by, row.decided_at = by, now
        row.save()
        notify.tell([row.asked_by_id], "goodwill", case, by=by, now=now, text=row.decision)
        touch(case, "goodwill_approved" if approve else "goodwill_refused", by, now, _data(row))
    return row


def withdraw(case_id: int, goodwill_id: int, reason: str = "", *, by: User, now: datetime) -> Goodwill:
    """Take back a request nobody has decided about, or, with a reason, a credit that was granted.

    A request is its asker's to take back; a granted credit that of whoever granted it, or a supervisor's. Raises
    NotAllowed, ValueError without the reason, Goodwill.DoesNotExist when there is nothing to take back.
    """
    with transaction.atomic(durable=True):
        case = locked(case_id, by)
        open_ones = case.goodwill.select_for_update(of=("self",)).filter(state__in=["asked", "approved"])
        row = open_ones.get(pk=goodwill_id)
        granted = row.state == "approved"
        mine = by.pk == (row.decided_by_id if granted else row.asked_by_id)
        if not mine and not (granted and by.supervises):
            raise NotAllowed(
                "A request is taken back by its asker, a granted credit by who granted it or a supervisor."
            )
        if granted and not reason.strip():
            raise ValueError("Say why a granted credit is withdrawn.")
        row.state, row.withdrawn_by, row.withdrawn_at = "withdrawn", by, now
        row.withdrawal = reason.strip()[:300]
        row.save()
        if row.asked_by_id != by.pk:
            notify.tell([row.asked_by_id], "goodwill", case, by=by, now=now, text=row.withdrawal)
        touch(
            case, "goodwill_withdrawn", by, now, _data(row) | {"reason": row.withdrawal, "granted": granted}
        )
    return row


def within(cents: int, most: int | None) -> bool:
    """Whether an amount lies within a limit; None is no limit."""
    return most is None or cents <= most


def _data(row: Goodwill) -> dict[str, object]:
    return {
        "goodwill": row.pk,
        "cents": row.cents,
        "currency": row.currency,
        "reason": row.decision or row.reason,
    }
