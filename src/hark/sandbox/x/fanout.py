"""Brings new posts to the readers of the filtered stream. A post is rendered once for each view."""

from typing import Any

from hark.sandbox.x.http import ENCODER
from hark.sandbox.x.hub import Connection, Hub
from hark.sandbox.x.includes import page
from hark.sandbox.x.model import Post
from hark.sandbox.x.naming import View
from hark.sandbox.x.network import Happening, Network
from hark.sandbox.x.rulebook import Rule, RuleBook


class Fanout:
    """Listens to the network and delivers."""

    def __init__(self, network: Network, rules: RuleBook, hub: Hub) -> None:
        self._network, self._rules, self._hub = network, rules, hub

    def hear(self, happening: Happening) -> None:
        post = happening.post
        if happening.kind != "post" or post is None or not self._hub.open:
            return
        if post.author.protected or post.author.suspended or post.nullcast:
            return
        rendered: dict[View, bytes] = {}
        matched: dict[str, list[Rule]] = {}
        for connection in list(self._hub.open):
            if connection.stream != "filtered":
                continue
            app = connection.app
            if app.id not in matched:
                matched[app.id] = self._rules.matching(app, post)
            if matched[app.id]:
                self._send(connection, post, matched[app.id], rendered)

    def _send(
        self, connection: Connection, post: Post, rules: list[Rule], rendered: dict[View, bytes]
    ) -> None:
        body = rendered.get(connection.view)
        if body is None:
            body = rendered[connection.view] = one_post(self._network, post, connection.view)
        tags = ENCODER.encode([{"id": rule.id, "tag": rule.tag} for rule in rules])
        self._hub.deliver(connection, b'%s,"matching_rules":%s}\r\n' % (body[:-1], tags), post.id)


def one_post(network: Network, post: Post, view: View) -> bytes:
    """A body whose `data` is one post, encoded."""
    body: dict[str, Any] = page(network, [post], view, None)
    body["data"] = body["data"][0]
    return ENCODER.encode(body)
