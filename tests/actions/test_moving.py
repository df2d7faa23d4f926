"""The two lanes of a customer: moving a case to private, and the message that comes back."""

from datetime import timedelta
from typing import Any

import pytest
from tests import factories
from tests.factories import NOON, author, hear, post

from hark.accounts.models import Team, User
from hark.actions import cases, drafts, lanes, messageable, moving, moving_words, presence
from hark.actions.guarding import Blocked
from hark.actions.may_answer import newest_post, permissions
from hark.domain.post import Lane
from hark.domain.post import Post as DomainPost
from hark.store.models import Account, Case, Draft, Event, Macro, Messageable, Outbox
from hark.web.cases.happenings import sentence

pytestmark = pytest.mark.django_db(transaction=True)

LATER = NOON + timedelta(hours=1)
LINK = "https://x.com/messages/compose?recipient_id=9001"


def message(account: Account, by: str = "ana", text: str = "It is me, Ana", **given: Any) -> DomainPost:
    """A direct message to the account, as X's reader gives it."""
    return post(
        author(by), text, tags=[account], lane=Lane.PRIVATE, conversation_id=f"9001-{by}",
        parent_author_id=account.network_id, **given,
    )  # fmt: skip


class Desk:
    """A brand, somebody who answers, and a customer who complained in public."""

    def __init__(self) -> None:
        self.account = factories.brand()
        self.lena = factories.person("lena", self.account.brand)
        hear(post("ana", "@CurlewCare my phone bill is wrong, please help", tags=[self.account]))
        self.public = Case.objects.get()

    def say(self, text: str, lane: Lane = Lane.PRIVATE, by: User | None = None, **given: Any) -> Outbox:
        return moving.submit(self.public.pk, text, lane, by=by or self.lena, now=LATER, **given)

    def hear_back(self, minutes: float = 70.0) -> Case:
        hear(message(self.account, minutes=minutes), minutes=minutes)
        return Case.objects.get(lane="private")


@pytest.fixture
def desk() -> Desk:
    return Desk()


def invitation(desk: Desk) -> str:
    return moving_words.words(desk.public, by=desk.lena, now=LATER).invitation


def kinds(case: Case) -> list[str]:
    return list(Event.objects.filter(case=case).order_by("pk").values_list("kind", flat=True))


def test_an_invitation_moves_the_case_and_the_first_message_is_joined_to_it(desk: Desk) -> None:
    team = Team.objects.create(name="Billing")
    Case.objects.filter(pk=desk.public.pk).update(team=team, topic="billing")
    cases.assign(desk.public.pk, desk.lena, by=desk.lena, now=LATER)
    drafts.keep(desk.public.pk, "private", "Tell me your bill number", by=desk.lena)
    row = desk.say(invitation(desk), Lane.PUBLIC, target_post_id=None)
    assert (row.case_id, row.lane) == (desk.public.pk, "public")
    assert Event.objects.get(kind="case_moved").data == {"way": "invitation", "to": None}
    private = desk.hear_back()
    desk.public.refresh_from_db()
    assert (desk.public.moved_at, desk.public.moved_to) == (LATER, private)
    assert (private.assignee, private.team, private.topic, private.state) == (
        desk.lena, team, "billing", "open",
    )  # fmt: skip
    assert Draft.objects.get().case == private
    assert kinds(private) == ["case_opened", "case_joined"]
    assert kinds(desk.public)[-1] == "case_joined"
    # Its clock starts at the customer's own time, not at that of the public post.
    assert private.unanswered_since == NOON + timedelta(minutes=70)


def test_a_message_and_a_word_in_public_leave_in_one_act(desk: Desk) -> None:
    hear(message(desk.account, minutes=-2000), minutes=-1990)  # ana has written before: the lane is open
    private = Case.objects.get(lane="private")
    cases.close(private.pk, "resolved", by=desk.lena, now=LATER)
    said = moving_words.words(desk.public, by=desk.lena, now=LATER)
    desk.say(said.opening, word=said.messaged, target_post_id=None)
    rows = {row.lane: row for row in Outbox.objects.all()}
    assert (rows["private"].case, rows["public"].case) == (private, desk.public)
    moved = {event.case_id: event.data for event in Event.objects.filter(kind="case_moved")}
    assert moved == {
        desk.public.pk: {"way": "message", "to": private.pk},
        private.pk: {"way": "message", "from": desk.public.pk},
    }
    hear(message(desk.account, text="Here I am", minutes=80), minutes=80)
    desk.public.refresh_from_db()
    assert desk.public.moved_to == private


@pytest.mark.parametrize("way", ["messaged", "invitation"])
def test_the_words_of_a_move_are_no_repetition(desk: Desk, way: str) -> None:
    def moves(customer: str, word: str = "") -> Outbox:
        case = Case.objects.get(author__handle=customer, lane="public")
        said = word or getattr(moving_words.words(case, by=desk.lena, now=LATER), way)
        common: dict[str, Any] = {"target_post_id": None, "by": desk.lena, "now": LATER}
        if way == "invitation":
            return moving.submit(case.pk, said, Lane.PUBLIC, **common)
        return moving.submit(case.pk, "Hello", Lane.PRIVATE, word=said, **common)

    for customer in ("bea", "carl"):
        hear(message(desk.account, customer, minutes=-2000), minutes=-1990)
        hear(post(customer, "@CurlewCare my bill is wrong, please help", tags=[desk.account]))
        moves(customer)
    Outbox.objects.all().delete()
    moves("bea", "@bea write to us as everybody does")
    with pytest.raises(Blocked):
        moves("carl", "@carl write to us as everybody does")


def test_nothing_is_said_when_a_guard_stands_against_the_word_in_public(desk: Desk) -> None:
    hear(message(desk.account, minutes=-2000), minutes=-1990)
    with pytest.raises(Blocked):
        desk.say("Hello Ana", word="Your card 4111 1111 1111 1111 is fine", target_post_id=None)
    assert not Outbox.objects.exists()
    assert not Event.objects.filter(kind="case_moved").exists()


def test_a_private_answer_belongs_to_the_private_case_wherever_it_is_written(desk: Desk) -> None:
    private = desk.hear_back()
    row = desk.say("Thank you for writing")
    assert row.case == private
    assert row.conversation_key.endswith(private.root_id)
    back = moving.submit(
        private.pk, "@ana we go on in private", Lane.PUBLIC, by=desk.lena, now=LATER, target_post_id=None
    )
    assert back.case == desk.public


def test_an_ordinary_answer_moves_nothing(desk: Desk) -> None:
    desk.say("We look into it", Lane.PUBLIC, target_post_id=None)
    desk.public.refresh_from_db()
    assert desk.public.moved_at is None
    assert not moving.invites(f"{LINK[:-1]}2", desk.account)


def test_a_message_long_after_the_move_is_a_matter_of_its_own(desk: Desk) -> None:
    desk.say(invitation(desk), Lane.PUBLIC, target_post_id=None)
    Case.objects.filter(pk=desk.public.pk).update(assignee=desk.lena)
    private = desk.hear_back(minutes=60 * 24 * 30)
    assert private.assignee is None
    assert kinds(private) == ["case_opened"]


def test_somebody_elses_message_is_not_joined(desk: Desk) -> None:
    desk.say(invitation(desk), Lane.PUBLIC, target_post_id=None)
    hear(message(desk.account, by="ben", minutes=70), minutes=70)
    ben = Case.objects.get(lane="private")
    assert lanes.counterpart(ben) is None
    assert kinds(ben) == ["case_opened"]


def test_each_lane_finds_the_other(desk: Desk) -> None:
    private = desk.hear_back()
    assert (lanes.counterpart(desk.public), lanes.counterpart(private)) == (private, desk.public)
    hear(post("ana", "@CurlewCare another matter: no signal", tags=[desk.account], minutes=90), minutes=91)
    newest = Case.objects.filter(lane="public").latest("pk")
    assert lanes.counterpart(private) == newest
    Case.objects.filter(pk=desk.public.pk).update(moved_to=private)
    assert lanes.counterpart(private) == desk.public
    assert lanes.seat(newest, "private") == private


def test_the_words_are_the_brands_own_in_the_customers_language(desk: Desk) -> None:
    Case.objects.filter(pk=desk.public.pk).update(language="es")
    desk.public.refresh_from_db()
    said = moving_words.words(desk.public, by=desk.lena, now=LATER)
    assert said.invitation == f"@ana escríbenos en privado, donde nadie más puede leerlo: {LINK}"
    Macro.objects.create(
        brand=desk.account.brand, name="Invite", shortcut="invite", text="{handle} {link}", language="es"
    )
    Macro.objects.create(
        brand=desk.account.brand, name="Invite", shortcut="messaged", text="Moin", language="de"
    )
    said = moving_words.words(desk.public, by=desk.lena, now=LATER)
    assert said.invitation == f"@ana {LINK}"
    assert said.messaged.startswith("@ana te hemos enviado")
    assert "Lena" in said.opening


@pytest.mark.parametrize(
    ("reason", "verdict"), [("dm_closed", "no"), ("dm_encrypted", "prepare"), ("timeout", "prepare")]
)
def test_what_the_network_refused_is_known_before_the_next_word(
    desk: Desk, reason: str, verdict: str
) -> None:
    refused(desk, reason)
    assert private_verdict(desk) == verdict


def test_a_lane_that_took_a_message_is_open(desk: Desk) -> None:
    assert private_verdict(desk) == "prepare"
    row = refused(desk, "")
    Outbox.objects.filter(pk=row.pk).update(state="sent")
    assert private_verdict(desk) == "send"


def test_a_customer_who_writes_opens_the_lane_again(desk: Desk) -> None:
    refused(desk, "dm_closed")
    desk.hear_back()
    assert private_verdict(desk) == "send"


def test_one_pen_a_lane_wherever_it_is_taken(desk: Desk) -> None:
    private = desk.hear_back()
    tomas = factories.person("tomas", desk.account.brand)
    presence.take_lock(lanes.seat(desk.public, "private").pk, "private", by=desk.lena, now=LATER)
    with pytest.raises(presence.LockHeld):
        presence.take_lock(private.pk, "private", by=tomas, now=LATER)


def refused(desk: Desk, reason: str) -> Outbox:
    """A private message the network did not take."""
    return Outbox.objects.create(
        account=desk.account, case=desk.public, lane="private", target_author_id="u-ana", text="Hello",
        text_hash="h", conversation_key="x:private:1", state="failed_permanent", reason=reason,
        writer=desk.lena, not_before=LATER, created_at=LATER,
    )  # fmt: skip


def private_verdict(desk: Desk) -> str:
    found = permissions(desk.public, newest_post(desk.public), LATER)
    assert found is not None
    return found[Lane.PRIVATE].verdict


def test_what_the_network_said_counts_until_something_newer_is_known(desk: Desk) -> None:
    assert private_verdict(desk) == "prepare"
    assert messageable.due(desk.public, LATER)
    messageable.note(desk.public, False, now=LATER - timedelta(minutes=1))
    assert private_verdict(desk) == "no"
    messageable.note(desk.public, True, now=LATER - timedelta(minutes=1))
    assert private_verdict(desk) == "send"
    assert not messageable.due(desk.public, LATER)

    Messageable.objects.update(asked_at=LATER - timedelta(hours=25))
    assert private_verdict(desk) == "prepare"
    assert messageable.due(desk.public, LATER)
    messageable.note(desk.public, None, now=LATER - timedelta(minutes=50))
    assert private_verdict(desk) == "prepare"
    assert not messageable.due(desk.public, LATER)
    assert messageable.due(desk.public, LATER + timedelta(minutes=11))


def test_a_message_of_theirs_or_a_refusal_outlives_what_was_said_before_it(desk: Desk) -> None:
    messageable.note(desk.public, True, now=LATER - timedelta(minutes=1))
    refused(desk, "dm_closed")
    assert private_verdict(desk) == "no"
    messageable.note(desk.public, False, now=LATER + timedelta(minutes=1))
    desk.hear_back(75)
    assert private_verdict(desk) == "send"


def test_a_private_case_hears_of_the_case_its_customer_opens_in_public(desk: Desk) -> None:
    private = desk.hear_back()
    before = kinds(private)
    hear(post("ana", "@CurlewCare and the phone is dead, too", tags=[desk.account], minutes=80), minutes=80)
    second = Case.objects.exclude(pk__in=[desk.public.pk, private.pk]).get()
    assert kinds(private) == [*before, "lane_opened"]
    told = Event.objects.filter(case=private).latest("pk")
    assert told.data == {"to": second.pk, "lane": "public"}
    assert sentence(told) == f"The customer wrote in public: case #{second.pk}"
    # Another customer's case is no news there.
    hear(post("ben", "@CurlewCare my phone, too", tags=[desk.account], minutes=90), minutes=90)
    assert kinds(private) == [*before, "lane_opened"]
