"""Routes for what comes before an answer: permission, guards, drafts, pictures, who else is there."""

from hark.web.api import pictures, presence, writing
from hark.web.api.door import Param, Route
from hark.web.api.routes_cases import CASE
from hark.web.api.shapes import AnswerIn
from hark.web.api.shapes_writing import (
    AltIn,
    DraftIn,
    DraftsOut,
    GuardsOut,
    LanesOut,
    PenIn,
    PenOut,
    PictureOut,
    PicturesOut,
    PresenceIn,
    PresenceOut,
)

_ALT = (Param("alt", "What it shows.", {"type": "string", "maxLength": 1_000}),)
_LANE = (
    Param("lane", "Which pen.", {"type": "string", "enum": ["public", "private"]}, required=True),
)  # fmt: skip

WRITING = (
    Route(
        "GET", f"{CASE}/lanes", "readLanes", "What may be answered, in which lane, at what price, and if not, why.",
        writing.permitted, LanesOut,
    ),
    Route(
        "POST", f"{CASE}/reach", "askReach",
        "Ask the network whether the customer takes private messages, when it has not lately said so.",
        writing.ask_reach, LanesOut,
    ),
    Route(
        "POST", f"{CASE}/guards", "checkAnswer", "What would stand against this answer. Nothing is sent.",
        writing.against, GuardsOut, AnswerIn,
    ),
    Route("GET", f"{CASE}/drafts", "listDrafts", "Your unsent words.", writing.kept, DraftsOut),
    Route("PUT", f"{CASE}/drafts", "keepDraft", "Keep unsent words.", writing.keep, DraftsOut, DraftIn),
    Route(
        "GET", f"{CASE}/pictures", "listPictures", "Your pictures that wait for an answer.",
        pictures.waiting, PicturesOut,
    ),
    Route(
        "POST", f"{CASE}/pictures", "addPicture",
        "A picture for a public answer, sent as it is. What the camera wrote into it is taken off.",
        pictures.add, PictureOut, bytes, status=201, query=_ALT, most=pictures.MOST_BYTES,
    ),
    Route(
        "PUT", "pictures/<int:picture>", "describePicture", "Say what a picture shows.",
        pictures.describe, PictureOut, AltIn,
    ),
    Route(
        "DELETE", "pictures/<int:picture>", "takeOffPicture", "Take a picture off your draft.",
        pictures.take_off, PicturesOut,
    ),
    Route("GET", f"{CASE}/presence", "listPresence", "Who is on the case now.", presence.who, PresenceOut),
    Route(
        "PUT", f"{CASE}/presence", "beat", "Say that you look at the case, or write on it.",
        presence.beat, PresenceOut, PresenceIn,
    ),
    Route("DELETE", f"{CASE}/presence", "leave", "Say that you have left.", presence.leave, PresenceOut),
    Route(
        "PUT", f"{CASE}/pen", "takePen", "Become the one who writes in a lane; refused while somebody else does.",
        presence.take_pen, PenOut, PenIn,
    ),
    Route(
        "DELETE", f"{CASE}/pen", "layPenDown", "Stop being the one who writes in a lane.",
        presence.lay_pen_down, PresenceOut, query=_LANE,
    ),
)  # fmt: skip
