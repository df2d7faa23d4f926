"""What the API takes and says of a customer: notes, consent, and what triage or a mask hides or says wrongly."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from hark.web.api.shapes import AuthorOut, LaneName, PersonOut, StateName, Text

Purpose = Literal["join_records", "private_messages", "proactive_messages", "feedback_request"]
Evidence = Annotated[str, Meta(min_length=1, max_length=2_000)]
CustomerNumber = Annotated[str, Meta(max_length=80)]
PostId = Annotated[str, Meta(min_length=1, max_length=64)]
Task = Literal["priority", "topic", "sentiment", "kind", "relevance"]
Label = Annotated[str, Meta(min_length=1, max_length=80)]


class CustomerNoteIn(Struct, forbid_unknown_fields=True):
    """Something for every later case of this customer with the brand."""

    text: Text


class CustomerNoteOut(Struct):
    """A note about a customer. `writer` is null when they have left the house."""

    id: int
    writer: PersonOut | None
    text: str
    created_at: datetime


class ConsentIn(Struct, forbid_unknown_fields=True):
    """What the customer agreed to and the words or the place that prove it.

    `customer_number`: their record in the brand's own system; only with `join_records`.
    """

    purpose: Purpose
    evidence: Evidence
    customer_number: CustomerNumber = ""


class ConsentOut(Struct):
    """A consent; it stands until `withdrawn_at`."""

    purpose: str
    evidence: str
    customer_number: str
    given_at: datetime
    recorded_by: PersonOut | None
    withdrawn_at: datetime | None


class OtherCaseOut(Struct):
    """Another case of the same handle."""

    id: int
    lane: LaneName
    state: StateName
    topic: str
    outcome: str
    last_inbound_at: datetime


class CustomerOut(Struct):
    """Whose case it is, as the brand knows them: consents, the newest notes and cases first, at most fifty each."""

    author: AuthorOut
    consents: list[ConsentOut]
    notes: list[CustomerNoteOut]
    cases: list[OtherCaseOut]


class RevealIn(Struct, forbid_unknown_fields=True):
    """The post of the case's conversation whose personal data shall be shown."""

    post: PostId


class HappenedOut(Struct):
    """Something that happened to a case; `says` is empty for what its posts, answers and notes show already."""

    id: int
    kind: str
    at: datetime
    by: PersonOut | None
    says: str


class StoryOut(Struct):
    """What happened to a case: the newest two hundred things, oldest first."""

    events: list[HappenedOut]


class TermOut(Struct):
    """A part of the priority."""

    name: str
    weight: float


class EvidenceOut(Struct):
    """Why the case stands where it stands: reasons, strongest first, and the parts its priority was added up from."""

    priority: float
    reasons: list[str]
    terms: list[TermOut]


class CorrectionIn(Struct, forbid_unknown_fields=True):
    """What triage should have said of the customer's newest post, or of `post`.

    Priority is low, normal or high; relevance is relevant or irrelevant; a topic is free; sentiment and kind are
    triage's own.
    """

    task: Task
    value: Label
    post: PostId | None = None


class CorrectionOut(Struct):
    """What triage said and what a person said instead."""

    task: str
    post: str
    said: str
    corrected: str
    by: PersonOut | None
    at: datetime


class CorrectionsOut(Struct):
    """The corrections on a case, the newest first."""

    corrections: list[CorrectionOut]
