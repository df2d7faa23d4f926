"""A scripted world: who lives on the local network, what they say and how they react.

A world is data. The sandbox's engine plays it on a clock that may run faster than ours; the same world is
the demo, the browser tests' stage and the load test's script. Times are seconds relative to the world's
"now": negative ones have happened when the sandbox starts, positive ones are still to come.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the local network; a brand's account is a person too, with `brand` set.

    `x_chat` has moved to encrypted messages (unreadable through the API), `dm_open` lets anybody write.
    """

    username: str
    name: str
    bio: str = ""
    followers: int = 50
    following: int = 100
    verified: bool = False
    protected: bool = False
    brand: bool = False
    language: str = "en"
    age_days: int = 900
    suspended: bool = False
    x_chat: bool = False
    dm_open: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One scripted post. `key` names it so that others can answer, quote or repost it.

    The text carries no leading @handles for a reply: the engine puts them there as X does.
    """

    key: str
    at: float
    author: str
    text: str
    reply_to: str | None = None
    quotes: str | None = None
    reposts: str | None = None
    private_to: str | None = None
    image_alt: str | None = None
    deleted_at: float | None = None


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a person says when the brand answers the post `to`: one of `texts`, after `delay` seconds.

    `when` chooses by what the brand wrote: "any", "asks_private" (the answer invites to a direct message) or
    "apology". The first reaction that fits is played; each is played once. `private` answers by direct
    message.
    """

    to: str
    texts: Sequence[str]
    delay: float = 20.0
    when: str = "any"
    private: bool = False


@dataclass(frozen=True, slots=True)
class World:
    """The whole script."""

    name: str
    people: Sequence[Person]
    lines: Sequence[Line]
    reactions: Sequence[Reaction] = field(default_factory=tuple)
    seed: int = 1
