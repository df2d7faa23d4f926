"""Whether an answer needs a second person, and laying it before one. Call both in a transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from hark.accounts.models import User
from hark.actions import notify, rules
from hark.actions.guarding import Guard
from hark.actions.outbox_rows import fingerprint, origin_of, tell
from hark.store.models import Approval, Outbox


def reasons(row: Outbox, overruled: Sequence[Guard], by: User) -> list[str]:
    """Why the answer needs a second person, by the brand's rules; empty when it does not."""
    house = rules.of(row.account.brand_id)
    found = []
    if house.approve_levels and row.lane in (house.approve_lanes or ["public", "private"]):
        level = rules.level(by)
        found += [f"level:{level}"] if level in house.approve_levels else []
    return found + sorted(
        {f"guard:{guard.kind}" for guard in overruled if guard.kind in house.approve_guards}
    )


def void(row: Outbox, reason: str, by: User, now: datetime) -> list[str]:
    """Nobody is to decide about the answer as it was: it was edited or taken back. Returns why it had to wait."""
    asked = Approval.objects.select_for_update().filter(outbox=row, decided_at__isnull=True).first()
    if asked is None:
        return []
    asked.decision, asked.reason = "void", reason
    asked.decided_by, asked.decided_at = by, now
    asked.save()
    tell(row, "approval_void", by, now, {"approval": asked.pk})
    return list(asked.why)


def ask(row: Outbox, why: Sequence[str], by: User, now: datetime) -> Approval:
    """Lay the answer before the brand's supervisors, with a clock of its own."""
    minutes = rules.of(row.account.brand_id).approve_minutes
    approval = Approval.objects.create(
        outbox=row, fingerprint=fingerprint(row), why=list(why), asked_by=by, asked_at=now,
        due_at=now + timedelta(minutes=minutes),
    )  # fmt: skip
    supervisors = [person for person in notify.supervisors(row.account.brand_id) if person != by.pk]
    notify.tell(supervisors, "approval", row.case, by=by, now=now, text=row.text)
    tell(row, "approval_asked", by, now, {"approval": approval.pk, "why": list(why), **origin_of(row)})
    return approval
