"""What the API takes and says while an answer is written: permission, guards, drafts, pictures, who else is there."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta, Struct

from hark.web.api.shapes import GuardOut, LaneName, PersonOut

DraftLane = Literal["public", "private", "note"]
Origin = Literal["", "suggested", "translated"]
Draft = Annotated[str, Meta(max_length=20_000)]
Alt = Annotated[str, Meta(max_length=1_000)]
Doing = Literal["looking", "writing"]


class PermissionOut(Struct):
    """Whether an answer through this lane would be taken: `send`, `prepare` (by hand on the network) or `no`, and why.

    Prices in US dollars; null for what cannot be sent. `certain` is false where the network's behaviour is not
    confirmed.
    """

    verdict: Literal["send", "prepare", "no"]
    reason: str
    sentence: str
    price: Decimal | None
    price_with_link: Decimal | None
    certain: bool


class MoveOut(Struct):
    """Words that move the case to private: the first message, the public word beside it, or a public invitation.

    `invitation` is empty on a network where customers have no address to write to us.
    """

    opening: str
    messaged: str
    invitation: str


class LanesOut(Struct):
    """Both lanes of a case's customer: which case speaks there, what may be sent, and how long it may be.

    `target` is the public post an answer goes to. `move` is null when there is nothing to move.
    """

    public_case: int | None
    private_case: int | None
    public: PermissionOut | None
    private: PermissionOut | None
    target: str | None
    characters: int
    pictures: int
    move: MoveOut | None


class GuardsOut(Struct):
    """What stands against an answer. Empty: nothing does."""

    guards: list[GuardOut]


class DraftIn(Struct, forbid_unknown_fields=True):
    """Unsent words of yours in a lane, or for a note; empty words keep nothing.

    `origin` says that nobody has changed what another case (`suggested`) or a machine (`translated`) said.
    """

    lane: DraftLane
    text: Draft
    origin: Origin = ""


class DraftOut(Struct):
    """Unsent words of yours."""

    lane: DraftLane
    text: str
    origin: str
    updated_at: datetime


class DraftsOut(Struct):
    """Your unsent words on a case, in both of its lanes."""

    drafts: list[DraftOut]


class PictureOut(Struct):
    """A picture of yours that waits to be shown with a public answer. `alt` says what it shows."""

    id: int
    case: int
    media_type: str
    width: int
    height: int
    alt: str


class PicturesOut(Struct):
    """Your pictures that wait on a case."""

    pictures: list[PictureOut]


class AltIn(Struct, forbid_unknown_fields=True):
    """What a picture shows, for people who do not see it."""

    alt: Alt


class PresenceIn(Struct, forbid_unknown_fields=True):
    """What you do on the case, and in which lane. It ends by itself after forty seconds."""

    doing: Doing
    lane: LaneName | None = None


class HereOut(Struct):
    """A colleague on a case now."""

    person: PersonOut
    doing: Doing
    lane: str


class PresenceOut(Struct):
    """Who is on the case now, writers first."""

    people: list[HereOut]


class PenIn(Struct, forbid_unknown_fields=True):
    """The lane you want to write in. `over`: take the pen from whoever has it; supervisors only."""

    lane: LaneName
    over: bool = False


class PenOut(Struct):
    """Who writes in a lane, and until when without another sign of life."""

    lane: LaneName
    holder: PersonOut
    until: datetime
