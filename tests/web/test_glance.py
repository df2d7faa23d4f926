"""What a case page looks at before it reads: a table that holds something is never passed over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from tests import factories
from tests.factories import NOON, author, hear, post

from hark.accounts.models import Role, User
from hark.actions import rules
from hark.domain.post import Lane
from hark.store.models import (
    AgentLevel,
    AgentProfile,
    Case,
    Draft,
    Hiding,
    Note,
    Outbox,
    Participant,
    Picture,
    Prepared,
    Presence,
    Removal,
)
from hark.web.cases.glance import glance

pytestmark = pytest.mark.django_db(transaction=True)

LATER = NOON + timedelta(hours=1)


@dataclass
class Desk:
    """A customer with a case in each lane, and the two who may see them."""

    public: Case
    private: Case
    lena: User
    tomas: User

    def holds(self) -> set[str]:
        return set(glance(self.public, self.lena, LATER).holds)

    def answer(self, case: Case) -> Outbox:
        return Outbox.objects.create(
            account=case.account, case=case, lane=case.lane, target_author_id=case.author.author_id, text="Yes",
            text_hash="1", conversation_key="1", writer=self.lena, created_at=NOON,
            not_before=NOON,
        )  # fmt: skip

    def picture(self, writer: User, outbox: Outbox | None = None) -> Picture:
        return Picture.objects.create(
            case=self.private, writer=writer, outbox=outbox, content=b"1", media_type="image/png", width=1,
            height=1, digest="1", created_at=NOON,
        )  # fmt: skip


@pytest.fixture
def desk() -> Desk:
    account = factories.brand()
    hear(
        post("ana", "@CurlewCare my phone is dead", tags=[account]),
        post(
            author("ana"), "It is me", tags=[account], lane=Lane.PRIVATE, conversation_id="9001-ana",
            parent_author_id=account.network_id, minutes=5,
        ),
    )  # fmt: skip
    people = (factories.person(name, account.brand) for name in ("lena", "tomas"))
    return Desk(Case.objects.get(lane="public"), Case.objects.get(lane="private"), *people)


def _removal(desk: Desk) -> object:
    return Removal.objects.create(
        account=desk.private.account, case=desk.private, external_post_id="7", asked_by=desk.lena, asked_at=NOON,
        not_before=NOON,
    )  # fmt: skip


_PUT: dict[str, Callable[[Desk], object]] = {
    "answers": lambda desk: desk.answer(desk.private),
    "notes": lambda desk: Note.objects.create(
        case=desk.private, writer=desk.tomas, text="1", created_at=NOON
    ),
    "drafts": lambda desk: Draft.objects.create(case=desk.private, writer=desk.lena, text="1"),
    "removals": _removal,
    "hidings": lambda desk: Hiding.objects.create(
        account=desk.public.account,
        case=desk.public,
        external_post_id="7",
        wanted=True,
        asked_by=desk.lena,
        asked_at=NOON,
        not_before=NOON,
    ),
    "pictures": lambda desk: desk.picture(desk.lena),
    "prepared": lambda desk: Prepared.objects.create(case=desk.public, kind="ack", text="1", created_at=NOON),
    "presence": lambda desk: Presence.objects.create(
        case=desk.public, person=desk.tomas, expires_at=LATER + timedelta(seconds=1)
    ),
    "participants": lambda desk: Participant.objects.create(case=desk.public, author=desk.public.author),
    "merged": lambda desk: Case.objects.filter(pk=desk.private.pk).update(merged_into=desk.public),
}


@pytest.mark.parametrize("what", _PUT)
def test_a_table_that_holds_something_is_named(desk: Desk, what: str) -> None:
    before = desk.holds()
    _PUT[what](desk)
    assert what in desk.holds() - before


def test_of_a_case_that_holds_nothing_else_the_other_lane_is_named(desk: Desk) -> None:
    assert desk.holds() == {"others", "other_lane"}


def test_what_is_over_or_another_persons_is_not_named(desk: Desk) -> None:
    desk.picture(desk.tomas)
    desk.picture(desk.lena, desk.answer(desk.public))
    Draft.objects.create(case=desk.public, writer=desk.tomas, text="1")
    Presence.objects.create(case=desk.public, person=desk.tomas, expires_at=LATER)
    Prepared.objects.create(
        case=desk.public, kind="ack", text="1", created_at=NOON, decided_at=NOON, decision="dropped"
    )
    assert desk.holds() == {"others", "other_lane", "answers"}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("level", ["", *AgentLevel.values])
def test_a_trainee_is_who_the_rules_call_one(desk: Desk, level: str, role: Role) -> None:
    User.objects.filter(pk=desk.lena.pk).update(role=role)
    if level:
        AgentProfile.objects.create(user=desk.lena, level=level)
    desk.lena.refresh_from_db()
    assert ("trainee" in desk.holds()) is not rules.past_training(desk.lena)


def test_the_newest_event_the_first_contact_and_our_handles_come_along(desk: Desk) -> None:
    newest = desk.public.events.order_by("-pk").values_list("pk", flat=True)[0]
    found = glance(desk.public, desk.lena, LATER)
    assert (found.seen, found.since, found.handles) == (newest, NOON, ["CurlewCare"])
    assert set(found.known) == set(desk.public.events.values_list("pk", flat=True))
