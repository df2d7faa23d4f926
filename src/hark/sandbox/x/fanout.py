"""Brings new posts to the readers of the filtered stream. A post is rendered once for each view."""

from typing import Any

from hark.sandbox.x.hooks import Hooks
from hark.sandbox.x.http import ENCODER
from hark.sandbox.x.hub import Connection, Hub
from hark.sandbox.x.includes import page
from hark.sandbox.x.model import Post
from hark.sandbox.x.naming import EVERYTHING, View
from hark.sandbox.x.network import Happening, Network
from hark.sandbox.x.rulebook import Rule, RuleBook


class Fanout:
    """Listens to the network and delivers."""

    def __init__(self, network: Network, rules: RuleBook, hub: Hub, hooks: Hooks) -> None:
        self._network, self._rules, self._hub, self._hooks = network, rules, hub, hooks
        self.links: set[str] = set()  # webhooks that get filtered posts (Enterprise)

    def hear(self, happening: Happening) -> None:
        post = happening.post
        if happening.kind != "post" or post is None or not (self._hub.open or self.links):
            return
        if not streamed(post):
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
                line = self._line(post, connection.view, matched[app.id], rendered)
                self._hub.deliver(connection, line, post.id)
        for hook in [self._hooks.all[one] for one in self.links]:
            if rules := self._rules.matching(hook.app, post):
                self._hooks.send(hook.id, self._line(post, EVERYTHING, rules, rendered).rstrip(), post.id)

    def catch_up(self, connection: Connection, since: float) -> None:
        """Send what matched since a moment to one reader; what it has had already comes again."""
        for post in self._network.timeline:
            missed = post.created > since and streamed(post)
            if missed and (rules := self._rules.matching(connection.app, post)):
                self._hub.deliver(connection, self._line(post, connection.view, rules, {}), post.id)

    def _line(self, post: Post, view: View, rules: list[Rule], rendered: dict[View, bytes]) -> bytes:
        body = rendered.get(view)
        if body is None:
            body = rendered[view] = one_post(self._network, post, view)
        tags = ENCODER.encode([{"id": rule.id, "tag": rule.tag} for rule in rules])
        return b'%s,"matching_rules":%s}\r\n' % (body[:-1], tags)


def streamed(post: Post) -> bool:
    """Whether a post goes to streams at all."""
    return not (post.author.protected or post.author.suspended or post.nullcast)


def one_post(network: Network, post: Post, view: View) -> bytes:
    """A body whose `data` is one post, encoded."""
    body: dict[str, Any] = page(network, [post], view, None)
    body["data"] = body["data"][0]
    return ENCODER.encode(body)
