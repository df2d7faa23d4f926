"""Routes of the house: one's own bell and availability; the wall and what is heard, for supervisors."""

from hark.web.api import listening, mine, wall
from hark.web.api.door import Param, Route
from hark.web.api.shapes_mine import AvailabilityIn, AvailabilityOut, NoticesOut, ViewsOut
from hark.web.api.shapes_wall import CountedOut, ListeningOut, WallOut
from hark.web.wall.board import COUNTS

_MOMENT = {"type": "string", "format": "date-time"}
_NUMBER = {"type": "integer", "minimum": 1}
_BRAND = (Param("brand", "Only this brand.", _NUMBER),)
_COUNT = (
    *_BRAND,
    Param("count", "Which number.", {"type": "string", "enum": list(COUNTS), "default": "waiting"}),
    Param("person", "Whose: a number, or nobody.", {"type": ["integer", "string"]}),
    Param("team", "Which team's.", _NUMBER),
    Param("at", "The start of the five minutes, for arrived and answered.", _MOMENT),
)
_FATE = (
    Param(
        "fate", "Only posts that became a case, or only those that did not.",
        {"type": "string", "enum": list(listening.FATES)},
    ),
)  # fmt: skip
_SINCE = (Param("since", "The moment of their `away_since`.", _MOMENT, required=True),)
_ABSENCE = "wall/people/<int:person>/absence"

HOUSE = (
    Route("GET", "views", "listViews", "The views of the inbox with their counts.", mine.views, ViewsOut),
    Route("GET", "notices", "listNotices", "What you should see.", mine.notices, NoticesOut),
    Route("DELETE", "notices", "seeNotices", "You have seen all of it.", mine.see_all, NoticesOut),
    Route("DELETE", "notices/<int:notice>", "seeNotice", "You have seen a line.", mine.see, NoticesOut),
    Route("GET", "availability", "readAvailability", "Whether you take cases.", mine.available, AvailabilityOut),
    Route(
        "PUT", "availability", "setAvailability", "Take cases, go on taking them, or take no more.",
        mine.set_available, AvailabilityOut, AvailabilityIn,
    ),
    Route("GET", "wall", "readWall", "The queue as numbers.", wall.numbers, WallOut, query=_BRAND),
    Route("GET", "wall/cases", "listCounted", "The cases a number counts.", wall.counted, CountedOut, query=_COUNT),
    Route("PUT", _ABSENCE, "setAway", "A colleague takes no more cases.", wall.set_away, AvailabilityOut),
    Route(
        "DELETE", _ABSENCE, "takeBackAway", "Take back, within ten minutes, that you set a colleague away.",
        wall.take_back, AvailabilityOut, query=_SINCE,
    ),
    Route(
        "GET", "listening", "readListening", "What is heard, what became of it, and what it costs.",
        listening.read, ListeningOut, query=_FATE,
    ),
)  # fmt: skip
