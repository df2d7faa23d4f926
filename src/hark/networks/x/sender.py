"""The way out to X: every method makes one attempt and says exactly what is known of its fate.

X has no idempotency key for posts (networks.md 1.6). Whoever calls must treat `processed is None` as
*ambiguous* and look for the echo; only `processed is False` may be tried again.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from hark.domain.prices import Item
from hark.networks.port import NetworkError, Picture, Sent, Uploaded
from hark.networks.x.client import Reply, XClient, data_of
from hark.networks.x.endpoints import CREATE, DELETE, DELETE_DM, HIDE, SEND_DM, Endpoint
from hark.networks.x.ids import id_time
from hark.networks.x.media import XMedia
from hark.networks.x.v2_values import ident
from hark.text import EntityKind, measure

MAX_MEDIA = 4
DM_LINK = re.compile(r"(?:https?://)?(?:www\.)?(?:x|twitter)\.com/messages/compose\b", re.IGNORECASE)


def price_item(text: str, *, reply: bool) -> Item:
    """Which price a post has. Self-serve replies are summoned ones, else X refuses them (networks.md 1.1)."""
    links = [entity.text for entity in measure(text, "x").entities if entity.kind is EntityKind.URL]
    if not links:
        return Item.REPLY_SUMMONED if reply else Item.POST_CREATE
    if all(DM_LINK.match(link) for link in links):
        return Item.REPLY_SUMMONED_WITH_DM_LINK if reply else Item.POST_CREATE_WITH_DM_LINK
    return Item.REPLY_SUMMONED_WITH_LINK if reply else Item.POST_CREATE_WITH_LINK


class XSender:
    """Speaks as one account. `people=True` (the default): a person waits, so their reserve may be used."""

    def __init__(self, client: XClient) -> None:
        self._client = client

    async def reply(
        self, text: str, *, parent_id: str, media_ids: Sequence[str] = (), untagged: Sequence[str] = (),
        people: bool = True,
    ) -> Sent:  # fmt: skip
        """Answer a post in public; X tags everybody of the post but `untagged` (user ids). Raises NetworkError."""
        about: dict[str, Any] = {"in_reply_to_tweet_id": parent_id}
        if untagged:
            about["exclude_reply_user_ids"] = list(untagged)
        body = {"text": text, "reply": about}
        return await self._create(body, media_ids, price_item(text, reply=True), people)

    async def post(self, text: str, *, media_ids: Sequence[str] = (), people: bool = True) -> Sent:
        """Say something to everybody. Raises NetworkError."""
        return await self._create({"text": text}, media_ids, price_item(text, reply=False), people)

    async def message(self, text: str, *, recipient_id: str, media_id: str = "", people: bool = True) -> Sent:
        """Write to a person in private (legacy, unencrypted direct messages). Raises NetworkError."""
        body: dict[str, Any] = {"text": text}
        if media_id:
            body["attachments"] = [{"media_id": media_id}]
        reply = await self._client.call(SEND_DM, path={"id": recipient_id}, json=body, people=people)
        return _sent(SEND_DM, reply, "dm_event_id")

    async def upload(self, picture: Picture) -> Uploaded:
        """Bring a picture to X in pieces, with its description. Raises NetworkError; repeating it is safe."""
        return await XMedia(self._client).upload(picture)

    async def delete(self, post_id: str, *, people: bool = True) -> None:
        """Take back one of our posts. Raises NetworkError, also when X does not confirm it."""
        reply = await self._client.call(DELETE, path={"id": post_id}, people=people)
        _confirmed(DELETE, reply, "deleted", True)

    async def delete_message(self, event_id: str, *, people: bool = True) -> None:
        """Take back a direct message on our side. Raises NetworkError."""
        reply = await self._client.call(DELETE_DM, path={"id": event_id}, people=people)
        _confirmed(DELETE_DM, reply, "deleted", True)

    async def hide(self, post_id: str, *, hidden: bool = True, people: bool = True) -> None:
        """Hide a reply in a conversation of ours, or show it again. Raises NetworkError."""
        reply = await self._client.call(HIDE, path={"id": post_id}, json={"hidden": hidden}, people=people)
        _confirmed(HIDE, reply, "hidden", hidden)

    async def _create(self, body: dict[str, Any], media_ids: Sequence[str], item: Item, people: bool) -> Sent:
        if len(media_ids) > MAX_MEDIA:
            raise NetworkError("bad_request", f"at most {MAX_MEDIA} pictures", permanent=True)
        if media_ids:
            body["media"] = {"media_ids": list(media_ids)}
        return _sent(CREATE, await self._client.call(CREATE, json=body, people=people, item=item), "id")


def _sent(endpoint: Endpoint, reply: Reply, field: str) -> Sent:
    """The receipt. A success without an id is a success nobody can read: its fate is unknown."""
    data: Mapping[str, Any] = data_of(endpoint.name, reply)
    post_id = ident(data.get(field))
    if post_id is None:
        raise NetworkError(
            "garbage", f"{endpoint.name}: no {field} came back", permanent=False, processed=None
        )
    return Sent(post_id, id_time(post_id))


def _confirmed(endpoint: Endpoint, reply: Reply, field: str, wanted: bool) -> None:
    if data_of(endpoint.name, reply).get(field) is not wanted:
        raise NetworkError(
            "not_confirmed", f"{endpoint.name}: X did not confirm it", permanent=False, processed=None
        )
