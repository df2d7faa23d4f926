"""The clock loop: one look brings everything that came due, a second look finds nothing left."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import author, brand, person

from hark.accounts.models import Role
from hark.actions import agents, cases, outbox, presence, queues, reminders, rules
from hark.actions.ingest import take_in
from hark.actions.roster import load
from hark.domain.post import Lane, Mention, Post
from hark.store.models import AgentProfile, Case, Event, Outbox, Presence
from hark.workers import clocks

pytestmark = pytest.mark.django_db


def test_a_tick_brings_everything_that_came_due() -> None:
    care = brand()
    lena, boss = person("lena", care.brand), person("boss", care.brand, role=Role.SUPERVISOR)
    now = datetime.now(UTC)
    asked = [
        Post(
            "x", f"{n}", author(f"kim{n}"), now - timedelta(minutes=40), "@CurlewCare my line is dead, help",
            mentions=(Mention("CurlewCare", care.network_id),),
        )
        for n in range(4)
    ]  # fmt: skip
    take_in(asked, load("x"), now=now)
    first, second, third, fourth = Case.objects.order_by("root_id")
    before = now - timedelta(minutes=30)
    cases.snooze(first.pk, now - timedelta(minutes=1), by=lena, now=before)
    reminders.promise(second.pk, now - timedelta(minutes=2), by=lena, now=before)
    rules.save(care.brand_id, {"approve_levels": ["agent"]}, by=boss, now=before)
    outbox.submit(third.pk, "We look.", Lane.PUBLIC, target_post_id=None, by=lena, now=before)
    Outbox.objects.create(
        account=care, case=fourth, target_author_id="u", text="x", text_hash="x", conversation_key="k",
        state="sending", writer=lena, not_before=before, created_at=before, lease_until=before, fence=1,
    )  # fmt: skip
    presence.beat(first.pk, presence.LOOKING, by=lena, now=before)
    agents.set_profile(lena, {"capacity": 2}, by=boss, now=before)
    AgentProfile.objects.filter(user=lena).update(available=True, seen_at=before)
    queues.save_policy(care.brand_id, {"mode": "push", "away_minutes": 5}, by=boss, now=before)
    assert clocks.tick()
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert kinds >= {
        "clock_overdue", "case_escalated", "case_woken", "promise_due", "approval_overdue", "answer_in_doubt",
        "agent_away",
    }  # fmt: skip
    assert not Presence.objects.exists()
    for _ in range(3):
        clocks.tick()
    seen = Event.objects.count()
    assert not clocks.tick()
    assert Event.objects.count() == seen
