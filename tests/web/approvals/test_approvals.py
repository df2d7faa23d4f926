"""Approving on the page: who may, what it says, two answers to one customer, edits, money."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from tests.factories import brand, hear, person, post
from tests.pictures import png

from hark.accounts.models import Role, User
from hark.actions import goodwill, outbox, pictures, rules
from hark.actions.submitting import With
from hark.domain.post import Lane
from hark.store.models import Account, Approval, Case, Draft, Goodwill, Outbox
from hark.web.approvals.queue import waiting_count

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
WORDS = "We look into the line in your street."


@pytest.fixture
def boss(care: Account) -> User:
    user = person("boss", care.brand, role=Role.SUPERVISOR)
    rules.save(care.brand_id, {"approve_levels": ["agent", "supervisor"]}, by=user, now=NOW)
    return user


@pytest.fixture
def page(boss: User) -> Client:
    return signed_in(boss)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def ask(care: Account, name: str = "kim", **given: object) -> Case:
    hear(post(name, f"@{care.handle} my line is dead", tags=[care], **given))  # type: ignore[arg-type]
    return Case.objects.get(author__handle=name)


def written(care: Account, by: User, words: str = WORDS) -> Approval:
    row = outbox.submit(ask(care).pk, words, Lane.PUBLIC, target_post_id=None, by=by, now=NOW)
    return Approval.objects.get(outbox=row)


def test_approving_lets_it_go(care: Account, ana: User, boss: User, page: Client) -> None:
    approval = written(care, ana)
    shown = page.get("/approvals").content.decode()
    assert WORDS in shown
    assert "my line is dead" in shown
    assert "Agents&#x27; answers are read by a second person" in shown
    assert "Approve</button>" in shown
    assert waiting_count(boss) == 1
    answer = page.post(f"/approvals/{approval.pk}/decision", {"decision": "approve"})
    assert answer.status_code == 200
    assert "the answer of Ana is on its way" in answer.content.decode()
    row = Outbox.objects.get()
    assert (row.state, row.approver) == ("queued", boss)
    assert "Nothing waits for you" in page.get("/approvals").content.decode()
    assert page.post(f"/approvals/{approval.pk}/decision", {"decision": "approve"}).status_code == 409


def test_the_description_of_a_picture_is_read_before_it_goes_out(
    care: Account, ana: User, page: Client
) -> None:
    case = ask(care)
    picture = pictures.add(case.pk, Lane.PUBLIC, png(), by=ana, now=NOW)
    pictures.describe(picture.pk, "The <light> that must be green", by=ana)
    also = With(pictures=[picture.pk])
    outbox.submit(case.pk, WORDS, Lane.PUBLIC, target_post_id=None, by=ana, now=NOW, also=also)
    assert "Described as: The &lt;light&gt; that must be green" in page.get("/approvals").content.decode()


def test_rejecting_needs_a_reason_and_gives_it_back(care: Account, ana: User, page: Client) -> None:
    approval = written(care, ana)
    assert (
        page.post(f"/approvals/{approval.pk}/decision", {"decision": "reject", "reason": " "}).status_code
        == 422
    )
    assert (
        page.post(
            f"/approvals/{approval.pk}/decision", {"decision": "reject", "reason": "Too cold"}
        ).status_code
        == 200
    )
    assert Draft.objects.get(writer=ana).text == WORDS
    approval.refresh_from_db()
    assert (approval.decision, approval.reason) == ("rejected", "Too cold")


def test_nobody_approves_what_they_wrote(care: Account, boss: User, page: Client) -> None:
    approval = written(care, boss)
    shown = page.get("/approvals").content.decode()
    assert "You wrote or changed this" in shown
    assert "Approve</button>" not in shown
    assert page.post(f"/approvals/{approval.pk}/decision", {"decision": "approve"}).status_code == 422
    assert Outbox.objects.get().state == "pending_approval"


def test_an_edit_voids_and_asks_somebody_else(care: Account, ana: User, boss: User, page: Client) -> None:
    approval = written(care, ana)
    row = approval.outbox
    assert (
        page.post(f"/approvals/answers/{row.pk}/text", {"text": "A better sentence about it."}).status_code
        == 200
    )
    approval.refresh_from_db()
    assert approval.decision == "void"
    assert page.post(f"/approvals/{approval.pk}/decision", {"decision": "approve"}).status_code == 409
    anew = Approval.objects.get(decided_at__isnull=True)
    assert page.post(f"/approvals/{anew.pk}/decision", {"decision": "approve"}).status_code == 422
    other = signed_in(person("second", care.brand, role=Role.SUPERVISOR))
    assert "A better sentence" in other.get("/approvals").content.decode()
    assert other.post(f"/approvals/{anew.pk}/decision", {"decision": "approve"}).status_code == 200


def test_two_answers_to_one_customer_stand_side_by_side(care: Account, ana: User, page: Client) -> None:
    first = written(care, ana).outbox
    assert "Two answers" not in page.get("/approvals").content.decode()
    Outbox.objects.create(
        account=care, case=first.case, target_author_id="u-kim", text="Something else entirely", text_hash="h",
        writer=person("ben", care.brand), conversation_key="k", state="queued", lane="private", not_before=NOW,
        created_at=NOW,
    )  # fmt: skip
    shown = page.get("/approvals").content.decode()
    assert "Two answers to one customer" in shown
    assert "Something else entirely" in shown
    assert 'class="answers side"' in shown


def test_money_is_decided_by_somebody_else_within_their_limit(
    care: Account, ana: User, boss: User, page: Client
) -> None:
    rules.save(care.brand_id, {"goodwill_cents": {"supervisor": 5000}}, by=boss, now=NOW)
    row = goodwill.ask(ask(care).pk, 4000, "Three days dark", by=ana, now=NOW)
    assert "Credit of 40.00" in page.get("/approvals").content.decode()
    assert page.post(f"/approvals/goodwill/{row.pk}/decision", {"decision": "reject"}).status_code == 422
    assert page.post(f"/approvals/goodwill/{row.pk}/decision", {"decision": "approve"}).status_code == 200
    assert Goodwill.objects.get().state == "approved"


def test_other_brands_wait_elsewhere(care: Account, page: Client) -> None:
    heron = brand("Heron", "HeronHelp", "9100")
    chief = person("chief", heron.brand, role=Role.SUPERVISOR)
    rules.save(heron.brand_id, {"approve_levels": ["agent"]}, by=chief, now=NOW)
    approval = written(heron, person("zed", heron.brand), "A heron's words")
    assert "heron" not in page.get("/approvals").content.decode()
    assert page.post(f"/approvals/{approval.pk}/decision", {"decision": "approve"}).status_code == 404
    assert page.post(f"/approvals/answers/{approval.outbox_id}/text", {"text": "x"}).status_code == 404
    assert Outbox.objects.get().state == "pending_approval"


def test_more_than_are_shown_are_counted(
    care: Account, ana: User, page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("queue", "views"):
        monkeypatch.setattr(f"hark.web.approvals.{module}.MOST", 2)
    for name in ("kim", "lee", "max"):
        case = ask(care, name)
        outbox.submit(case.pk, f"{WORDS} {name}", Lane.PUBLIC, target_post_id=None, by=ana, now=NOW)
    assert "The 2 nearest of 3." in page.get("/approvals").content.decode()
