"""What the API takes and says of casework: snooze, transfer, tags, tickets, reminders, credits, merges, approvals."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from hark.web.api.shapes import AnswerOut, PersonOut

Moment = Annotated[datetime, Meta(tz=True)]
Reason = Annotated[str, Meta(min_length=1, max_length=300)]
Words = Annotated[str, Meta(max_length=300)]
Tag = Annotated[str, Meta(min_length=1, max_length=40)]
Tags = Annotated[list[Tag], Meta(max_length=50)]
ReminderKind = Literal["reminder", "promise"]
CreditState = Literal["asked", "approved", "refused", "withdrawn"]


class SnoozeIn(Struct, forbid_unknown_fields=True):
    """Until when the case is put aside, within five years. It comes back earlier when the customer writes."""

    until: Moment


class TransferIn(Struct, forbid_unknown_fields=True):
    """Who gets the case, a colleague (`to`) or a team or both, and why."""

    reason: Reason
    to: int | None = None
    team: int | None = None


class TeamOut(Struct):
    """A team of the brand."""

    id: int
    name: str


class TakerOut(Struct):
    """A colleague who could take the case. `here`: they take cases now; `held` of `capacity` wait for them."""

    person: PersonOut
    here: bool
    held: int
    capacity: int


class TakersOut(Struct):
    """To whom a case can be handed over: who is here and has room first."""

    people: list[TakerOut]
    teams: list[TeamOut]


class TagsIn(Struct, forbid_unknown_fields=True):
    """All tags the case shall have."""

    tags: Tags


class TicketIn(Struct, forbid_unknown_fields=True):
    """A ticket of another system. Without `url` the house's own address for that system is used."""

    system: Annotated[str, Meta(min_length=1, max_length=40)]
    number: Annotated[str, Meta(min_length=1, max_length=80)]
    url: Words = ""


class TicketOut(Struct):
    """A ticket of another system."""

    id: int
    system: str
    number: str
    url: str


class ReminderIn(Struct, forbid_unknown_fields=True):
    """A time at which the case comes back to you, or (`promise`) by which the customer was told to hear from us."""

    kind: ReminderKind
    at: Moment
    text: Words = ""


class ReminderOut(Struct):
    """A reminder or a promise that nobody has dealt with yet."""

    id: int
    kind: ReminderKind
    person: PersonOut
    at: datetime
    text: str


class CreditIn(Struct, forbid_unknown_fields=True):
    """A goodwill credit, in cents of the brand's currency."""

    cents: Annotated[int, Meta(ge=1, le=100_000_000)]
    reason: Reason


class CreditOut(Struct):
    """A goodwill credit. Within the asker's limit it is approved at once."""

    id: int
    case: int
    cents: int
    currency: str
    reason: str
    state: CreditState
    asked_by: PersonOut
    decided_by: PersonOut | None
    decision: str


class MergeIn(Struct, forbid_unknown_fields=True):
    """The case that becomes part of this one: of the same person, with the same account, in the same lane."""

    case: int


class MergeOut(Struct):
    """A case that became part of this one."""

    id: int
    case: int
    at: datetime


class CaseworkOut(Struct):
    """What stands on a case beside its conversation. `reminders` are yours; promises are everybody's."""

    tags: list[str]
    tickets: list[TicketOut]
    reminders: list[ReminderOut]
    credits: list[CreditOut]
    merges: list[MergeOut]


class ApprovalOut(Struct):
    """An answer that waits for a second person. `why`: codes of the reasons. `yours`: you may not decide about it."""

    id: int
    answer: AnswerOut
    why: list[str]
    asked_at: datetime
    due_at: datetime
    yours: bool


class ApprovalsOut(Struct):
    """What waits for a second person: answers, the nearest deadline first, and credits."""

    answers: list[ApprovalOut]
    credits: list[CreditOut]


class DecisionIn(Struct, forbid_unknown_fields=True):
    """What was decided. A rejection says why."""

    decision: Literal["approve", "reject"]
    reason: Words = ""
