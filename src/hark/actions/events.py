"""Writing the spine: facts are recorded in the transaction that made them true."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.db import connection

from hark.store import bulk

# Every kind of fact there is. docs/rooms/actions.md lists them with their meaning; a test holds the two together.
EventKind = Literal[
    "case_opened",
    "post_heard",
    "post_echoed",
    "post_deleted",
    "post_edited",
    "post_withheld",
    "thread_grew",
    "answer_queued",
    "answer_sent",
    "answer_refused",
    "answer_in_doubt",
    "answer_needs_person",
    "answer_cancelled",
    "answer_twice",
    "removal_asked",
    "removal_done",
    "removal_refused",
    "hiding_asked",
    "hiding_done",
    "hiding_refused",
    "guard_overruled",
    "lock_taken_over",
    "approval_asked",
    "approval_given",
    "approval_rejected",
    "approval_void",
    "approval_overdue",
    "answer_prepared",
    "prepared_dropped",
    "case_assigned",
    "case_returned",
    "case_transferred",
    "case_closed",
    "case_reopened",
    "case_snoozed",
    "case_woken",
    "case_merged",
    "case_split",
    "case_moved",
    "case_joined",
    "lane_opened",
    "case_undone",
    "note_added",
    "tag_added",
    "tag_removed",
    "ticket_linked",
    "ticket_unlinked",
    "reminder_set",
    "reminder_due",
    "reminder_done",
    "promise_set",
    "promise_due",
    "promise_done",
    "goodwill_asked",
    "goodwill_approved",
    "goodwill_refused",
    "goodwill_withdrawn",
    "customer_noted",
    "customer_note_removed",
    "consent_recorded",
    "consent_withdrawn",
    "verdict_corrected",
    "clock_at_risk",
    "clock_recovered",
    "clock_overdue",
    "clocks_moved",
    "case_escalated",
    "agent_here",
    "agent_away",
    "settings_changed",
    "personal_data_revealed",
]

CHANNEL = "hark_events"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened; `case`, `brand` and `actor` are rows."""

    kind: EventKind
    case: int | None = None
    brand: int | None = None
    actor: int | None = None
    data: dict[str, Any] = field(default_factory=dict)


def record(fact: Fact, *, now: datetime) -> None:
    """Append one fact and wake whoever listens, in one statement."""
    bulk.planned(
        "tell_event", at=now, kind=fact.kind, case=fact.case, brand=fact.brand, actor=fact.actor,
        data=json.dumps(fact.data), channel=CHANNEL,
    )  # fmt: skip


def record_many(facts: Sequence[Fact], *, now: datetime) -> None:
    """Append facts and wake whoever listens, once the transaction commits."""
    if not facts:
        return
    bulk.put_events([(now, fact.kind, fact.case, fact.brand, fact.actor, fact.data) for fact in facts])
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, '')", [CHANNEL])
