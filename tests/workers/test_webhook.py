"""The whole way by webhook: the local X delivers to a running web process, and what was said becomes a case."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import uvicorn
from django.db import connection, connections

from hark.actions.may_answer import newest_post, permissions
from hark.bootstrap import sources, webhook
from hark.bootstrap.networks import save_credentials, x_client
from hark.domain.permission import Reason
from hark.domain.post import Lane
from hark.networks.port import NetworkError
from hark.networks.x.activity import UNREADABLE
from hark.networks.x.webhook import SIGNATURE_HEADER, signature
from hark.sandbox.worlds.tiny import tiny
from hark.sandbox.x.thread import LocalX
from hark.store.models import Account, Author, Case, Delivery, Hearing, Parked, Post
from hark.workers import listen

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listen, "STANDS_EVERY_SECONDS", 0.5)


@pytest.fixture
def x() -> Iterator[LocalX]:
    with LocalX(tiny()) as local:
        yield local


@pytest.fixture
def desk(settings: Any, database_url: Callable[[], str]) -> Iterator[str]:
    """The web process on a port of its own, with the test's database."""
    settings.CONFIG = replace(settings.CONFIG, database_url=database_url())
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    from hark.asgi import application

    plug = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(application, lifespan="off", log_level="warning"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([plug])), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{plug.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    # Threads of two event loops leave their connections behind; the database must be free to be dropped.
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
    connections["default"].close_pool()


def connected(x: LocalX, desk: str) -> dict[str, Any]:
    """The brand's account, connected with a webhook."""
    brand = next(user for user in x.card["users"] if user["brand"])
    secrets = {
        "oauth2_token": brand["oauth2_token"], "bearer_token": x.card["bearer_token"],
        "consumer_secret": x.card["consumer_secret"], "base_url": x.base_url,
    }  # fmt: skip
    save_credentials("x", brand["username"], brand["id"], secrets | webhook.addresses(brand["id"], desk))
    return dict(brand)


class Ears:
    """The listening process, as a thread."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            listen.run(sources.sources, self.stop)
        finally:
            connections.close_all()

    def __enter__(self) -> "Ears":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join(20)


def until(condition: Callable[[], Any], seconds: float = 20.0) -> Any:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come true")


def say(x: LocalX, author: str, text: str, **more: str) -> str:
    answer = httpx.post(f"{x.base_url}/sandbox/posts", json={"author": author, "text": text, **more})
    return str(answer.json()["data"]["id"])


def test_what_x_delivers_becomes_a_case_and_an_answer_by_hand_joins_it(x: LocalX, desk: str) -> None:
    brand = connected(x, desk)
    customer = next(user for user in x.card["users"] if not user["brand"])["username"]
    assert asyncio.run(webhook.connect(brand["id"])) == []
    with Ears():
        asked = say(x, customer, f"@{brand['username']} where is my parcel?")
        case = until(lambda: Case.objects.filter(network="x", root_id=asked).first())
        assert case.account.network_id == brand["id"]
        # Somebody answers in X's own app, with the text Hark prepared: it comes back and joins the case.
        by_hand = say(x, brand["username"], "We are looking for it.", reply_to=asked)
        until(lambda: Case.objects.filter(pk=case.pk, outbound=1).exists())
        assert Post.objects.get(post_id=by_hand).answers == case.author
        write(x, customer, brand["username"], "my number is 12")
        until(lambda: Post.objects.filter(lane="private", text="my number is 12").exists())
        httpx.patch(f"{x.base_url}/sandbox/users/{customer}", json={"x_chat": True})
        write(x, customer, brand["username"], "nobody can read this")
        until(lambda: Author.objects.filter(handle=customer, encrypted=True).exists())
        assert Post.objects.filter(lane="private", text=UNREADABLE).exists()
        allowed = permissions(case, newest_post(case), datetime.now(UTC))
        assert allowed is not None and allowed[Lane.PRIVATE].reason is Reason.PRIVATE_ENCRYPTED

        # The same bytes again, and an event nobody knows, as X may deliver them.
        again = json.dumps(event("post.create", asked, brand["id"])).encode()
        strange = json.dumps({"data": {"event_type": "moon.full", "payload": {}}}).encode()
        for body in (again, again, strange, strange):
            assert deliver(x, brand["id"], body) == 200
        until(lambda: not Delivery.objects.filter(read_at__isnull=True).exists())
    assert Post.objects.filter(post_id=asked).count() == 1
    assert [row.reason for row in Parked.objects.all()] == [
        "no author_id",
        "an event of a kind we do not know",
    ]
    assert {row.source for row in Hearing.objects.all()} >= {"webhook", "webhook:health", "stream"}


def test_what_x_could_not_deliver_is_replayed(x: LocalX, desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """X marks the webhook invalid; what is said meanwhile is not delivered. The keeper proves it again, tells of it,
    and once X allows it (after ten minutes) asks for what was missed."""
    brand = connected(x, desk)
    asyncio.run(webhook.connect(brand["id"]))
    customer = next(user for user in x.card["users"] if not user["brand"])["username"]
    later = [timedelta()]
    monkeypatch.setattr(webhook, "now", lambda: datetime.now(UTC) + later[0])

    def look() -> None:
        account = Account.objects.get()
        hook, client = webhook.hook_of(account), x_client(account)
        assert hook is not None

        async def once() -> None:
            try:
                async for _ in webhook.Keeper(hook, client, [(client, brand["id"])]).sweep(None):
                    pass
            finally:
                await client.aclose()

        asyncio.run(once())

    look()
    x.do(lambda box: [setattr(hook, "valid", False) for hook in box.hooks.all.values()])
    said = say(x, customer, f"@{brand['username']} nobody hears this")
    with pytest.raises(NetworkError, match="not valid; events since"):
        look()
    look()
    assert not delivered(said)
    x.do(lambda box: box.clock.advance(1200))
    later[0] = timedelta(seconds=1200)
    look()
    until(lambda: delivered(said))


def delivered(post_id: str) -> bool:
    return any(post_id.encode() in bytes(row.body) for row in Delivery.objects.all())


def event(kind: str, post_id: str, user_id: str) -> dict[str, Any]:
    payload = {"id": post_id, "text": "half of it is missing"}
    return {"data": {"event_type": kind, "filter": {"user_id": user_id}, "payload": payload}}


def write(x: LocalX, sender: str, recipient: str, text: str) -> None:
    body = {"sender": sender, "recipient": recipient, "text": text}
    httpx.post(f"{x.base_url}/sandbox/messages", json=body).raise_for_status()


def deliver(x: LocalX, network_id: str, body: bytes) -> int:
    """Deliver as X would, past the local X."""
    hook = webhook.hook_of(Account.objects.get(network_id=network_id))
    assert hook is not None
    headers = {SIGNATURE_HEADER: signature(x.card["consumer_secret"], body)}
    return httpx.post(hook.url, content=body, headers=headers).status_code
