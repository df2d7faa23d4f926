"""How a direct message comes into being."""

from hark.sandbox.x.entities import mark_up
from hark.sandbox.x.model import Media, Message, Post, User
from hark.sandbox.x.network import Network


def pair_id(one: User, other: User) -> str:
    """The id of a conversation of two: the smaller user id first."""
    first, second = sorted((int(one.id), int(other.id)))
    return f"{first}-{second}"


def send(
    network: Network,
    sender: User,
    conversation_id: str,
    participants: tuple[str, ...],
    text: str,
    moment: float,
    *,
    media: tuple[Media, ...] = (),
    quotes: Post | None = None,
    kind: str = "MessageCreate",
) -> Message:
    """Put a message into a conversation and tell everybody.

    A conversation in which somebody has moved to X Chat is encrypted: the API never shows it.
    """
    number = network.new_id(moment)
    wire, entities = mark_up(text, network.user_named)
    message = Message(
        id=str(number),
        number=number,
        conversation_id=conversation_id,
        kind=kind,
        created=moment,
        sender=sender,
        text=text,
        wire=wire,
        entities=entities,
        media=media,
        participants=participants,
        quotes=quotes,
        encrypted=any(network.users[one].x_chat for one in participants if one in network.users),
    )
    network.add_message(message)
    network.tell("message", message=message, user=sender)
    return message


def send_to(network: Network, sender: User, recipient: User, text: str, moment: float) -> Message:
    """A message from one person to another."""
    both = (sender.id, recipient.id)
    return send(network, sender, pair_id(sender, recipient), both, text, moment)
