"""An answer in several posts: said in order, each part once, and nothing behind a part that is not known to be out."""

import pytest
from tests.factories import NOON, ours, person, post

from hark.accounts.models import Role, User
from hark.actions import approvals, outbox, reconcile
from hark.actions.hear import hear
from hark.actions.outbox import AnotherAnswer
from hark.actions.roster import load
from hark.actions.submitting import With
from hark.domain.graph import IllegalMove
from hark.domain.outbox import SendState
from hark.domain.post import Lane
from hark.store.models import Account, Approval, BrandRules, Case, Draft, Outbox

pytestmark = pytest.mark.django_db
LONG = " ".join(
    f"Step {n}: hold the small button on the back until the light turns green." for n in range(1, 9)
)


def said(case: Case, by: User, text: str = f"{LONG} ^AN") -> list[Outbox]:
    outbox.submit(case.pk, text, Lane.PUBLIC, target_post_id=None, by=by, now=NOON)
    return rows()


def rows() -> list[Outbox]:
    return list(Outbox.objects.order_by("seq"))


def states() -> list[str]:
    return [row.state for row in rows()]


def send(post_id: str) -> Outbox:
    claim = outbox.claim("w")
    assert claim is not None
    assert outbox.confirm(claim, post_id, now=NOON)
    return claim.row


def fail(*, permanent: bool, processed: bool | None) -> None:
    claim = outbox.claim("w")
    assert claim is not None
    outbox.refuse(
        claim, reason="forbidden", message="no", permanent=permanent, processed=processed, retry_after=None, now=NOON
    )  # fmt: skip


def test_a_long_answer_becomes_numbered_and_signed_parts_of_one_answer(case: Case, ana: User) -> None:
    first, *rest = said(case, ana)
    assert len(rest) == 2
    assert [row.text.endswith(f" {n}/3 ^AN") for n, row in enumerate([first, *rest], 1)] == [True] * 3
    assert first.whole == f"{LONG} ^AN"
    assert {row.first_id for row in rest} == {first.pk}
    assert {row.state for row in [first, *rest]} == {"queued"}


def test_a_text_that_fits_is_one_row(case: Case, ana: User) -> None:
    (row,) = said(case, ana, "We look. ^AN")
    assert (row.whole, row.first_id, row.seq) == ("", None, 0)


def test_each_part_replies_to_the_one_before_and_waits_for_it(case: Case, ana: User) -> None:
    said(case, ana)
    assert send("201").target_post_id == "100"
    assert send("202").target_post_id == "201"
    claim = outbox.claim("w")
    assert claim is not None
    assert claim.row.target_post_id == "202"
    assert outbox.claim("other") is None


def test_nothing_follows_a_part_of_unknown_fate_and_its_echo_lets_the_rest_go(
    case: Case, ana: User, care: Account
) -> None:
    texts = [row.text for row in said(case, ana)]
    send("201")
    fail(permanent=False, processed=None)
    assert states() == ["sent", "ambiguous", "queued"]
    assert outbox.claim("w") is None
    hear([ours(care, f"@bo {texts[1]}", post_id="202", parent_id="201")], load("x"), now=NOON)
    assert states() == ["sent", "sent", "queued"]
    assert send("203").target_post_id == "202"


def test_a_part_of_unknown_fate_never_goes_again_by_itself(case: Case, ana: User) -> None:
    said(case, ana)
    send("201")
    fail(permanent=False, processed=None)
    assert not any(reconcile.may_go_again(row) for row in rows())


def test_a_refused_part_stops_the_rest_and_what_is_out_is_never_said_again(case: Case, ana: User) -> None:
    said(case, ana)
    send("201")
    fail(permanent=True, processed=False)
    assert states() == ["sent", "failed_permanent", "cancelled"]
    assert outbox.claim("w") is None


def test_a_part_that_goes_again_is_that_part_alone(case: Case, ana: User) -> None:
    said(case, ana)
    send("201")
    fail(permanent=False, processed=False)
    Outbox.objects.filter(state="queued").update(not_before=NOON)
    assert send("202").seq == 1
    assert [row.attempt for row in rows()] == [1, 2, 0]


def test_taking_back_takes_back_what_has_not_left(case: Case, ana: User) -> None:
    first, second, third = said(case, ana)
    send("201")
    with pytest.raises(IllegalMove):
        outbox.cancel(first.pk, by=ana, now=NOON)
    outbox.cancel(second.pk, by=ana, now=NOON)
    assert states() == ["sent", "cancelled", "cancelled"]
    third.refresh_from_db()
    assert third.reason == "part_missing"


def test_a_person_who_drops_a_part_drops_the_rest(case: Case, ana: User) -> None:
    _, second, _ = said(case, ana)
    send("201")
    fail(permanent=False, processed=None)
    Outbox.objects.filter(pk=second.pk).update(state=SendState.NEEDS_HUMAN)
    reconcile.drop(second.pk, by=ana, now=NOON)
    assert states() == ["sent", "cancelled", "cancelled"]


def test_while_a_thread_is_on_its_way_nobody_else_answers_the_post(
    case: Case, ana: User, care: Account
) -> None:
    said(case, ana)
    send("201")
    with pytest.raises(AnotherAnswer):
        said(case, person("bea", care.brand), "Hello. ^BE")


def test_an_older_answer_that_failed_does_not_stop_a_thread(case: Case, ana: User) -> None:
    said(case, ana, "Too soon. ^AN")
    fail(permanent=True, processed=False)
    outbox.submit(case.pk, f"{LONG} ^AN", Lane.PUBLIC, target_post_id=None, by=ana, now=NOON)
    assert [send(post_id).seq for post_id in ("201", "202", "203")] == [0, 1, 2]


def test_who_is_not_tagged_is_not_tagged_in_any_part(case: Case, ana: User) -> None:
    also = With(untagged=["u-cy", "u-di"])
    outbox.submit(case.pk, LONG, Lane.PUBLIC, target_post_id=None, by=ana, now=NOON, also=also)
    assert [row.untagged for row in rows()] == [["u-cy", "u-di"]] * 3


def test_the_customer_cannot_be_left_untagged(case: Case, ana: User) -> None:
    with pytest.raises(ValueError, match="always tagged"):
        outbox.submit(
            case.pk, "Hi.", Lane.PUBLIC, target_post_id=None, by=ana, now=NOON, also=With(untagged=["u-bo"])
        )


@pytest.fixture
def strict(care: Account) -> None:
    BrandRules.objects.create(brand=care.brand, approve_levels=["agent"])


@pytest.mark.usefixtures("strict")
def test_a_thread_is_approved_as_a_whole(case: Case, ana: User, care: Account) -> None:
    said(case, ana)
    assert set(states()) == {"pending_approval"}
    boss = person("boss", care.brand, role=Role.SUPERVISOR)
    approvals.approve(Approval.objects.get().pk, by=boss, now=NOON)
    assert set(states()) == {"queued"}
    Outbox.objects.filter(seq=2).update(text="something else")
    assert outbox.claim("w") is None
    assert states() == ["failed_permanent", "cancelled", "cancelled"]


@pytest.mark.usefixtures("strict")
def test_an_approved_thread_leaves_part_by_part(case: Case, ana: User, care: Account) -> None:
    said(case, ana)
    boss = person("boss", care.brand, role=Role.SUPERVISOR)
    approvals.approve(Approval.objects.get().pk, by=boss, now=NOON)
    assert [send(post_id).seq for post_id in ("201", "202", "203")] == [0, 1, 2]


@pytest.mark.usefixtures("strict")
def test_an_edit_cuts_anew_and_a_rejection_gives_the_whole_back(case: Case, ana: User, care: Account) -> None:
    first, *_ = said(case, ana)
    boss = person("boss", care.brand, role=Role.SUPERVISOR)
    assert approvals.edit(first.pk, "Short now. ^AN", by=ana, now=NOON).text == "Short now. ^AN"
    assert len(rows()) == 1
    approvals.edit(first.pk, f"{LONG} ^AN", by=ana, now=NOON)
    assert set(states()) == {"pending_approval"} and len(rows()) == 3
    approvals.reject(Approval.objects.get(decided_at=None).pk, "too long", by=boss, now=NOON)
    assert set(states()) == {"cancelled"}
    assert Draft.objects.get().text == LONG


def test_words_that_did_not_leave_never_overwrite_a_new_draft(case: Case, ana: User) -> None:
    said(case, ana, "First thought. ^AN")
    Draft.objects.create(case=case, writer=ana, lane="public", text="Second thought")
    hear([post("bo", "@CurlewCare dead line", post_id="101", versions=("100", "101"))], load("x"), now=NOON)
    assert outbox.claim("w") is None
    assert Draft.objects.get().text == "Second thought\n\nFirst thought."
