"""What the API takes and says of the person who asks: views, the bell, and whether they take cases."""

from datetime import datetime

from msgspec import Struct


class ViewOut(Struct):
    """A view of the inbox and how many cases it holds for you; null for one that is not counted."""

    key: str
    name: str
    cases: int | None


class ViewsOut(Struct):
    """The views of the inbox, in the order of the desk."""

    views: list[ViewOut]


class NoticeOut(Struct):
    """A line of the bell. It is about `case`, or about all cases of `view`; `about` is what it quotes."""

    id: int
    kind: str
    says: str
    about: str
    case: int | None
    view: str
    at: datetime
    unread: bool


class NoticesOut(Struct):
    """Your newest thirty lines, the newest first, and how many of all wait to be seen."""

    unread: int
    notices: list[NoticeOut]


class AvailabilityIn(Struct, forbid_unknown_fields=True):
    """Whether you take cases now. `here` is said again at least every two minutes, as an open page does; else you are
    away.
    """

    here: bool


class AvailabilityOut(Struct):
    """Whether a person takes cases now, and since when they are away; null for who has not begun."""

    here: bool
    away_since: datetime | None
