"""The state of the local X, and the one place that tells everybody when it changes."""

import random
from bisect import insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from hark.sandbox.clock import Clock
from hark.sandbox.x.ids import Snowflakes
from hark.sandbox.x.model import Media, Message, Post, User

Happen = Callable[["Happening"], None]


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that others may hear of.

    `kind` is one of: post, delete, message, read, typing, like, follow, block, mute, profile, protect,
    suspend, withhold, revoke. `target` is the other person, where there is one.
    """

    kind: str
    at: float
    post: Post | None = None
    message: Message | None = None
    user: User | None = None
    target: User | None = None
    note: str = ""


def _number(post: Post | Message) -> int:
    return post.number


class Network:
    """Everybody and everything on the local X. Lists are in the order of ids, oldest first."""

    def __init__(self, clock: Clock, seed: int = 1) -> None:
        self.clock = clock
        self.random = random.Random(seed)
        self.ids = Snowflakes()
        self.base_url = "http://127.0.0.1"
        self.users: dict[str, User] = {}
        self.usernames: dict[str, User] = {}
        self.posts: dict[str, Post] = {}
        self.gone: dict[str, Post] = {}
        self.timeline: list[Post] = []
        self.mentions: dict[str, list[Post]] = {}
        self.authored: dict[str, list[Post]] = {}
        self.threads: dict[str, list[Post]] = {}
        self.messages: list[Message] = []
        self.messages_by_id: dict[str, Message] = {}
        self.conversations: dict[str, tuple[str, ...]] = {}
        self.media: dict[str, Media] = {}
        self.likes: dict[str, set[str]] = {}
        self._listeners: list[Happen] = []

    def listen(self, listener: Happen) -> None:
        self._listeners.append(listener)

    def tell(self, kind: str, **facts: Any) -> None:
        """Let every listener know; listeners are quick and never wait."""
        happening = Happening(kind, self.clock.now(), **facts)
        for listener in self._listeners:
            listener(happening)

    def new_id(self, moment: float | None = None) -> int:
        return self.ids.at(self.clock.now() if moment is None else moment)

    def add_user(self, user: User) -> User:
        self.users[user.id] = user
        self.usernames[user.username.lower()] = user
        return user

    def user_named(self, username: str) -> User | None:
        return self.usernames.get(username.lower().lstrip("@"))

    def add_post(self, post: Post) -> None:
        """Put a post into every list it belongs to."""
        self.posts[post.id] = post
        lists = [self.timeline, self.authored.setdefault(post.author.id, [])]
        lists.append(self.threads.setdefault(post.conversation_id, []))
        if post.reposts is None:
            heard = {mention["id"] for mention in post.entities.mentions} - {post.author.id}
            lists.extend(self.mentions.setdefault(user_id, []) for user_id in heard)
        for each in lists:
            if each and each[-1].number > post.number:
                insort(each, post, key=_number)
            else:
                each.append(post)
        post.author.posts += 1
        post.author.most_recent = post.id

    def drop_posts(self, posts: Iterable[Post]) -> None:
        """Delete these posts (an edit chain goes as a whole) and say so."""
        for post in posts:
            if post.deleted:
                continue
            post.deleted = True
            self.gone[post.id] = self.posts.pop(post.id)
            post.author.posts -= 1
            lists = [self.timeline, self.authored[post.author.id], self.threads[post.conversation_id]]
            lists += [self.mentions[m["id"]] for m in post.entities.mentions if m["id"] in self.mentions]
            for each in lists:
                if post in each:
                    each.remove(post)
            self.tell("delete", post=post, user=post.author)

    def add_message(self, message: Message) -> None:
        self.messages_by_id[message.id] = message
        if self.messages and self.messages[-1].number > message.number:
            insort(self.messages, message, key=_number)
        else:
            self.messages.append(message)
        self.conversations[message.conversation_id] = message.participants

    def chain(self, post: Post) -> list[Post]:
        """Every version of a post that still exists."""
        return [self.posts[one] for one in post.versions if one in self.posts]
