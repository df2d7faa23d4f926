"""Answers through the guards and past a second person; the sender sends what was approved and nothing else."""

from datetime import datetime, timedelta

import pytest
from tests.factories import NOON, hear, person, post

from hark.accounts.models import Role, User
from hark.actions import approvals, drafts, goodwill, outbox, rules, submitting
from hark.actions.approvals import Outdated
from hark.actions.guarding import Blocked, Opened
from hark.actions.house import NotAllowed
from hark.actions.submitting import With
from hark.domain.outbox import SendState
from hark.domain.post import Lane
from hark.store.models import Account, AgentProfile, Approval, Case, Draft, Event, Notification, Outbox, Post

pytestmark = pytest.mark.django_db


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


@pytest.fixture
def lena(care: Account) -> User:
    user = person("lena", care.brand)
    AgentProfile.objects.create(user=user, level="trainee")
    return user


@pytest.fixture
def senior(care: Account) -> User:
    user = person("sam", care.brand)
    AgentProfile.objects.create(user=user, level="senior")
    return user


@pytest.fixture
def chief(care: Account) -> User:
    return person("chief", care.brand, role=Role.SUPERVISOR)


@pytest.fixture
def case(care: Account) -> Case:
    hear(post("kim", "@CurlewCare my line is dead, help", post_id="1", tags=[care]))
    return Case.objects.get()


@pytest.fixture
def strict(care: Account, boss: User) -> None:
    rules.save(
        care.brand_id,
        {"approve_levels": ["trainee"], "approve_lanes": ["public"], "approve_minutes": 10},
        by=boss,
        now=NOON,
    )


def say(case: Case, by: User, text: str = "We look at it.", at: float = 1.0, **more: object) -> Outbox:
    return outbox.submit(
        case.pk,
        text,
        Lane.PUBLIC,
        target_post_id=None,
        by=by,
        now=after(at),
        **more,  # type: ignore[arg-type]
    )


def told(kind: str) -> list[dict[str, object]]:
    return [event.data for event in Event.objects.filter(kind=kind).order_by("pk")]


def test_the_simple_call_still_queues(case: Case, lena: User) -> None:
    row = say(case, lena)
    assert (row.state, row.target_post_id) == (SendState.QUEUED, "1")
    assert not Approval.objects.exists()


def test_a_guard_stops_the_answer_and_nothing_is_kept(case: Case, lena: User) -> None:
    with pytest.raises(Blocked) as caught:
        say(case, lena, "Mail ana.silva@example.org")
    assert [guard.kind for guard in caught.value.guards] == ["personal_data"]
    assert not Outbox.objects.exists()
    assert submitting.preview(
        case.pk, "Mail ana.silva@example.org", Lane.PUBLIC, target_post_id=None, by=lena, now=after(1)
    ) == list(caught.value.guards)


def test_overruling_needs_the_role_and_a_reason_and_is_kept(case: Case, lena: User, senior: User) -> None:
    text, why = "Mail press@example.org for that", {"personal_data": "the public press address"}
    with pytest.raises(Blocked):
        say(case, lena, text, overrides=why)
    with pytest.raises(Blocked):
        say(case, senior, text, overrides={"personal_data": " "})
    row = say(case, senior, text, overrides=why)
    assert row.state == SendState.PENDING_APPROVAL  # personal data is never overruled by one person alone
    assert told("guard_overruled") == [
        {"outbox": row.pk, "lane": "public", "guard": "personal_data", "reason": "the public press address",
         "level": "senior"},
    ]  # fmt: skip
    assert Approval.objects.get().why == ["guard:personal_data"]


def test_what_blocks_is_overruled_by_nobody(case: Case, boss: User) -> None:
    text = "Your card 4111 1111 1111 1111"
    with pytest.raises(Blocked):
        say(case, boss, text, overrides={"personal_data": "I am the boss"})


def test_money_above_the_limit_goes_through_goodwill(
    care: Account, case: Case, lena: User, boss: User
) -> None:
    rules.save(care.brand_id, {"goodwill_cents": {"trainee": 500, "supervisor": 5000}}, by=boss, now=NOON)
    with pytest.raises(Blocked):
        say(case, lena, "We credit you $20.")
    asked = goodwill.ask(case.pk, 2000, "a day without a line", by=lena, now=after(1))
    goodwill.decide(asked.pk, approve=True, reason="", by=boss, now=after(2))
    assert say(case, lena, "We credit you $20.", at=3).state == SendState.QUEUED


def test_a_post_nobody_may_answer_is_not_answered(care: Account, lena: User) -> None:
    hear(post("bo", "Curlew is down again", post_id="9"))
    case = Case.objects.get(author__handle="bo")
    with pytest.raises(Blocked) as caught:
        say(case, lena)
    assert caught.value.guards[0].kind == "permission"


def test_an_edited_or_deleted_post_stops_what_was_written_for_another(case: Case, lena: User) -> None:
    Post.objects.filter(post_id="1").update(latest_id="1b")
    with pytest.raises(Blocked):
        say(case, lena, opened=Opened(post_version="1"))
    assert say(case, lena, opened=Opened(post_version="1b")).target_post_id == "1b"


@pytest.mark.usefixtures("strict")
def test_a_trainees_answer_waits_for_somebody_else(case: Case, lena: User, boss: User) -> None:
    row = say(case, lena, also=With(origin="suggested"))
    assert row.state == SendState.PENDING_APPROVAL
    assert told("approval_asked")[0]["origin"] == "suggested"
    assert outbox.claim("w") is None
    approval = Approval.objects.get()
    assert (approval.why, approval.due_at) == (["level:trainee"], after(11))
    assert [n.person for n in Notification.objects.filter(kind="approval")] == [boss]
    approvals.approve(approval.pk, by=boss, now=after(2))
    row.refresh_from_db()
    assert (row.state, row.approver) == (SendState.QUEUED, boss)
    assert [len(told(kind)) for kind in ("approval_asked", "approval_given", "answer_queued")] == [1, 1, 1]
    with pytest.raises(Outdated):
        approvals.approve(approval.pk, by=boss, now=after(3))


@pytest.mark.usefixtures("strict")
def test_an_approved_answer_is_born_of_the_suggestion_unless_somebody_edited_it(
    case: Case, lena: User, boss: User
) -> None:
    row = say(case, lena, "Hold reset.", also=With(origin="suggested"))
    approvals.edit(row.pk, "Hold reset.", by=lena, now=after(1))
    assert [data["origin"] for data in told("approval_asked")] == ["suggested", "suggested"]
    approvals.approve(Approval.objects.get(decided_at=None).pk, by=boss, now=after(2))
    assert told("answer_queued")[-1]["origin"] == "suggested"
    outbox.cancel(row.pk, by=lena, now=after(3))

    row = say(case, lena, "Hold reset.", also=With(origin="suggested"), at=4)
    approvals.edit(row.pk, "Hold reset for a second.", by=lena, now=after(5))
    approvals.approve(Approval.objects.get(decided_at=None).pk, by=boss, now=after(6))
    assert "origin" not in told("answer_queued")[-1]
    assert "origin" not in told("approval_asked")[-1]


@pytest.mark.usefixtures("strict")
def test_a_returned_answer_is_still_the_suggestions_until_words_of_ones_own_join_it(
    case: Case, lena: User, boss: User
) -> None:
    say(case, lena, "Hold reset.", also=With(origin="suggested"))
    approvals.reject(Approval.objects.get().pk, "Too short", by=boss, now=after(1))
    draft = Draft.objects.get(writer=lena)
    assert (draft.text, draft.origin) == ("Hold reset.", "suggested")

    say(case, lena, "Hold reset.", also=With(origin="suggested"))
    drafts.keep(case.pk, "public", "I had begun this", by=lena)
    approvals.reject(Approval.objects.get(decided_at=None).pk, "Too short", by=boss, now=after(2))
    draft = Draft.objects.get(writer=lena)
    assert (draft.text, draft.origin) == ("I had begun this\n\nHold reset.", "")


@pytest.mark.usefixtures("strict")
def test_nobody_approves_their_own_and_only_supervisors_do(
    care: Account, case: Case, lena: User, senior: User, boss: User
) -> None:
    rules.save(care.brand_id, {"approve_levels": ["trainee", "supervisor"]}, by=boss, now=NOON)
    say(case, boss)
    approval = Approval.objects.get()
    for somebody in (boss, senior, lena):
        with pytest.raises(NotAllowed):
            approvals.approve(approval.pk, by=somebody, now=after(2))
    with pytest.raises(Approval.DoesNotExist):
        approvals.approve(approval.pk, by=person("stranger", role=Role.SUPERVISOR), now=after(2))


@pytest.mark.usefixtures("strict")
def test_any_edit_voids_what_was_asked_and_makes_the_editor_an_author(
    case: Case, lena: User, boss: User, chief: User
) -> None:
    row = say(case, lena)
    first = Approval.objects.get()
    approvals.edit(row.pk, "We look at it now.", by=boss, now=after(2))
    first.refresh_from_db()
    second = Approval.objects.get(decided_at__isnull=True)
    assert (first.decision, second.due_at) == ("void", after(12))
    for approval, somebody, error in ((first, chief, Outdated), (second, boss, NotAllowed)):
        with pytest.raises(error):
            approvals.approve(approval.pk, by=somebody, now=after(3))
    assert approvals.approve(second.pk, by=chief, now=after(3)).text == "We look at it now."
    with pytest.raises(Outdated):
        approvals.edit(row.pk, "too late", by=lena, now=after(4))


@pytest.mark.usefixtures("strict")
def test_whoever_takes_a_waiting_answer_back_leaves_nothing_to_decide(
    case: Case, lena: User, boss: User
) -> None:
    row = say(case, lena)
    asked = Approval.objects.get()
    outbox.cancel(row.pk, by=lena, now=after(1))
    asked.refresh_from_db()
    assert (asked.decision, asked.decided_by) == ("void", lena)
    assert Draft.objects.get(case=case, writer=lena).text == "We look at it."
    assert approvals.overdue(after(60)) == 0
    with pytest.raises(Outdated):
        approvals.approve(asked.pk, by=boss, now=after(2))
    assert say(case, lena, "We look at it, and tell you by six.", at=3).state == SendState.PENDING_APPROVAL


@pytest.mark.usefixtures("strict")
@pytest.mark.parametrize("field", ["text", "target_post_id", "target_author_id", "lane", "media"])
def test_a_change_behind_the_approval_is_never_sent(case: Case, lena: User, boss: User, field: str) -> None:
    row = say(case, lena)
    approval = Approval.objects.get()
    change = {field: [{"kind": "photo", "url": "https://x.example/a"}] if field == "media" else "changed"}
    Outbox.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(Outdated, match="changed"):
        approvals.approve(approval.pk, by=boss, now=after(2))
    Outbox.objects.filter(pk=row.pk).update(**{field: getattr(row, field)})
    approvals.approve(approval.pk, by=boss, now=after(2))
    Outbox.objects.filter(pk=row.pk).update(not_before=NOON, **change)
    assert outbox.claim("w") is None
    row.refresh_from_db()
    assert (row.state, row.reason) == (SendState.FAILED_PERMANENT, "not_approved")


@pytest.mark.usefixtures("strict")
def test_a_rejected_answer_goes_back_as_a_draft_with_the_reason(case: Case, lena: User, boss: User) -> None:
    row = say(case, lena)
    approval = Approval.objects.get()
    with pytest.raises(ValueError, match="why"):
        approvals.reject(approval.pk, " ", by=boss, now=after(2))
    approvals.reject(approval.pk, "too short", by=boss, now=after(2))
    row.refresh_from_db()
    assert row.state == SendState.CANCELLED
    assert Draft.objects.get(case=case, writer=lena).text == "We look at it."
    assert Notification.objects.get(kind="rejected").text == "too short"
    assert say(case, lena, "We look at it, and tell you by six.", at=3).state == SendState.PENDING_APPROVAL


@pytest.mark.usefixtures("strict")
def test_a_post_deleted_meanwhile_stops_the_approval(case: Case, lena: User, boss: User) -> None:
    say(case, lena)
    Post.objects.filter(post_id="1").update(deleted_at=after(2))
    with pytest.raises(Blocked):
        approvals.approve(Approval.objects.get().pk, by=boss, now=after(3))


@pytest.mark.usefixtures("strict")
def test_an_approval_has_a_clock_of_its_own(case: Case, lena: User, boss: User) -> None:
    say(case, lena)
    assert approvals.overdue(after(11)) == 0
    assert (approvals.overdue(after(11.1)), approvals.overdue(after(12))) == (1, 0)
    people = {n.person for n in Notification.objects.filter(kind="approval_overdue")}
    assert people == {lena, boss}


@pytest.mark.usefixtures("strict")
def test_two_answers_to_one_post_collide_and_two_to_one_customer_show_as_conflict(
    care: Account, case: Case, lena: User, senior: User
) -> None:
    first = say(case, lena)
    with pytest.raises(outbox.AnotherAnswer) as caught:
        say(case, senior)
    assert caught.value.row == first
    hear(post("kim", "@CurlewCare and now?", post_id="2", parent_id="1", tags=[care], minutes=2))
    with pytest.raises(Blocked) as blocked:
        say(case, senior, "Try again.", at=3)
    assert [guard.kind for guard in blocked.value.guards] == ["being_answered"]
    second = say(case, senior, "Try again.", at=3, overrides={"being_answered": "another question"})
    assert approvals.conflicts(first) == [second]
    assert approvals.conflicts(second) == [first]
