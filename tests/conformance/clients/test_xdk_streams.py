"""xdk hears the local X: rules and the stream, webhooks, activity."""

import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.conformance.clients.speaking import first_page, say, wait
from xdk import Client as Xdk
from xdk import schemas as S
from xdk.streaming import StreamConfig

from hark.sandbox.x.hooks import SIGNATURE, sign
from hark.sandbox.x.thread import LocalX


def test_rules_and_the_stream(local: LocalX, app: Xdk, card: dict[str, Any]) -> None:
    made = app.stream.update_rules(S.UpdateRulesRequest(add=[S.UpdateRulesAdd(value="quinces", tag="fruit")]))
    assert made.data is not None and made.data[0].value == "quinces"
    assert app.stream.get_rule_counts().data is not None
    connected = threading.Event()

    def speak() -> None:
        connected.wait(10)
        time.sleep(0.2)
        say(local, card["users"][1]["username"], "all the quinces")

    speaker = threading.Thread(target=speak)
    speaker.start()
    config = StreamConfig(on_connect=connected.set, max_retries=0, chunk_size=1)
    lines = app.stream.posts(
        tweet_fields=["author_id", "public_metrics"], expansions=["author_id"], stream_config=config
    )
    first = next(iter(lines))
    speaker.join()
    assert first.data.text == "all the quinces" and first.matching_rules[0].tag == "fruit"
    lines.close()
    rules = first_page(app.stream.get_rules())
    app.stream.update_rules(
        S.UpdateRulesRequest(delete=S.UpdateRulesDelete(ids=[one.id for one in rules.data]))
    )
    wait(lambda: not local.do(lambda box: list(box.hub.open)))
    history = app.connections.get_connection_history(status="inactive")
    page = first_page(history) if hasattr(history, "__next__") else history
    assert page.data and page.data[0].endpoint_name == "filtered_stream"


class Receiver:
    """A webhook receiver on this machine that answers the challenge and keeps what it is sent."""

    def __init__(self, secret: str) -> None:
        self.got: list[tuple[bytes, str]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                token = parse_qs(urlsplit(self.path).query)["crc_token"][0]
                body = b'{"response_token":"%s"}' % sign(secret, token.encode()).encode()
                self.send_response(200)
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                receiver.got.append((body, self.headers[SIGNATURE]))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/x"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def test_webhooks_and_activity(
    local: LocalX, app: Xdk, brand: Xdk, customer: Xdk, card: dict[str, Any]
) -> None:
    me = card["users"][0]
    receiver = Receiver(card["webhook_secret"])
    try:
        hook = app.webhooks.create(S.CreateWebhooksRequest(url=receiver.url))
        assert hook.data is not None and hook.data.valid
        assert app.webhooks.get().data is not None
        assert app.webhooks.validate(hook.data.id).data is not None
        wanted = S.CreateActivitySubscriptionFilter(user_id=me["id"])
        made = brand.activity.create_subscription(
            S.CreateActivitySubscriptionRequest(
                event_type="post.mention.create", filter=wanted, tag="care", webhook_id=hook.data.id
            )
        )
        assert made.data is not None and made.data.subscription is not None
        customer.posts.create(S.CreatePostsRequest(text=f"@{me['username']} by webhook, please"))
        wait(lambda: receiver.got)
        body, signature = receiver.got[0]
        assert signature == sign(card["webhook_secret"], body)
        event = S.ActivityStreamResponse.model_validate_json(body)
        assert event.data is not None and event.data.tag == "care"
        listed = first_page(brand.activity.get_subscriptions())
        gone = app.activity.delete_subscription(listed.data[0].subscription_id)
        assert gone.data is not None and gone.data.deleted
        assert app.webhooks.delete(hook.data.id).data is not None
    finally:
        receiver.close()


def test_the_activity_stream(local: LocalX, app: Xdk, card: dict[str, Any]) -> None:
    me = card["users"][0]
    wanted = S.CreateActivitySubscriptionFilter(user_id=me["id"])
    app.activity.create_subscription(
        S.CreateActivitySubscriptionRequest(event_type="post.create", filter=wanted)
    )
    connected = threading.Event()

    def speak() -> None:
        connected.wait(10)
        time.sleep(0.2)
        say(local, me["username"], "our own words come back")

    speaker = threading.Thread(target=speak)
    speaker.start()
    config = StreamConfig(on_connect=connected.set, max_retries=0, chunk_size=1)
    lines = app.stream.activity(stream_config=config)
    first = next(iter(lines))
    speaker.join()
    lines.close()
    assert first.data.event_type == "post.create" and first.data.payload.text == "our own words come back"
