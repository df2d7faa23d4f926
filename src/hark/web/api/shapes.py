"""What the API takes and says. The OpenAPI document is generated from these shapes, so they cannot disagree."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

Text = Annotated[str, Meta(min_length=1, max_length=20_000)]
Handles = Annotated[list[str], Meta(max_length=500)]
LaneName = Literal["public", "private"]
StateName = Literal["new", "open", "waiting", "snoozed", "closed"]
# A row's number; none is larger than PostgreSQL counts.
Id = Annotated[int, Meta(ge=1, le=2**63 - 1)]
Ids = Annotated[list[Id], Meta(max_length=500)]
Outcome = Literal["resolved", "no_answer_needed", "moved", "duplicate", "spam"]


class PersonOut(Struct):
    """A colleague."""

    id: int
    name: str


class MeOut(Struct):
    """Whoever asks."""

    id: int
    username: str
    name: str
    role: str
    brands: list["BrandOut"]


class BrandOut(Struct):
    """A brand this person may see."""

    id: int
    name: str


class AccountOut(Struct):
    """The brand's handle the case belongs to."""

    id: int
    network: str
    handle: str


class AuthorOut(Struct):
    """The customer's handle on the network."""

    network_id: str
    handle: str
    name: str


class CaseOut(Struct):
    """A case. Times are the network's. `snippet` has personal data covered."""

    id: int
    account: AccountOut
    author: AuthorOut
    lane: LaneName
    state: StateName
    stage: int | None
    topic: str
    sentiment: str
    language: str
    priority: float
    snippet: str
    posts_in: int
    posts_out: int
    first_inbound_at: datetime
    last_inbound_at: datetime
    first_response_at: datetime | None
    waiting_since: datetime | None
    due_at: datetime | None
    assignee: PersonOut | None
    team: str | None
    outcome: str
    version: int


class CasePage(Struct):
    """Some cases; `next` goes into `after` for those behind them, null at the end."""

    cases: list[CaseOut]
    next: str | None


class PostOut(Struct):
    """A post of the case's conversation, personal data covered. `ours`: one of the brand's own.

    `withheld`: codes of the countries where the network does not show it. `hidden`: we hid it in our conversation.
    """

    id: str
    author: AuthorOut
    created_at: datetime
    text: str
    lane: LaneName
    kind: str
    ours: bool
    deleted: bool
    withheld: list[str]
    hidden: bool


class CaseDetail(CaseOut):
    """A case with its conversation: the newest two hundred posts, oldest first."""

    posts: list[PostOut]


class NoteIn(Struct, forbid_unknown_fields=True):
    """Something for colleagues; never leaves the house."""

    text: Text


class NoteOut(Struct):
    """A note on a case."""

    id: int
    writer: PersonOut
    text: str
    created_at: datetime


class NoteList(Struct):
    """The notes of a case, oldest first."""

    notes: list[NoteOut]


class HidingOut(Struct):
    """A reply that shall be hidden in a conversation of ours, or (`hidden` false) shown again."""

    post: str
    hidden: bool
    state: Literal["asked", "done", "refused"]
    error: str


class AssignmentIn(Struct, forbid_unknown_fields=True):
    """Whom to give the case to; null gives it back to everybody."""

    to: int | None


class ClosureIn(Struct, forbid_unknown_fields=True):
    """How the case ended."""

    outcome: Outcome


class AnswerIn(Struct, forbid_unknown_fields=True):
    """An answer. `target` is the post it goes to, the customer's newest when left out.

    `overrides`: a guard's kind and the reason why it is overruled. `untagged`: handles of people the post tags and
    a public answer shall not; the customer is always tagged. `pictures`: those of yours that a public answer shows.
    `word`: what is said in public in the same act as a private message.
    """

    text: Text
    lane: LaneName
    target: str | None = None
    overrides: dict[str, str] = {}
    untagged: Handles = []
    pictures: Ids = []
    word: Annotated[str, Meta(max_length=20_000)] = ""


class AnswerOut(Struct):
    """An answer on its way. `state`: pending_approval, queued, sending, sent, ambiguous, ...

    `trouble`: why it was not sent and what to do, "" for nothing.
    """

    id: int
    case: int
    lane: LaneName
    state: str
    text: str
    target: str | None
    writer: PersonOut
    created_at: datetime
    sent_at: datetime | None
    network_id: str | None
    trouble: str = ""


class AnswersOut(Struct):
    """The answers of a case, those taken back left out, oldest first."""

    answers: list[AnswerOut]


class AnswerTextIn(Struct, forbid_unknown_fields=True):
    """Other words for an answer that waits for approval. `overrides` as of an answer."""

    text: Text
    overrides: dict[str, str] = {}


class GuardOut(Struct):
    """What stands in the way of an answer, and what to do. `overridable_by` of "" is nobody."""

    kind: str
    why: str
    what_to_do: str
    blocks: bool
    overridable_by: str


class Problem(Struct, omit_defaults=True):
    """What went wrong (RFC 9457). `guards` only on an answer that was stopped."""

    title: str
    status: int
    detail: str = ""
    guards: list[GuardOut] = []
