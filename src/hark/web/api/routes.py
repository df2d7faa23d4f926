"""Every route of the API, declared once: addresses, the OpenAPI document and its tests read this table."""

from hark.web.api import answers, cases, hidings
from hark.web.api.door import Param, Route
from hark.web.api.shapes import (
    AnswerIn,
    AnswerOut,
    AssignmentIn,
    CaseDetail,
    CaseOut,
    CasePage,
    ClosureIn,
    HidingOut,
    MeOut,
    NoteIn,
    NoteList,
    NoteOut,
)
from hark.web.inbox.saved import VIEWS

_LIST = (
    Param(
        "view", "Which cases: a view of the inbox.", {"type": "string", "enum": list(VIEWS), "default": "all"}
    ),
    Param("brand", "Only this brand's.", {"type": "integer", "minimum": 1}),
    Param("after", "Where the next page starts: `next` of the one before.", {"type": "string"}),
    Param(
        "limit", "How many.", {"type": "integer", "minimum": 1, "maximum": cases.MOST, "default": cases.PAGE}
    ),
)
_SEARCH = (
    Param("q", "Words, @name for people, #12 for a case.", {"type": "string", "minLength": 1}),
    Param("state", "Only cases in this state.", {
        "type": "string", "enum": ["new", "open", "waiting", "snoozed", "closed"],
    }),
)  # fmt: skip
_CASE = "cases/<int:case>"

ROUTES = (
    Route("GET", "me", "whoAmI", "Whoever asks, and their brands.", answers.me, MeOut),
    Route("GET", "cases", "listCases", "One page of cases.", cases.listing, CasePage, query=_LIST),
    Route(
        "GET", "search", "searchCases", "The newest cases that hold these words.",
        cases.search, CasePage, query=_SEARCH,
    ),
    Route("GET", _CASE, "readCase", "A case with its conversation.", cases.detail, CaseDetail),
    Route(
        "PUT", f"{_CASE}/assignment", "assignCase", "Give the case to somebody.",
        cases.assign, CaseOut, AssignmentIn,
    ),
    Route("PUT", f"{_CASE}/closure", "closeCase", "End the case.", cases.close, CaseOut, ClosureIn),
    Route("DELETE", f"{_CASE}/closure", "reopenCase", "Take the case up again.", cases.reopen, CaseOut),
    Route("GET", f"{_CASE}/notes", "listNotes", "The notes of a case.", cases.notes, NoteList),
    Route("POST", f"{_CASE}/notes", "addNote", "Write a note.", cases.add_note, NoteOut, NoteIn, status=201),
    Route(
        "PUT", f"{_CASE}/posts/<int:post>/hidden", "hideReply",
        "Hide a reply in a conversation the account has begun.", hidings.hide, HidingOut, status=202,
    ),
    Route(
        "DELETE", f"{_CASE}/posts/<int:post>/hidden", "showReply", "Show a hidden reply again.",
        hidings.show, HidingOut, status=202,
    ),
    Route(
        "POST", f"{_CASE}/answers", "writeAnswer", "Write an answer. It happens once per Idempotency-Key.",
        answers.write, AnswerOut, AnswerIn, status=202, keyed=True,
    ),
    Route("GET", "answers/<int:answer>", "readAnswer", "What became of an answer.", answers.read, AnswerOut),
    Route(
        "DELETE", "answers/<int:answer>", "cancelAnswer", "Take back an answer that has not left.",
        answers.cancel, AnswerOut,
    ),
)  # fmt: skip
