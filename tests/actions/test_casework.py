"""Reminders and promises, goodwill and its limits, customers and consent, corrections and their export."""

import csv
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import NOON, hear, ours, person, post

from hark.accounts.models import Role, User
from hark.actions import cases, corrections, customers, goodwill, reminders, rules
from hark.actions.house import NotAllowed
from hark.actions.undo import TooLate
from hark.store.models import (
    Account,
    AgentProfile,
    Case,
    Consent,
    CustomerNote,
    Event,
    Goodwill,
    Notification,
    Reminder,
)

pytestmark = pytest.mark.django_db


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


@pytest.fixture
def case(care: Account) -> Case:
    hear(post("kim", "@CurlewCare my line is dead, help", post_id="1", tags=[care]))
    return Case.objects.get()


def kinds() -> set[str]:
    return set(Event.objects.values_list("kind", flat=True))


def test_a_reminder_comes_once_to_its_person_and_moves_nothing(case: Case, lena: User, boss: User) -> None:
    row = reminders.remind(case.pk, after(60), "call the depot", by=lena, now=after(1))
    assert (reminders.fire_due(after(59)), reminders.fire_due(after(60)), reminders.fire_due(after(61))) == (
        0,
        1,
        0,
    )
    told = Notification.objects.get()
    assert (told.person, told.kind, told.text) == (lena, "reminder", "call the depot")
    case.refresh_from_db()
    assert case.state == "new"
    with pytest.raises(Reminder.DoesNotExist):
        reminders.done(row.pk, by=boss, now=after(62))
    assert reminders.done(row.pk, by=lena, now=after(62)).done_at == after(62)
    with pytest.raises(ValueError, match="passed"):
        reminders.remind(case.pk, after(1), by=lena, now=after(1))


@pytest.mark.parametrize("state", ["new", "snoozed", "closed", "waiting"])
def test_a_promise_to_the_customer_opens_the_case_by_itself(
    care: Account, case: Case, lena: User, boss: User, state: str
) -> None:
    cases.assign(case.pk, lena, by=lena, now=after(1))
    reminders.promise(case.pk, after(600), "we tell you tomorrow", by=boss, now=after(2))
    if state == "snoozed":
        cases.snooze(case.pk, after(5000), by=lena, now=after(3))
    elif state == "closed":
        cases.close(case.pk, "solved", by=lena, now=after(3))
    elif state == "waiting":
        hear(ours(care, "@kim we tell you tomorrow", parent_id="1", minutes=3))
    assert reminders.fire_due(after(600)) == 1
    case.refresh_from_db()
    assert (case.state, case.closed_at, case.snoozed_until) == ("open", None, None)
    assert Notification.objects.get(kind="promise").person == lena


def test_a_promise_that_was_kept_early_stays_quiet(case: Case, lena: User, boss: User) -> None:
    row = reminders.promise(case.pk, after(600), by=lena, now=after(2))
    reminders.done(row.pk, by=boss, now=after(30))
    assert reminders.fire_due(after(601)) == 0


def test_within_the_limit_goodwill_is_granted_above_it_somebody_else_decides(
    case: Case, lena: User, boss: User
) -> None:
    limits = {"agent": 1000, "supervisor": 5000}
    rules.save(case.account.brand_id, {"goodwill_cents": limits, "currency": "EUR"}, by=boss, now=NOON)
    small = goodwill.ask(case.pk, 1000, "a night without a line", by=lena, now=after(1))
    assert (small.state, small.currency, small.decided_by) == ("approved", "EUR", lena)
    large = goodwill.ask(case.pk, 1001, "a week without a line", by=lena, now=after(2))
    assert (large.state, large.decided_by) == ("asked", None)
    with pytest.raises(NotAllowed):
        goodwill.decide(large.pk, approve=True, reason="", by=lena, now=after(3))
    with pytest.raises(ValueError, match="why"):
        goodwill.decide(large.pk, approve=False, reason=" ", by=boss, now=after(3))
    assert goodwill.decide(large.pk, approve=True, reason="fair", by=boss, now=after(3)).state == "approved"
    with pytest.raises(Goodwill.DoesNotExist):
        goodwill.decide(large.pk, approve=False, reason="no", by=boss, now=after(4))
    assert Notification.objects.get(kind="goodwill", person=lena).text == "fair"


def test_nobody_grants_above_their_own_limit_or_to_themselves(case: Case, lena: User, boss: User) -> None:
    rules.save(case.account.brand_id, {"goodwill_cents": {"supervisor": 2000}}, by=boss, now=NOON)
    asked = goodwill.ask(case.pk, 2001, "a month", by=lena, now=after(1))
    with pytest.raises(NotAllowed, match="above your own"):
        goodwill.decide(asked.pk, approve=True, reason="", by=boss, now=after(2))
    own = goodwill.ask(case.pk, 2001, "a month", by=boss, now=after(1))
    with pytest.raises(NotAllowed, match="did not ask"):
        goodwill.decide(own.pk, approve=True, reason="", by=boss, now=after(2))
    chief = person("chief", case.account.brand, role=Role.ADMINISTRATOR)
    assert goodwill.decide(asked.pk, approve=True, reason="", by=chief, now=after(2)).state == "approved"


def test_limits_are_cents_for_levels(case: Case, boss: User) -> None:
    for wrong in ({"intern": 5}, {"agent": -1}, {"agent": "10"}):
        with pytest.raises(ValueError, match="limit"):
            rules.save(case.account.brand_id, {"goodwill_cents": wrong}, by=boss, now=NOON)


def test_a_trainee_has_the_trainees_limit(case: Case, lena: User, boss: User) -> None:
    rules.save(case.account.brand_id, {"goodwill_cents": {"agent": 900, "trainee": 100}}, by=boss, now=NOON)
    assert goodwill.limit(lena, rules.of(case.account.brand_id)) == 900
    AgentProfile.objects.create(user=lena, level="trainee")
    assert goodwill.limit(lena, rules.of(case.account.brand_id)) == 100


@given(cents=st.integers(1, 10**9), most=st.none() | st.integers(0, 10**9))
def test_a_limit_is_never_passed(cents: int, most: int | None) -> None:
    assert goodwill.within(cents, most) == (most is None or not cents > most)


def test_consent_names_its_evidence_and_can_be_taken_back(case: Case, lena: User) -> None:
    assert not customers.consents(case, "join_records")
    with pytest.raises(ValueError, match="evidence"):
        customers.record_consent(case.pk, "join_records", " ", by=lena, now=after(1))
    with pytest.raises(ValueError, match="one of"):
        customers.record_consent(case.pk, "sell_everything", "yes", by=lena, now=after(1))
    first = customers.record_consent(case.pk, "join_records", "you may look me up", by=lena, now=after(1))
    again = customers.record_consent(case.pk, "join_records", "yes yes", by=lena, now=after(2))
    assert (first, first.evidence) == (again, again.evidence)
    assert customers.consents(case, "join_records")
    assert customers.withdraw_consent(case.pk, "join_records", by=lena, now=after(3))
    assert not customers.consents(case, "join_records")
    assert not customers.withdraw_consent(case.pk, "join_records", by=lena, now=after(4))
    customers.record_consent(case.pk, "join_records", "again, yes", by=lena, now=after(5))
    assert Consent.objects.count() == 2


def test_customer_notes_belong_to_brand_and_person(case: Case, lena: User) -> None:
    row = customers.note(case.pk, " prefers the phone ", by=lena, now=after(1))
    assert (row.text, row.author, row.brand) == ("prefers the phone", case.author, case.account.brand)
    with pytest.raises(ValueError, match="Write"):
        customers.note(case.pk, " ", by=lena, now=after(1))


def test_a_correction_changes_the_case_and_later_posts_do_not_overrule_it(
    care: Account, case: Case, lena: User
) -> None:
    corrections.correct(case.pk, "topic", "wholesale", by=lena, now=after(1))
    corrections.correct(case.pk, "priority", "low", by=lena, now=after(1))
    hear(
        post(
            "kim",
            "@CurlewCare MY LINE IS DEAD, this is an emergency!!",
            parent_id="1",
            tags=[care],
            minutes=5,
        )
    )
    case.refresh_from_db()
    assert (case.topic, case.priority) == ("wholesale", 20.0)
    for task, value in (("mood", "sad"), ("sentiment", "furious"), ("priority", "9"), ("topic", " ")):
        with pytest.raises(ValueError, match="is no"):
            corrections.correct(case.pk, task, value, by=lena, now=after(6))


def test_corrections_are_exported_for_training_the_last_word_counting(
    care: Account, case: Case, lena: User, tmp_path: Path
) -> None:
    hear(post("bo", 'great, thanks\n"really"', post_id="7", tags=[care], minutes=1))
    other = Case.objects.get(author__handle="bo")
    corrections.correct(case.pk, "sentiment", "neutral", by=lena, now=after(1))
    corrections.correct(case.pk, "sentiment", "negative", by=lena, now=after(2))
    corrections.correct(other.pk, "sentiment", "negative", by=lena, now=after(3))
    corrections.correct(other.pk, "kind", "praise", by=lena, now=after(3))
    assert corrections.export(tmp_path) == {"sentiment": 2, "complaint": 1}
    with (tmp_path / "sentiment.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows == [
        {"text": "@CurlewCare my line is dead, help", "label": "negative"},
        {"text": 'great, thanks\n"really"', "label": "negative"},
    ]
    with (tmp_path / "complaint.csv").open(encoding="utf-8", newline="") as file:
        assert [row["label"] for row in csv.DictReader(file)] == ["other"]
    assert "verdict_corrected" in kinds()


@pytest.mark.parametrize("address", ["javascript:alert({number})", "https://desk.example/t/"])
def test_the_address_of_a_ticket_is_one_and_has_a_place_for_its_number(
    care: Account, boss: User, address: str
) -> None:
    with pytest.raises(ValueError, match="The address of Desk"):
        rules.save(care.brand_id, {"ticket_systems": {"Desk": address}}, by=boss, now=after(1))


def test_a_promise_that_was_not_kept_after_all_comes_due(case: Case, lena: User) -> None:
    row = reminders.promise(case.pk, after(60), by=lena, now=after(1))
    reminders.done(row.pk, by=lena, now=after(2))
    reminders.resume(row.pk, by=lena, now=after(3))
    assert reminders.fire_due(after(60)) == 1
    with pytest.raises(Reminder.DoesNotExist):
        reminders.resume(row.pk, by=lena, now=after(61))


def test_a_request_is_its_askers_to_take_back_and_nobody_can_grant_it_then(
    case: Case, lena: User, boss: User
) -> None:
    asked = goodwill.ask(case.pk, 5000, "a week without a line", by=lena, now=after(1))
    with pytest.raises(NotAllowed):
        goodwill.withdraw(case.pk, asked.pk, "no", by=boss, now=after(2))
    assert goodwill.withdraw(case.pk, asked.pk, by=lena, now=after(2)).state == "withdrawn"
    with pytest.raises(Goodwill.DoesNotExist):
        goodwill.decide(asked.pk, approve=True, reason="", by=boss, now=after(3))
    with pytest.raises(Goodwill.DoesNotExist):
        goodwill.withdraw(case.pk, asked.pk, by=lena, now=after(3))
    told = Event.objects.get(kind="goodwill_withdrawn")
    assert (told.actor, told.data["granted"], told.data["cents"]) == (lena, False, 5000)


def test_a_granted_credit_is_withdrawn_with_a_reason_by_who_granted_it_or_a_supervisor(
    case: Case, lena: User, boss: User
) -> None:
    rules.save(
        case.account.brand_id, {"goodwill_cents": {"agent": 1000, "supervisor": 9000}}, by=boss, now=NOON
    )
    own = goodwill.ask(case.pk, 1000, "a night", by=lena, now=after(1))
    with pytest.raises(ValueError, match="Say why"):
        goodwill.withdraw(case.pk, own.pk, " ", by=lena, now=after(2))
    goodwill.withdraw(case.pk, own.pk, "wrong customer", by=lena, now=after(2))
    large = goodwill.ask(case.pk, 5000, "a week", by=lena, now=after(3))
    goodwill.decide(large.pk, approve=True, reason="fair", by=boss, now=after(4))
    with pytest.raises(NotAllowed):
        goodwill.withdraw(case.pk, large.pk, "changed my mind", by=lena, now=after(5))
    row = goodwill.withdraw(case.pk, large.pk, "paid twice", by=boss, now=after(5))
    assert (row.state, row.withdrawal, row.withdrawn_by, row.decision) == (
        "withdrawn",
        "paid twice",
        boss,
        "fair",
    )
    assert Notification.objects.filter(kind="goodwill", person=lena).latest("pk").text == "paid twice"
    reasons = (
        Event.objects.filter(kind="goodwill_withdrawn").order_by("pk").values_list("data__reason", flat=True)
    )
    assert list(reasons) == ["wrong customer", "paid twice"]


def test_consent_given_again_in_the_same_words_is_the_same_record_for_ten_minutes(
    case: Case, lena: User
) -> None:
    words = "you may look me up"
    first = customers.record_consent(case.pk, "join_records", words, by=lena, now=after(1), number="K-7")
    customers.withdraw_consent(case.pk, "join_records", by=lena, now=after(2))
    assert Consent.objects.get().customer_number == ""
    again = customers.record_consent(case.pk, "join_records", words, by=lena, now=after(11), number="K-7")
    assert again == first
    row = Consent.objects.get()
    assert (row.withdrawn_at, row.customer_number, row.given_at) == (None, "K-7", after(1))
    assert Event.objects.filter(kind="consent_recorded").latest("pk").data["restored"]

    customers.withdraw_consent(case.pk, "join_records", by=lena, now=after(12))
    customers.record_consent(case.pk, "join_records", words, by=lena, now=after(23))
    assert Consent.objects.count() == 2


def test_a_note_about_a_customer_is_its_writers_to_take_back_for_ten_minutes(
    case: Case, lena: User, boss: User
) -> None:
    row = customers.note(case.pk, "Speaks for her father", by=lena, now=after(1))
    with pytest.raises(CustomerNote.DoesNotExist):
        customers.take_back_note(case.pk, row.pk, by=boss, now=after(2))
    with pytest.raises(TooLate):
        customers.take_back_note(case.pk, row.pk, by=lena, now=after(12))
    customers.take_back_note(case.pk, row.pk, by=lena, now=after(10))
    assert not CustomerNote.objects.exists()
    assert "father" not in str(Event.objects.filter(case=case).values_list("data", flat=True))
    assert Event.objects.filter(kind="customer_note_removed", actor=lena).count() == 1
