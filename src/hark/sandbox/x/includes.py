"""The `includes` beside posts: what the expansions name, each thing once, in order of appearance."""

from collections.abc import Iterable
from typing import Any

from hark.sandbox.x.model import Media, Poll, Post, User
from hark.sandbox.x.naming import View
from hark.sandbox.x.network import Network
from hark.sandbox.x.problems import not_allowed, not_found
from hark.sandbox.x.render import media_json, poll_json, post_json, spell, user_json

Json = dict[str, Any]


class Gatherer:
    """Collects what a page of posts refers to."""

    def __init__(self, network: Network, view: View, reader: User | None) -> None:
        self.network, self.view, self.reader = network, view, reader
        self.users: dict[str, User] = {}
        self.posts: dict[str, Post] = {}
        self.media: dict[str, Media] = {}
        self.polls: dict[str, Poll] = {}
        self.places: dict[str, Json] = {}
        self.errors: list[Json] = []

    def look_at(self, post: Post) -> None:
        expand = self.view.expand
        if "author_id" in expand:
            self.users[post.author.id] = post.author
        if "in_reply_to_user_id" in expand and post.reply_to_user is not None:
            self.users[post.reply_to_user.id] = post.reply_to_user
        if "entities.mentions.username" in expand:
            for mention in post.entities.mentions:
                self.users.setdefault(mention["id"], self.network.users[mention["id"]])
        if "attachments.media_keys" in expand:
            self.media.update((one.key, one) for one in post.media)
        if "attachments.poll_ids" in expand and post.poll is not None:
            self.polls[post.poll.id] = post.poll
        if "geo.place_id" in expand and post.place is not None:
            self.places[post.place["id"]] = post.place
        if "edit_history_tweet_ids" in expand:
            self.posts.update((one.id, one) for one in self.network.chain(post))
        if any(name.startswith("referenced_tweets.id") for name in expand):
            self._references(post)

    def _references(self, post: Post) -> None:
        parameter = "referenced_tweets.id"
        expand = self.view.expand
        for other in filter(None, (post.reposts, post.quotes, post.reply_to)):
            if other.deleted:
                self.errors.append(not_found("tweet", parameter, other.id))
                continue
            if not may_see(other, self.reader):
                self.errors.append(not_allowed("tweet", parameter, other.id))
                continue
            if parameter in expand:
                self.posts[other.id] = other
            if f"{parameter}.author_id" in expand:
                self.posts[other.id] = other
                self.users[other.author.id] = other.author
            if f"{parameter}.attachments.media_keys" in expand:
                self.media.update((one.key, one) for one in other.media)

    def includes(self) -> Json:
        view, base = self.view, self.network.base_url
        body: Json = {}
        if self.users:
            body["users"] = [user_json(one, view, self.reader, base) for one in self.users.values()]
        if self.posts:
            spell(body, "tweets", "posts", [post_json(one, view) for one in self.posts.values()], view.naming)
        if self.media:
            body["media"] = [media_json(one, view, base) for one in self.media.values()]
        if self.polls:
            now = self.network.clock.now()
            body["polls"] = [poll_json(one, view, now) for one in self.polls.values()]
        if self.places:
            body["places"] = list(self.places.values())
        return body


def may_see(post: Post, reader: User | None) -> bool:
    """Whether a reader may see a post: not a protected one of a stranger, not a suspended author's."""
    author = post.author
    if author.suspended:
        return False
    if reader is author:
        return True
    if reader is not None and reader.id in author.blocks:
        return False
    return not author.protected or (reader is not None and author.id in reader.follows)


def page(network: Network, posts: Iterable[Post], view: View, reader: User | None) -> Json:
    """A body with `data`, `includes` and `errors` for these posts; empty lists are left out as X does."""
    gatherer = Gatherer(network, view, reader)
    data = []
    for post in posts:
        data.append(post_json(post, view))
        if view.expand:
            gatherer.look_at(post)
    body: Json = {}
    if data:
        body["data"] = data
    if includes := gatherer.includes():
        body["includes"] = includes
    if gatherer.errors:
        body["errors"] = gatherer.errors
    return body
