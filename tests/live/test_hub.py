"""Hints on the wire: in order, without gaps, only to those who may know, and never a word of text."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core import signing
from tests.factories import NOON, brand, hear, person, post

from hark.accounts import tickets
from hark.accounts.models import User
from hark.actions import cases
from hark.actions.publish import publish
from hark.live import stream
from hark.live.hub import WAITING_PER_PAGE, Hint, Hub, Page, _latest_per_case
from hark.store.models import Account, Case, Event


def hint(seq: int, brand_row: int = 1, case: int = 7, kind: str = "post_heard") -> Hint:
    return Hint(seq, kind, case, brand_row, 1)


def test_a_hint_carries_no_text() -> None:
    assert (
        hint(5).encode()
        == b'id: 5\nevent: hint\ndata: {"kind":"post_heard","case":7,"version":1,"events":[]}\n\n'
    )


def test_hints_that_become_one_speak_for_all_of_their_events() -> None:
    first, other, last = (
        replace(hint(seq, kind=kind), events=[seq + 100])
        for seq, kind in ((1, "note_added"), (2, "case_closed"), (3, "note_added"))
    )
    one, two = _latest_per_case([first, other, last])
    assert ((one.seq, one.events), (two.seq, two.events)) == ((2, [102]), (3, [101, 103]))


def test_a_page_hears_only_its_brands() -> None:
    hub = Hub("unused")
    mine, other = hub.open(frozenset({1}), None), hub.open(frozenset({2}), None)
    mine.waiting.clear()
    other.waiting.clear()
    hub._fan_out([hint(1, brand_row=1)])
    assert (len(mine.waiting), len(other.waiting)) == (1, 0)


def test_a_page_that_was_away_gets_what_it_missed() -> None:
    hub = Hub("unused")
    hub._seq = 3
    hub._recent.extend(hint(seq) for seq in (1, 2, 3))
    page = hub.open(frozenset({1}), 1)
    assert [event.split(b"\n")[0] for event in page.waiting] == [b"id: 2", b"id: 3"]


def test_a_page_that_was_away_too_long_is_told_to_reload() -> None:
    hub = Hub("unused")
    hub._seq = 900
    hub._recent.extend(hint(seq) for seq in range(800, 901))
    assert b"event: reload" in hub.open(frozenset({1}), 5).waiting[0]


def test_a_page_that_reads_too_slowly_is_let_go_and_holds_little() -> None:
    page = Page(frozenset({1}))
    for seq in range(WAITING_PER_PAGE + 1):
        page.push(hint(seq).encode())
    assert page.lost
    assert len(page.waiting) == 0


async def ask(hub: Hub, query: str, headers: list[tuple[bytes, bytes]] | None = None) -> tuple[int, bytes]:
    """What the endpoint answers until the client leaves after the first words."""
    sent: list[dict[str, object]] = []
    left = asyncio.Event()

    async def receive() -> dict[str, str]:
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)
        if len(sent) > 2:
            left.set()

    hub.start = lambda: hub.started.set()  # type: ignore[method-assign]
    scope = {"type": "http", "method": "GET", "query_string": query.encode(), "headers": headers or []}
    await asyncio.wait_for(stream.LiveStream(hub)(scope, receive, send), 5)  # type: ignore[arg-type]
    return int(str(sent[0]["status"])), b"".join(bytes(m.get("body", b"")) for m in sent[1:])  # type: ignore[call-overload]


@pytest.mark.parametrize("ticket", ["", "ticket=", "ticket=forged", "ticket=abc:def:ghi"])
def test_without_a_ticket_nothing_is_said(ticket: str) -> None:
    status, body = asyncio.run(ask(Hub("unused"), ticket))
    assert (status, body) == (403, b"Sign in again.\n")


def test_an_old_ticket_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    old = signing.dumps({"u": 1, "b": [1]}, salt="hark.live")
    monkeypatch.setattr(tickets, "MAX_AGE_SECONDS", -1)
    assert tickets.read(old) is None


@pytest.mark.django_db
def test_a_ticket_opens_the_stream_for_its_holders_brands() -> None:
    account = brand()
    ana = person("ana", account.brand)
    status, body = asyncio.run(ask(Hub("unused"), f"ticket={tickets.issue(ana)}"))
    assert status == 200
    assert b"event: ready" in body
    assert tickets.read(tickets.issue(ana)) == tickets.Ticket(ana.pk, frozenset({account.brand_id}))


@pytest.mark.django_db(transaction=True)
def test_what_happens_is_heard_by_an_open_page(care: Account, database_url: Callable[[], str]) -> None:
    ana: User = person("ana", care.brand)
    hear(post("bo", "@CurlewCare dead line", tags=[care]))
    publish()

    async def watch() -> list[bytes]:
        hub = Hub(database_url())
        hub.start()
        await asyncio.wait_for(hub.started.wait(), 10)
        page = hub.open(frozenset({care.brand_id}), None)
        page.waiting.clear()
        page.ready.clear()
        await asyncio.to_thread(_assign_and_publish, ana)
        await asyncio.wait_for(page.ready.wait(), 10)
        await hub.stop()
        return list(page.waiting)

    events = asyncio.run(watch())
    told = json.loads(events[0].split(b"data: ")[1])
    assert (told["kind"], told["events"]) == ("case_assigned", [Event.objects.get(kind="case_assigned").pk])


def _assign_and_publish(ana: User) -> None:
    from django.db import connection

    cases.assign(Case.objects.get().pk, ana, by=ana, now=NOON)
    publish()
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_the_sequence_has_no_gaps_and_never_changes(care: Account) -> None:
    for _ in range(3):
        hear(
            post("bo", "@CurlewCare dead line", tags=[care]), post("cy", "@CurlewCare and mine", tags=[care])
        )
        publish()
    stamped = list(Event.objects.order_by("seq").values_list("seq", flat=True))
    assert stamped == list(range(stamped[0], stamped[0] + len(stamped)))
    assert publish() == 0


def test_a_silent_stream_says_every_now_and_then_that_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.01)
    said: list[bytes] = []

    async def listen() -> None:
        gone = asyncio.create_task(asyncio.sleep(0.2))

        async def send(message: dict[str, object]) -> None:
            said.append(bytes(message["body"]))  # type: ignore[call-overload]

        await stream.LiveStream(Hub("unused"))._stream(Page(frozenset({1})), send, gone)  # type: ignore[arg-type]

    asyncio.run(listen())
    # An event, not a comment: scripts of the page hear no comments.
    assert b"event: beat\ndata: {}\n\n" in said
