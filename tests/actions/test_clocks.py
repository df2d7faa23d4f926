"""Clocks of stored cases: policies by selector, business hours, pauses, warnings and breaches, told once."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import NOON, hear, ours, person, post

from hark.accounts.models import Role
from hark.actions import cases, clocks, promises, sla
from hark.actions.house import NotAllowed
from hark.domain.hours import CalendarError
from hark.store.models import Account, BusinessCalendar, Case, Event, SlaPolicy

pytestmark = pytest.mark.django_db

WEEKDAYS = {
    "zone": "Europe/Madrid",
    "name": "Office",
    "weekly": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
}


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def one_case() -> Case:
    return Case.objects.select_related("account").get()


def told(kind: str) -> int:
    return Event.objects.filter(kind=kind).count()


def test_without_a_policy_the_pledge_counts_from_the_posts_own_time(care: Account) -> None:
    hear(post("ana", "@CurlewCare dead", tags=[care]), minutes=20)
    case = one_case()
    assert (case.due_at, case.due_kind) == (after(30), "first_reply")
    assert case.warn_at == after(22.5)
    assert case.heard_at == after(20)
    assert case.unanswered_since == NOON


def test_the_next_reply_has_its_own_promise(care: Account) -> None:
    SlaPolicy.objects.create(
        brand=care.brand,
        name="Fast",
        first_reply_seconds=1800,
        next_reply_seconds=600,
        resolution_seconds=86400,
    )
    hear(post("ana", "@CurlewCare dead", post_id="1", tags=[care]))
    hear(ours(care, "@ana on it", post_id="2", parent_id="1", minutes=5))
    waiting = one_case()
    assert (waiting.state, waiting.due_at, waiting.due_kind) == ("waiting", None, "")
    hear(post("ana", "@CurlewCare still dead, why", post_id="3", parent_id="2", minutes=30, tags=[care]))
    case = one_case()
    assert (case.due_at, case.due_kind) == (after(40), "next_reply")


def test_the_policy_that_names_most_wins_and_language_decides_among_equals(care: Account) -> None:
    make = SlaPolicy.objects.create
    make(brand=care.brand, name="All", first_reply_seconds=3600)
    make(brand=care.brand, name="Spanish", first_reply_seconds=300, languages=["es"], position=9)
    make(brand=care.brand, name="Private", first_reply_seconds=600, lane="private", languages=["es"])
    known = promises.load([care.brand_id])
    case = _standing(care, language="es-MX")
    assert (term := known.term(case)) and term.policy.name == "Spanish"
    assert (term := known.term(_standing(care, language="en"))) and term.policy.name == "All"
    assert (
        term := known.term(_standing(care, language="es", lane="private"))
    ) and term.policy.name == "Private"
    assert (term := known.term(_standing(care, language="en", lane="private"))) and term.policy.name == "All"


def test_business_hours_of_the_language_come_before_the_brands(care: Account) -> None:
    boss = person("boss", care.brand, role=Role.SUPERVISOR)
    sla.save_calendar(care.brand_id, "", WEEKDAYS, by=boss, now=NOON)
    sla.save_calendar(care.brand_id, "es", {**WEEKDAYS, "weekly": "always"}, by=boss, now=NOON)
    # Monday 2026-03-02, 15:50 UTC is 16:50 in Madrid: ten minutes are left, twenty come on Tuesday.
    hear(post("ana", "@CurlewCare dead", tags=[care], minutes=230), minutes=231)
    case = one_case()
    assert case.due_at == NOON + timedelta(hours=20, minutes=20)
    assert case.due_calendar == 1
    assert (due := promises.load([care.brand_id]).deadline(_standing(care, language="es")))
    assert due.due_at == after(30)


def test_changing_hours_or_promises_moves_running_deadlines_and_says_who(care: Account) -> None:
    boss = person("boss", care.brand, role=Role.SUPERVISOR)
    hear(post("ana", "@CurlewCare dead", tags=[care]))
    version = one_case().version
    policy = sla.save_policy(
        care.brand_id, None, {"name": "Slow", "first_reply_seconds": 7200}, by=boss, now=NOON
    )
    assert (one_case().due_at, one_case().version) == (after(120), version + 1)
    sla.save_policy(care.brand_id, policy.pk, {"first_reply_seconds": 3600}, by=boss, now=NOON)
    assert one_case().due_at == after(60)
    sla.remove_policy(policy.pk, by=boss, now=NOON)
    assert one_case().due_at == after(30)
    changes = Event.objects.filter(kind="settings_changed").order_by("pk")
    assert [event.actor for event in changes] == [boss] * 3
    assert changes[1].data["before"] == {"first_reply_seconds": 7200}
    assert changes[1].data["after"] == {"first_reply_seconds": 3600}


def test_settings_are_for_supervisors_of_the_brand_and_must_make_sense(care: Account) -> None:
    ana, boss = person("ana", care.brand), person("boss", care.brand, role=Role.SUPERVISOR)
    stranger = person("stranger", role=Role.SUPERVISOR)
    with pytest.raises(NotAllowed):
        sla.save_calendar(care.brand_id, "", WEEKDAYS, by=ana, now=NOON)
    with pytest.raises(care.brand.DoesNotExist):
        sla.save_calendar(care.brand_id, "", WEEKDAYS, by=stranger, now=NOON)
    with pytest.raises(CalendarError):
        sla.save_calendar(care.brand_id, "", {"zone": "Mars/Base", "weekly": "always"}, by=boss, now=NOON)
    with pytest.raises(ValueError, match="warn_share"):
        sla.save_policy(care.brand_id, None, {"name": "Odd", "warn_share": 3.0}, by=boss, now=NOON)
    assert not SlaPolicy.objects.exists()
    assert not BusinessCalendar.objects.exists()


def test_a_calendars_version_grows_only_when_the_hours_change(care: Account) -> None:
    boss = person("boss", care.brand, role=Role.SUPERVISOR)
    assert sla.save_calendar(care.brand_id, "", WEEKDAYS, by=boss, now=NOON).version == 1
    assert sla.save_calendar(care.brand_id, "", WEEKDAYS, by=boss, now=NOON).version == 1
    longer = {**WEEKDAYS, "holidays": ["2026-12-25"]}
    assert sla.save_calendar(care.brand_id, "", longer, by=boss, now=NOON).version == 2


def test_a_breach_is_told_once_and_escalates(care: Account) -> None:
    hear(post("ana", "@CurlewCare dead", tags=[care]), minutes=1)
    assert clocks.warn_due(after(22)) == 0
    assert (clocks.warn_due(after(23)), clocks.warn_due(after(24))) == (1, 0)
    assert clocks.breach_due(after(30)) == 0
    assert (clocks.breach_due(after(31)), clocks.breach_due(after(32))) == (1, 0)
    case = one_case()
    assert (case.warned_at, case.overdue_at, case.escalated_at) == (after(23), after(31), after(31))
    assert [told(kind) for kind in ("clock_at_risk", "clock_overdue", "case_escalated")] == [1, 1, 1]


def test_the_next_clock_of_the_same_case_may_break_again(care: Account) -> None:
    hear(post("ana", "@CurlewCare dead", post_id="1", tags=[care]), minutes=1)
    clocks.breach_due(after(31))
    hear(ours(care, "@ana sorry", post_id="2", parent_id="1", minutes=40), minutes=41)
    assert (one_case().overdue_at, one_case().escalated_at) == (None, None)
    hear(post("ana", "@CurlewCare and now", post_id="3", parent_id="2", minutes=50, tags=[care]), minutes=51)
    assert (clocks.breach_due(after(79)), clocks.breach_due(after(81))) == (0, 1)
    assert told("clock_overdue") == 2


def test_a_closed_case_owes_nothing_and_a_reopened_one_does(care: Account) -> None:
    ana = person("ana", care.brand)
    hear(post("kim", "@CurlewCare dead", tags=[care]), minutes=1)
    closed = cases.close(one_case().pk, "answered elsewhere", by=ana, now=after(10))
    assert (closed.due_at, closed.warn_at) == (None, None)
    assert clocks.breach_due(after(500)) == 0
    assert cases.reopen(closed.pk, by=ana, now=after(20)).due_at == after(30)


def test_snoozing_pauses_only_where_the_policy_says_so(care: Account) -> None:
    ana = person("ana", care.brand)
    hear(post("kim", "@CurlewCare dead", tags=[care]), minutes=1)
    case = cases.snooze(one_case().pk, after(500), by=ana, now=after(10))
    assert case.due_at == after(30)
    SlaPolicy.objects.create(
        brand=care.brand, name="Kind", first_reply_seconds=1800, pauses={"first_reply": ["snoozed"]}
    )
    clocks.reckon_brand(care.brand_id, now=after(11))
    assert one_case().due_at is None
    assert cases.wake(case.pk, by=ana, now=after(70)).due_at == after(90)


def test_open_pages_are_told_once_that_clocks_moved_and_not_when_none_did(care: Account) -> None:
    hear(post("kim", "@CurlewCare dead", tags=[care]), minutes=1)
    ruth = person("ruth", care.brand, role=Role.SUPERVISOR)
    fields = {
        "name": "Fast",
        "first_reply_seconds": 600,
        "next_reply_seconds": None,
        "resolution_seconds": None,
    }
    row = sla.save_policy(care.brand_id, None, fields, by=ruth, now=after(2))
    sla.save_policy(care.brand_id, row.pk, {"name": "Faster"}, by=ruth, now=after(3))
    told = Event.objects.filter(kind="clocks_moved").values_list("case", "brand", "data")
    assert list(told) == [(None, care.brand_id, {"cases": 1})]


def test_a_post_that_wakes_a_snoozed_case_ends_the_pause_at_its_own_time(care: Account) -> None:
    ana = person("ana", care.brand)
    SlaPolicy.objects.create(
        brand=care.brand, name="Kind", first_reply_seconds=1800, pauses={"first_reply": ["snoozed"]}
    )
    hear(post("kim", "@CurlewCare dead", post_id="1", tags=[care]), minutes=1)
    cases.snooze(one_case().pk, after(500), by=ana, now=after(10))
    hear(
        post("kim", "@CurlewCare hello?? help", post_id="2", parent_id="1", minutes=25, tags=[care]),
        minutes=60,
    )
    case = one_case()
    assert (case.state, case.snoozed_until, case.due_at) == ("open", None, after(45))


def test_a_deleted_question_is_no_longer_owed(care: Account) -> None:
    known = promises.load([care.brand_id])
    assert known.deadline(_standing(care)) is not None
    assert known.deadline(_standing(care, unanswered=None)) is None


@given(
    target=st.integers(60, 100_000),
    pauses=st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 5000)), max_size=6),
    warn=st.floats(0, 1),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_around_the_clock_a_deadline_is_target_plus_pauses(
    target: int, pauses: list[tuple[int, int]], warn: float
) -> None:
    """Against plain addition: every minute of pause before the deadline moves it by a minute."""
    row = SlaPolicy(
        name="p", first_reply_seconds=target, warn_share=warn, pauses={"first_reply": ["snoozed"]}
    )
    at, history, due = 0, [(promises.micros(NOON), "new")], target
    for gap, length in pauses:
        at += gap
        if at < due:
            due += length
        for state, moment in (("snoozed", at), ("open", at + length)):
            history = promises.changed(history, state, NOON + timedelta(seconds=moment))
        at += length
    term = promises.Term(promises.policy(row), frozenset(), None)
    known = promises.Promises({}, {1: [term]}, {})
    found = known.deadline(_bare(1, history=history))
    assert found is not None
    assert found.due_at == NOON + timedelta(seconds=due)
    assert found.warn_at <= found.due_at


def _bare(brand_id: int, **given: object) -> promises.Standing:
    since = given.pop("unanswered", NOON)
    values = {"lane": "public", "topic": "", "language": "en", "priority": 0.0, "state": "new", **given}
    times = promises.CaseTimes(NOON, NOON, None, None, since)
    return promises.Standing(brand=brand_id, times=times, **values)  # type: ignore[arg-type]


def _standing(care: Account, **given: object) -> promises.Standing:
    return _bare(care.brand_id, **given)
