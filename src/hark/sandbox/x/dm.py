"""/2/dm_events and /2/dm_conversations: unencrypted direct messages."""

from collections.abc import Callable
from functools import partial
from typing import Any

from hark.sandbox.x.call import Call, check_id
from hark.sandbox.x.http import Response, Route
from hark.sandbox.x.includes import Gatherer, may_see
from hark.sandbox.x.messaging import pair_id, send
from hark.sandbox.x.model import Media, Message, User
from hark.sandbox.x.paging import token, untoken
from hark.sandbox.x.problems import Invalid, Problem, forbidden, not_found
from hark.sandbox.x.render import can_message, spell
from hark.sandbox.x.shapes import NewGroup, NewMessage
from hark.sandbox.x.times import iso_ms
from hark.sandbox.x.users import PERSON

READ = frozenset({"dm.read", "tweet.read", "users.read"})
WRITE = frozenset({"dm.write", "dm.read", "tweet.read", "users.read"})
REACH = 30 * 86400.0
KINDS = frozenset({"MessageCreate", "ParticipantsJoin", "ParticipantsLeave"})
Json = dict[str, Any]


def event_json(message: Message, call: Call) -> Json:
    """A DM event: the default fields and those asked for. Times carry milliseconds."""
    body: Json = {"id": message.id, "event_type": message.kind}
    facts: Json = {
        "created_at": iso_ms(message.created),
        "dm_conversation_id": message.conversation_id,
        "sender_id": message.sender.id,
    }
    if message.kind == "MessageCreate":
        body["text"] = message.wire
    else:
        facts["participant_ids"] = list(message.participants)
    if message.media:
        facts["attachments"] = {"media_keys": [one.key for one in message.media]}
    found = message.entities
    kinds = {"mentions": found.mentions, "hashtags": found.hashtags, "urls": found.urls}
    if entities := {name: items for name, items in kinds.items() if items}:
        facts["entities"] = entities
    body.update({name: value for name, value in facts.items() if name in call.view.dm})
    if message.quotes is not None and "referenced_tweets" in call.view.dm:
        spell(body, "referenced_tweets", "referenced_posts", [{"id": message.quotes.id}], call.view.naming)
    return body


def _shown(call: Call, messages: list[Message]) -> Json:
    network, expand = call.box.network, call.view.expand
    gatherer = Gatherer(network, call.view, call.reader)
    for one in messages:
        if "sender_id" in expand:
            gatherer.users[one.sender.id] = one.sender
        if "participant_ids" in expand:
            gatherer.users.update((each, network.users[each]) for each in one.participants)
        if "attachments.media_keys" in expand:
            gatherer.media.update((each.key, each) for each in one.media)
        if "referenced_tweets.id" in expand and one.quotes is not None and may_see(one.quotes, call.reader):
            gatherer.posts[one.quotes.id] = one.quotes
    body: Json = {"data": [event_json(one, call) for one in messages]} if messages else {}
    if includes := gatherer.includes():
        body["includes"] = includes
    return body


def _readable(call: Call, message: Message) -> bool:
    """Unencrypted, mine, not deleted for me, and at most 30 days old."""
    me = call.user.id
    mine = me in message.participants and me not in message.gone_for
    return mine and not message.encrypted and message.created > call.now - REACH


def _listing(call: Call, keep: Callable[[Message], bool]) -> Response:
    kinds = {one for one in call.query.get("event_types", "").split(",") if one} or KINDS
    if kinds - KINDS:
        raise Invalid("event_types", ",".join(kinds), "event_types holds a value X does not know")
    size = call.number("max_results", 1, 100, 100)
    messages = call.box.network.messages
    high, low, older = 1 << 63, -1, True
    if call.query.get("pagination_token"):
        direction, number = untoken("pagination_token", call.query["pagination_token"])
        older = direction == "n"
        high, low = (number, low) if older else (high, number)
    fitting = [
        one
        for one in messages
        if low < one.number < high and one.kind in kinds and _readable(call, one) and keep(one)
    ]
    found = fitting[-size:] if older else fitting[:size]
    found.reverse()
    meta: Json = {"result_count": len(found)}
    if found and (len(fitting) > size if older else True):
        meta["next_token"] = token("n", found[-1].number)
    if found and (call.query.get("pagination_token") if older else len(fitting) > size):
        meta["previous_token"] = token("p", found[0].number)
    body = _shown(call, found) | {"meta": meta}
    return Response(body, billed=[("dm.read", one.id) for one in found])


def events(call: Call) -> Response:
    return _listing(call, lambda _message: True)


def of_conversation(call: Call) -> Response:
    wanted = call.param("id")
    return _listing(call, lambda message: message.conversation_id == wanted)


def with_person(call: Call) -> Response:
    other = _person(call, call.param("pid"))
    wanted = pair_id(call.user, other)
    return _listing(call, lambda message: message.conversation_id == wanted)


def by_id(call: Call) -> Response:
    event_id = check_id("event_id", call.param("id"))
    message = call.box.network.messages_by_id.get(event_id)
    if message is None or not _readable(call, message):
        return Response({"errors": [not_found("dm_event", "event_id", event_id)]})
    body = _shown(call, [message])
    body["data"] = body["data"][0]
    return Response(body, billed=[("dm.read", message.id)])


def _person(call: Call, user_id: str) -> User:
    user = call.box.network.users.get(check_id("participant_id", user_id))
    if user is None or user is call.user:
        raise Problem(404, not_found("user", "participant_id", user_id) | {"status": 404})
    return user


def _content(call: Call, body: Json) -> tuple[str, tuple[Media, ...]]:
    text = str(body.get("text") or "")
    attachments = body.get("attachments") or []
    if not text.strip() and not attachments:
        raise Invalid("text", "", "$.text: a message needs text or an attachment")
    if len(text) > 10_000:
        raise Invalid("text", "", "$.text: at most 10000 characters")
    if len(attachments) > 1:
        raise Invalid("attachments", "", "$.attachments: at most 1 item")
    media = [call.box.network.media.get(str(one.get("media_id"))) for one in attachments]
    if any(one is None or one.owner != call.user.id or not one.finalized for one in media):
        raise Invalid("attachments", "", "Your media IDs are invalid.")
    return text, tuple(one for one in media if one is not None)


def _sent(call: Call, conversation_id: str, participants: tuple[str, ...], body: Json) -> Response:
    text, media = _content(call, body)
    network = call.box.network
    others = [network.users[one] for one in participants if one != call.user.id]
    if any(not can_message(call.user, one) for one in others):
        raise forbidden("You cannot send messages to this user.")
    if any(one.x_chat for one in others):
        raise forbidden("This conversation is encrypted and not available through this endpoint.")
    message = send(network, call.user, conversation_id, participants, text, call.now, media=media)
    data = {"dm_conversation_id": conversation_id, "dm_event_id": message.id}
    return Response({"data": data}, 201, billed=[("dm.create", message.id)])


def send_to_person(call: Call) -> Response:
    other = _person(call, call.param("pid"))
    both = (call.user.id, other.id)
    return _sent(call, pair_id(call.user, other), both, call.request.json(NewMessage))


def send_to_conversation(call: Call) -> Response:
    network, conversation_id = call.box.network, call.param("id")
    participants = network.conversations.get(conversation_id, ())
    if not participants and "-" in conversation_id:
        ids = tuple(conversation_id.split("-"))
        participants = ids if len(ids) == 2 and all(one in network.users for one in ids) else ()
    if call.user.id not in participants:
        raise forbidden("You are not a participant of this conversation.")
    return _sent(call, conversation_id, participants, call.request.json(NewMessage))


def open_group(call: Call) -> Response:
    body = call.request.json(NewGroup)
    if body.get("conversation_type") != "Group":
        raise Invalid("conversation_type", "", "conversation_type must be Group")
    ids = [check_id("participant_ids", str(one)) for one in body.get("participant_ids") or ()]
    if not 2 <= len(ids) <= 49 or any(one not in call.box.network.users for one in ids):
        raise Invalid("participant_ids", ",".join(ids), "participant_ids must name 2 to 49 users")
    participants = tuple(dict.fromkeys([call.user.id, *ids]))
    return _sent(call, str(call.box.network.new_id()), participants, body.get("message") or {})


def delete(call: Call) -> Response:
    """Delete a message for oneself; the others keep it."""
    event_id = check_id("event_id", call.param("id"))
    message = call.box.network.messages_by_id.get(event_id)
    if message is None or not _readable(call, message):
        raise Problem(404, not_found("dm_event", "event_id", event_id) | {"status": 404})
    message.gone_for.add(call.user.id)
    return Response({"data": {"deleted": True}})


def block(call: Call) -> Response:
    call.user.dm_blocks.add(_person(call, call.param("id")).id)
    return Response({"data": {"blocked": True}})


def unblock(call: Call) -> Response:
    call.user.dm_blocks.discard(_person(call, call.param("id")).id)
    return Response({"data": {"blocked": False}})


SEND = partial(Route, auth=PERSON, scopes=WRITE, user_limit=15, daily_user=1440, daily_app=1440)
ROUTES = [
    Route("GET", "/2/dm_events", events, PERSON, READ, user_limit=15),
    Route("GET", "/2/dm_events/:id", by_id, PERSON, READ, user_limit=15),
    Route("DELETE", "/2/dm_events/:id", delete, PERSON, WRITE, None, 300, 4000, 1500),
    Route("GET", "/2/dm_conversations/with/:pid/dm_events", with_person, PERSON, READ, user_limit=15),
    Route("GET", "/2/dm_conversations/:id/dm_events", of_conversation, PERSON, READ, user_limit=15),
    SEND("POST", "/2/dm_conversations/with/:pid/messages", send_to_person),
    SEND("POST", "/2/dm_conversations/:id/messages", send_to_conversation),
    SEND("POST", "/2/dm_conversations", open_group),
    Route("POST", "/2/users/:id/dm/block", block, PERSON, WRITE, 25, 10, 1000, 400),
    Route("POST", "/2/users/:id/dm/unblock", unblock, PERSON, WRITE, 25, 10, 1000, 400),
]
