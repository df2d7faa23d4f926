"""Routes of cases: the lists, the case, what is done to it, answers and approvals."""

from hark.web.api import answers, approvals, cases, casework, hidings
from hark.web.api.door import Param, Route
from hark.web.api.shapes import (
    AnswerIn,
    AnswerOut,
    AnswersOut,
    AnswerTextIn,
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
from hark.web.api.shapes_casework import (
    ApprovalsOut,
    CaseworkOut,
    CreditIn,
    CreditOut,
    DecisionIn,
    MergeIn,
    ReminderIn,
    SnoozeIn,
    TagsIn,
    TakersOut,
    TicketIn,
    TransferIn,
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
    Param("q", "Words, @name for people, #12 for a case.", {"type": "string"}),
    *(
        Param(name, f"Only cases of this {name}.", {"type": "string", "enum": list(offered)})
        for name, offered in cases.FILTERS.items()
    ),
    Param("topic", "Only cases about this topic.", {"type": "string"}),
    Param("tag", "Only cases with this tag.", {"type": "string"}),
    Param("assignee", "Only cases of this colleague.", {"type": "integer", "minimum": 1}),
)  # fmt: skip
_REASON = (
    Param(
        "reason",
        "Why a granted credit is withdrawn.",
        {"type": "string", "maxLength": casework.LONGEST_REASON},
    ),
)
CASE = "cases/<int:case>"

CASES = (
    Route("GET", "me", "whoAmI", "Whoever asks, and their brands.", answers.me, MeOut),
    Route("GET", "cases", "listCases", "One page of cases.", cases.listing, CasePage, query=_LIST),
    Route(
        "GET", "search", "searchCases", "The newest cases that hold these words and pass the filters.",
        cases.search, CasePage, query=_SEARCH,
    ),
    Route("GET", CASE, "readCase", "A case with its conversation.", cases.detail, CaseDetail),
    Route(
        "PUT", f"{CASE}/assignment", "assignCase", "Give the case to somebody.",
        cases.assign, CaseOut, AssignmentIn,
    ),
    Route("PUT", f"{CASE}/closure", "closeCase", "End the case.", cases.close, CaseOut, ClosureIn),
    Route("DELETE", f"{CASE}/closure", "reopenCase", "Take the case up again.", cases.reopen, CaseOut),
    Route("PUT", f"{CASE}/snooze", "snoozeCase", "Put the case aside.", casework.snooze, CaseOut, SnoozeIn),
    Route("DELETE", f"{CASE}/snooze", "wakeCase", "End the snooze.", casework.wake, CaseOut),
    Route("GET", f"{CASE}/takers", "listTakers", "Who could take the case.", casework.who, TakersOut),
    Route(
        "POST", f"{CASE}/transfer", "transferCase", "Hand the case to a colleague or a team, and say why.",
        casework.transfer, CaseOut, TransferIn,
    ),
    Route(
        "GET", f"{CASE}/casework", "readCasework", "Tags, tickets, reminders, credits and merges of the case.",
        casework.read, CaseworkOut,
    ),
    Route("PUT", f"{CASE}/tags", "setTags", "Set the case's tags.", casework.set_tags, CaseworkOut, TagsIn),
    Route(
        "POST", f"{CASE}/tickets", "linkTicket", "Note the number of a ticket of another system.",
        casework.link_ticket, CaseworkOut, TicketIn, status=201,
    ),
    Route(
        "DELETE", f"{CASE}/tickets/<int:ticket>", "unlinkTicket", "Forget a ticket's number.",
        casework.unlink_ticket, CaseworkOut,
    ),
    Route(
        "POST", f"{CASE}/reminders", "setReminder", "Set a reminder, or keep a promise to the customer in mind.",
        casework.remind, CaseworkOut, ReminderIn, status=201,
    ),
    Route(
        "DELETE", f"{CASE}/reminders/<int:reminder>", "endReminder", "A reminder or a promise was dealt with.",
        casework.reminded, CaseworkOut,
    ),
    Route(
        "PUT", f"{CASE}/reminders/<int:reminder>", "resumeReminder", "It was not dealt with after all.",
        casework.stands_again, CaseworkOut,
    ),
    Route(
        "POST", f"{CASE}/credits", "askCredit", "Ask for a goodwill credit.",
        casework.ask_credit, CaseworkOut, CreditIn, status=201,
    ),
    Route(
        "DELETE", f"{CASE}/credits/<int:credit>", "withdrawCredit",
        "Take a request back, or withdraw a granted credit.",
        casework.withdraw_credit, CaseworkOut, query=_REASON,
    ),
    Route(
        "POST", f"{CASE}/merges", "mergeCase", "Make another case of the same person part of this one.",
        casework.merge, CaseworkOut, MergeIn, status=201,
    ),
    Route(
        "DELETE", f"{CASE}/merges/<int:merge>", "splitCase", "Take a merge back.", casework.split, CaseworkOut
    ),
    Route("GET", f"{CASE}/notes", "listNotes", "The notes of a case.", cases.notes, NoteList),
    Route("POST", f"{CASE}/notes", "addNote", "Write a note.", cases.add_note, NoteOut, NoteIn, status=201),
    Route(
        "PUT", f"{CASE}/posts/<int:post>/hidden", "hideReply",
        "Hide a reply in a conversation the account has begun.", hidings.hide, HidingOut, status=202,
    ),
    Route(
        "DELETE", f"{CASE}/posts/<int:post>/hidden", "showReply", "Show a hidden reply again.",
        hidings.show, HidingOut, status=202,
    ),
    Route(
        "POST", f"{CASE}/answers", "writeAnswer", "Write an answer. It happens once per Idempotency-Key.",
        answers.write, AnswerOut, AnswerIn, status=202, keyed=True,
    ),
    Route(
        "GET", f"{CASE}/answers", "listAnswers", "What was written on the case.", answers.listing, AnswersOut
    ),
    Route(
        "PUT", "answers/<int:answer>/text", "editAnswer",
        "Change an answer that waits for approval; another person decides about it then.",
        answers.edit, AnswerOut, AnswerTextIn,
    ),
    Route("GET", "answers/<int:answer>", "readAnswer", "What became of an answer.", answers.read, AnswerOut),
    Route(
        "DELETE", "answers/<int:answer>", "cancelAnswer", "Take back an answer that has not left.",
        answers.cancel, AnswerOut,
    ),
    Route(
        "GET", "approvals", "listApprovals", "Answers and credits that wait for a second person.",
        approvals.waiting, ApprovalsOut,
    ),
    Route(
        "PUT", "approvals/<int:approval>/decision", "decideAnswer", "Approve or reject an answer of somebody else.",
        approvals.decide, AnswerOut, DecisionIn,
    ),
    Route(
        "PUT", "credits/<int:credit>/decision", "decideCredit", "Approve or reject a credit of somebody else.",
        approvals.decide_credit, CreditOut, DecisionIn,
    ),
)  # fmt: skip
