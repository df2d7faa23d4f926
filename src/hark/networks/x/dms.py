"""Direct messages (the legacy, unencrypted ones), in both shapes X writes them.

REST gives v2 events; the activity stream and webhooks give the old v1.1 shape. Both become a private Post;
`conversation_id` is X's own "{smaller}-{larger}", `parent_author_id` the one it is written to.
Messages in encrypted X Chat are never seen here (networks.md 1.3).
"""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any

from hark.domain.post import Author, Lane, Mention, Post
from hark.networks.port import NetworkError, Rejected
from hark.networks.x import v2_values as v
from hark.networks.x.client import XClient
from hark.networks.x.endpoints import DM_EVENTS, DM_WITH
from hark.networks.x.fields import DM_PARAMS
from hark.networks.x.pages import Heard, Page, missing_of, raw_of
from hark.networks.x.posts import NETWORK, author_from_v2, includes_of
from hark.networks.x.v2_entities import links_of

PAGE_SIZE = 100
MAX_PAGES = 100


def conversation_of(one: str, other: str) -> str:
    """The id of a conversation of two: "{smaller}-{larger}" by number."""
    small, large = sorted((one, other), key=int)
    return f"{small}-{large}"


def message_from_v2(event: Mapping[str, Any], users: Mapping[str, Mapping[str, Any]], me: str) -> Post:
    """A v2 DM event as a private Post; `me` is the account whose mailbox it was read from.

    Raises ValueError when id, sender, time or text are missing, or when it is no message.
    """
    if event.get("event_type", "MessageCreate") != "MessageCreate":
        raise ValueError("not a message")
    sender = v.required_id(event, "sender_id")
    conversation = v.line(event.get("dm_conversation_id"), 64)
    others = [part for part in conversation.split("-") if part and part != sender]
    recipient = v.ident(others[0]) if len(others) == 1 else me if sender != me else None
    user = users.get(sender)
    return _message(
        v.required_id(event, "id"),
        author_from_v2({**user, "id": sender}) if user else Author(author_id=sender),
        recipient,
        v.moment(event.get("created_at")),
        event.get("text"),
        conversation,
        event.get("entities"),
    )


def messages_from_event(payload: Mapping[str, Any]) -> list[Heard]:
    """The messages of a `dm.*` activity payload, which is written in the old v1.1 shape. Never raises."""
    users = v.mapping(payload.get("users"))
    found: list[Heard] = []
    for number, event in enumerate(v.objects(payload.get("direct_message_events")), 1):
        try:
            found.append(_old_message(event, users))
        except (ValueError, OverflowError, OSError) as error:
            found.append(Rejected(number, str(error), raw_of(event)))
    return found


def _old_message(event: Mapping[str, Any], users: Mapping[str, Any]) -> Post:
    if event.get("type", "message_create") != "message_create":
        raise ValueError("not a message")
    create = v.mapping(event.get("message_create"))
    sender = v.required_id(create, "sender_id")
    recipient = v.required_id(v.mapping(create.get("target")), "recipient_id")
    stamp = event.get("created_timestamp")
    if not (isinstance(stamp, str | int) and str(stamp).isascii() and str(stamp).isdigit()):
        raise ValueError("no created_timestamp")
    data = v.mapping(create.get("message_data"))
    return _message(
        v.required_id(event, "id"),
        _old_author(sender, v.mapping(users.get(sender))),
        recipient,
        datetime.fromtimestamp(int(stamp) / 1000, UTC),
        data.get("text"),
        conversation_of(sender, recipient),
        data.get("entities"),
    )


def _old_author(author_id: str, user: Mapping[str, Any]) -> Author:
    """A v1.1 user: `screen_name`, flat counters, verified and protected as now."""
    followers = user.get("followers_count")
    return Author(
        author_id=author_id,
        handle=v.line(user.get("screen_name") or user.get("username"), v.MAX_HANDLE),
        name=v.line(user.get("name"), v.MAX_NAME),
        followers=v.count(followers) if isinstance(followers, int) else None,
        verified=user.get("verified") is True,
        protected=user.get("protected") is True,
        bio=v.line(user.get("description")),
        avatar_url=v.line(user.get("profile_image_url_https")),
    )


def _message(
    ident: str,
    author: Author,
    recipient: str | None,
    created_at: datetime,
    text: Any,
    conversation: str,
    entities: Any,
) -> Post:
    if not isinstance(text, str):
        raise ValueError("no text")
    if not conversation and recipient is not None:
        conversation = conversation_of(author.author_id, recipient)
    return Post(
        network=NETWORK,
        post_id=ident,
        author=author,
        created_at=created_at,
        text=v.storable(text),
        lane=Lane.PRIVATE,
        parent_author_id=recipient,
        conversation_id=conversation or None,
        mentions=(Mention(author_id=recipient),) if recipient else (),
        links=links_of((entities,)),
    )


async def dm_pages(
    client: XClient, *, with_user: str | None = None, people: bool = False
) -> AsyncIterator[Page]:
    """Pages of messages, newest first, at most 30 days back: all of them, or those with one person.

    X allows 15 such calls in 15 minutes. Raises NetworkError.
    """
    params = {**DM_PARAMS, "event_types": "MessageCreate", "max_results": str(PAGE_SIZE)}
    endpoint, path = (DM_EVENTS, None) if with_user is None else (DM_WITH, {"id": with_user})
    for _ in range(MAX_PAGES):
        reply = await client.call(endpoint, path=path, params=params, people=people)
        users = includes_of(reply.document).users
        heard = tuple(
            _read(event, users, client.account_id, number)
            for number, event in enumerate(v.objects(reply.document.get("data")), 1)
        )
        meta = v.mapping(reply.document.get("meta"))
        token = meta.get("next_token")
        token = token if isinstance(token, str) and token != params.get("pagination_token") else None
        missing = missing_of(reply.document)
        yield Page(heard, None, None, token, reply.server_time, missing)
        if token is None:
            return
        params["pagination_token"] = token
    raise NetworkError("too_many_pages", f"{endpoint.name}: the list does not end", permanent=False)


def _read(event: Mapping[str, Any], users: Mapping[str, Mapping[str, Any]], me: str, number: int) -> Heard:
    try:
        return message_from_v2(event, users, me)
    except (ValueError, OverflowError) as error:
        return Rejected(number, str(error), raw_of(event))
