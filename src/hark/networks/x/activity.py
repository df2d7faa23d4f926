"""X Activity API events, by stream or webhook: the fastest way to hear, with the traps of networks.md 7.

`event_uuid` is made anew for every delivery and never used as a key. Events that are neither posts nor
messages (a revoked token, an encrypted chat that must be answered on X) are told as a Notice.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hark.domain.post import Author, Lane, Mention, Post
from hark.domain.prices import Item as Price
from hark.networks.port import AuthorFact, Deletion, Item, Rejected
from hark.networks.x import v2_values as v
from hark.networks.x.client import XClient, utc_now
from hark.networks.x.dms import conversation_of, messages_from_event
from hark.networks.x.endpoints import ACTIVITY
from hark.networks.x.ids import id_time
from hark.networks.x.pages import raw_of, read_post
from hark.networks.x.posts import NETWORK, includes_of
from hark.networks.x.stream import XStream, disconnect_of

POST_EVENTS = frozenset(
    {"post.create", "post.mention.create", "post.reply.create", "post.quote.create", "post.repost.create"}
)
# What stands where an encrypted message would: it is stored as any text, so it is in one language.
UNREADABLE = "🔒 An encrypted message. Only X's own app can show it: read and answer it there."
MESSAGE_EVENTS = frozenset({"dm.received", "dm.sent"})
# Names before 2026-03-18 were PascalCase, and one is a deprecated alias.
OLD_NAMES = {
    "PostCreate": "post.create",
    "PostDelete": "post.delete",
    "PostMentionCreate": "post.mention.create",
    "PostReplyCreate": "post.reply.create",
    "PostQuoteCreate": "post.quote.create",
    "PostRepostCreate": "post.repost.create",
    "DmReceived": "dm.received",
    "DmSent": "dm.sent",
    "DmRead": "dm.read",
    "ChatReceived": "chat.received",
    "ChatSent": "chat.sent",
    "OauthRevoke": "oauth.revoke",
    "chat.conversation_join": "chat.conversation.join",
}
# What is worth telling a person or the desk although it is no post.
NOTICES = ("chat.", "oauth.", "follow.", "block.", "mute.", "like.", "profile.", "dm.")
PRICES = (
    ("post.delete", Price.EVENT_POST_DELETE),
    ("post.", Price.EVENT_POST),
    ("profile.", Price.EVENT_PROFILE),
    ("dm.received", Price.EVENT_DM_RECEIVED),
    ("dm.sent", Price.EVENT_DM_SENT),
    ("dm.", Price.EVENT_DM_READ),
    ("chat.received", Price.EVENT_CHAT_RECEIVED),
    ("chat.", Price.EVENT_CHAT_SENT),
    ("follow.", Price.EVENT_FOLLOW),
)


@dataclass(frozen=True, slots=True)
class Notice:
    """An event that is no post: "oauth.revoke" (stop sending), "chat.received" (answer in X), and so on.

    `account_id` is the account whose subscription it came through, "" when X did not say.
    """

    event: str
    account_id: str
    payload: Mapping[str, Any]


def price_of(event: str) -> Price | None:
    """What an event is billed as; None for events without a published price."""
    return next((item for prefix, item in PRICES if event.startswith(prefix)), None)


class ActivityReader:
    """Envelopes into posts, messages, deletions and notices. Never raises for what X may send."""

    def __init__(
        self, *, on_notice: Callable[[Notice], None] | None = None, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._on_notice = on_notice
        self._clock = clock

    def read(self, message: Mapping[str, Any], number: int = 0) -> Iterator[Item]:
        """One message of the stream, or one webhook body."""
        data = message.get("data")
        if not isinstance(data, Mapping):
            yield Rejected(number, "a message without data", raw_of(message))
            return
        event = self.event_of(message)
        payload = data.get("payload")
        payload = payload if isinstance(payload, Mapping) else {}
        if event in POST_EVENTS:
            yield self._post(data, payload, number)
        elif event in MESSAGE_EVENTS:
            yield from messages_from_event(payload) or [
                Rejected(number, "an event without messages", raw_of(message))
            ]
        elif event == "post.delete":
            yield self._deletion(payload, message, number)
        elif event.startswith(NOTICES):
            self._notice(event, data, payload)
            if event == "chat.received":
                yield from self._chat(data, payload, message, number)
        else:
            yield Rejected(number, "an event of a kind we do not know", raw_of(message))

    @staticmethod
    def event_of(message: Mapping[str, Any]) -> str:
        """The event's name as X writes it now; "" when there is none."""
        name = v.mapping(message.get("data")).get("event_type")
        return OLD_NAMES.get(name, name) if isinstance(name, str) else ""

    def _post(self, data: Mapping[str, Any], payload: Mapping[str, Any], number: int) -> Item:
        inner = payload.get("data")
        obj = inner if isinstance(inner, Mapping) and "id" not in payload else payload
        holder = data if data.get("includes") else payload
        return read_post(obj, includes_of(holder), number)

    def _deletion(self, payload: Mapping[str, Any], message: Mapping[str, Any], number: int) -> Item:
        inner = v.mapping(payload.get("data")) or payload
        ident = v.ident(inner.get("id")) or v.ident(inner.get("post_id")) or v.ident(inner.get("tweet_id"))
        if ident is None:
            return Rejected(number, "a deletion without an id", raw_of(message))
        try:
            at = v.moment(inner.get("deleted_at") or inner.get("event_at"))
        except ValueError:
            at = self._clock()
        return Deletion(NETWORK, ident, at)

    def _chat(
        self, data: Mapping[str, Any], payload: Mapping[str, Any], message: Mapping[str, Any], number: int
    ) -> Iterator[Item]:
        """That somebody wrote in X Chat, which nobody but X's app can read: a place for it, and whom it is from."""
        ident, sender = v.ident(payload.get("id")), v.ident(payload.get("sender_id"))
        us = v.ident(v.mapping(data.get("filter")).get("user_id"))
        if ident is None or sender is None or us is None or sender == us:
            yield Rejected(number, "an encrypted message without ids", raw_of(message))
            return
        author = Author(sender)
        yield Post(
            NETWORK, ident, author, id_time(ident), UNREADABLE, lane=Lane.PRIVATE, parent_author_id=us,
            conversation_id=conversation_of(sender, us), mentions=(Mention(author_id=us),),
        )  # fmt: skip
        yield AuthorFact(NETWORK, author, self._clock(), "encrypted")

    def _notice(self, event: str, data: Mapping[str, Any], payload: Mapping[str, Any]) -> None:
        if self._on_notice is not None:
            account = v.ident(v.mapping(data.get("filter")).get("user_id")) or v.ident(payload.get("user_id"))
            self._on_notice(Notice(event, account or "", payload))


def bill(client: XClient, message: Mapping[str, Any], ident: str) -> None:
    """Count an event; `ident` names the post it tells of or is "". Raises NetworkError "budget_spent" when money
    has run out: what came is counted first, for X bills it all the same.
    """
    price = price_of(ActivityReader.event_of(message))
    if price is not None:
        client.streamed(ACTIVITY, price, ident or str(v.mapping(message.get("data")).get("event_uuid")))


def activity_stream(
    client: XClient,
    *,
    on_notice: Callable[[Notice], None] | None = None,
    name: str = "activity",
    **options: Any,
) -> XStream:
    """The activity stream as a Source. `options` are those of XStream."""
    clock = options.get("clock", utc_now)
    reader = ActivityReader(on_notice=on_notice, clock=clock)

    def read(message: Mapping[str, Any], number: int) -> Iterator[Item]:
        if "data" not in message and (message.get("errors") or message.get("title")):
            raise disconnect_of(message)
        ident = ""
        for item in reader.read(message, number):
            ident = ident or (item.post_id if isinstance(item, Post | Deletion) else "")
            yield item
        bill(client, message, ident)

    return XStream(client, name=name, endpoint=ACTIVITY, params={}, read=read, **options)
