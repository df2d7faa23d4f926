"""The sending loop against a sender that remembers: pictures first, parts in a row, tags, removals, hidings."""

import asyncio
from collections.abc import Iterator, Sequence

import pytest
from tests.factories import NOON, hear, ours, post
from tests.pictures import png

from hark.accounts.models import User
from hark.actions import hidings, outbox, pictures, removals
from hark.actions.submitting import With
from hark.domain.post import Lane
from hark.networks.port import NetworkError, Picture, Sent, Uploaded
from hark.store.models import Account, Case, Hiding, Outbox, Post, Removal
from hark.workers.send import send_one

pytestmark = pytest.mark.django_db


class Remembering:
    """A way out that notes what went through it; `failures` come first, each for the verb it names."""

    def __init__(self) -> None:
        self.said: list[tuple[object, ...]] = []
        self.failures: list[tuple[str, NetworkError]] = []
        self.ids = iter(range(500, 999))

    def _meet(self, verb: str) -> None:
        if self.failures and self.failures[0][0] == verb:
            raise self.failures.pop(0)[1]

    async def reply(
        self, text: str, *, parent_id: str, media_ids: Sequence[str] = (), untagged: Sequence[str] = ()
    ) -> Sent:
        self._meet("reply")
        self.said.append(("reply", text, parent_id, list(media_ids), list(untagged)))
        return Sent(str(next(self.ids)))

    async def message(self, text: str, *, recipient_id: str) -> Sent:
        self.said.append(("message", text, recipient_id))
        return Sent(str(next(self.ids)))

    async def upload(self, picture: Picture) -> Uploaded:
        self._meet("upload")
        self.said.append(("upload", picture.media_type, picture.alt))
        return Uploaded(f"m{next(self.ids)}", 86_400)

    async def hide(self, post_id: str, *, hidden: bool) -> None:
        self._meet("hide")
        self.said.append(("hide", post_id, hidden))

    async def delete(self, post_id: str) -> None:
        self._meet("delete")
        self.said.append(("delete", post_id))


@pytest.fixture
def way() -> Remembering:
    return Remembering()


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as found:
        yield found


def drain(way: Remembering, runner: asyncio.Runner) -> None:
    """Send everything, at once what would wait for a second attempt."""
    for _ in range(20):
        Outbox.objects.filter(state="queued").update(not_before=NOON)
        Removal.objects.filter(state="asked").update(not_before=NOON)
        Hiding.objects.filter(state="asked").update(not_before=NOON)
        if not send_one("w", lambda _account: way, runner):
            return
    raise AssertionError("it never ends")


def with_picture(case: Case, ana: User) -> Outbox:
    picture = pictures.add(case.pk, "public", png(), by=ana, now=NOON)
    pictures.describe(picture.pk, "A green light", by=ana)
    also = With(pictures=[picture.pk], untagged=["u-cy"])
    return outbox.submit(case.pk, "Look.", Lane.PUBLIC, target_post_id=None, by=ana, now=NOON, also=also)


def test_a_thread_is_a_chain_of_replies(
    case: Case, ana: User, way: Remembering, runner: asyncio.Runner
) -> None:
    text = "Please hold the button until the light turns green. " * 12
    outbox.submit(case.pk, text, Lane.PUBLIC, target_post_id=None, by=ana, now=NOON)
    drain(way, runner)
    assert [said[2] for said in way.said] == ["100", "500", "501"]
    assert set(Outbox.objects.values_list("state", flat=True)) == {"sent"}


def test_pictures_go_up_before_the_answer_and_with_it(
    case: Case, ana: User, way: Remembering, runner: asyncio.Runner
) -> None:
    with_picture(case, ana)
    drain(way, runner)
    assert way.said == [
        ("upload", "image/png", "A green light"), ("reply", "Look.", "100", ["m500"], ["u-cy"])
    ]  # fmt: skip


def test_a_failed_upload_is_repeated_and_an_upload_that_is_there_is_not(
    case: Case, ana: User, way: Remembering, runner: asyncio.Runner
) -> None:
    with_picture(case, ana)
    lost = NetworkError("timeout", "nobody knows", permanent=False, processed=None)
    busy = NetworkError("rate_limited", "later", permanent=False, processed=False, retry_after=1)
    way.failures = [("upload", lost), ("reply", busy)]
    drain(way, runner)
    assert [said[0] for said in way.said] == ["upload", "reply"]
    assert Outbox.objects.get().state == "sent"


def test_an_upload_that_has_expired_is_uploaded_anew(
    case: Case, ana: User, way: Remembering, runner: asyncio.Runner
) -> None:
    with_picture(case, ana)
    way.failures = [("reply", NetworkError("media_expired", "gone", permanent=False, processed=False))]
    drain(way, runner)
    assert [said[0] for said in way.said] == ["upload", "upload", "reply"]


def test_a_refused_picture_refuses_the_answer_and_gives_the_picture_back(
    case: Case, ana: User, way: Remembering, runner: asyncio.Runner
) -> None:
    with_picture(case, ana)
    way.failures = [("upload", NetworkError("media_failed", "X cannot read it", permanent=True))]
    drain(way, runner)
    assert way.said == []
    assert Outbox.objects.get().state == "failed_permanent"
    assert pictures.of_draft(case, "public", ana).count() == 1


def test_nothing_goes_up_from_a_frozen_account(
    case: Case, ana: User, way: Remembering, runner: asyncio.Runner
) -> None:
    with_picture(case, ana)
    Account.objects.update(frozen=True)
    drain(way, runner)
    assert way.said == []
    assert Outbox.objects.get().reason == "frozen"


def test_a_private_answer_is_a_message_to_the_customer(
    care: Account, ana: User, way: Remembering, runner: asyncio.Runner
) -> None:
    asked = post(
        "bo", "my number is 12", lane=Lane.PRIVATE, conversation_id="9001-u-bo", tags=[care],
        parent_author_id="9001",
    )  # fmt: skip
    hear(asked)
    case = Case.objects.get()
    outbox.submit(case.pk, "Thank you.", Lane.PRIVATE, target_post_id=None, by=ana, now=NOON)
    drain(way, runner)
    assert way.said == [("message", "Thank you.", "u-bo")]


def test_a_reply_is_hidden_in_its_turn_and_tried_until_it_is_known(
    care: Account, ana: User, way: Remembering, runner: asyncio.Runner
) -> None:
    hear(
        ours(care, "New masts", post_id="700", conversation_id="700"),
        post(
            "kim",
            "you thieves",
            post_id="701",
            parent_id="700",
            conversation_id="700",
            minutes=1,
            tags=[care],
        ),
    )
    case = Case.objects.get(author__handle="kim")
    hidings.ask(case.pk, "701", wanted=True, by=ana, now=NOON)
    way.failures = [("hide", NetworkError("timeout", "nobody knows", permanent=False, processed=None))]
    drain(way, runner)
    assert way.said == [("hide", "701", True)]
    assert (Hiding.objects.get().state, Post.objects.get(post_id="701").hidden_at is None) == ("done", False)


def test_a_removal_is_tried_until_it_is_known(
    case: Case, ana: User, way: Remembering, runner: asyncio.Runner
) -> None:
    row = with_picture(case, ana)
    drain(way, runner)
    row.refresh_from_db()
    removals.ask(case.pk, str(row.external_post_id), by=ana, now=NOON)
    way.failures = [("delete", NetworkError("timeout", "nobody knows", permanent=False, processed=None))]
    drain(way, runner)
    assert way.said[-1] == ("delete", row.external_post_id)
    assert Removal.objects.get().state == "done"
    assert not row.pictures.exists()
