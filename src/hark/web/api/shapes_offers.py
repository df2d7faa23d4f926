"""What the API takes and says of ready words, of answers' fates, and of one verb on many cases."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from hark.web.api.shapes import Id, Outcome
from hark.web.api.shapes_casework import Moment
from hark.web.api.shapes_customer import PostId

Language = Annotated[str, Meta(min_length=2, max_length=16, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
Foreign = Annotated[str, Meta(min_length=1, max_length=5_000)]
Cases = Annotated[list[Id], Meta(min_length=1, max_length=500)]
Acts = Annotated[list[Id], Meta(min_length=1, max_length=500)]


class MacroOut(Struct):
    """A macro filled in for the case. `missing` variables stand in the text as written."""

    id: int
    name: str
    shortcut: str
    lane: str
    language: str
    text: str
    missing: list[str]


class MacrosOut(Struct):
    """Macros for a case, its own language first, then the most used."""

    macros: list[MacroOut]


class FilledOut(Struct):
    """A macro that was used: its words for this case."""

    text: str
    missing: list[str]


class SuggestionOut(Struct):
    """A text to answer with: of an article (`title`), or of another case, without its customer's data.

    `words` are those that made it fit.
    """

    text: str
    words: list[str]
    same_topic: bool
    title: str
    case: int | None
    at: datetime | None


class SuggestionsOut(Struct):
    """At most three articles, then at most three answers to the like, the likest first."""

    suggestions: list[SuggestionOut]


class PreparedOut(Struct):
    """A public word a machine prepared. A person sends it, signed, or drops it; nothing else does."""

    id: int
    kind: str
    text: str
    why: str
    expires_at: datetime | None


class PreparedListOut(Struct):
    """What was prepared on a case and waits for a person."""

    prepared: list[PreparedOut]


class PostTranslationIn(Struct, forbid_unknown_fields=True):
    """A post of the customer's conversations, and the language it shall be read in."""

    post: PostId
    to: Language


class DraftTranslationIn(Struct, forbid_unknown_fields=True):
    """Words of yours, to be said in the customer's language."""

    text: Foreign


class TranslationOut(Struct):
    """A machine's translation; `source` is the language it took the text for. Personal data in a post stays covered."""

    text: str
    source: str


class FateIn(Struct, forbid_unknown_fields=True):
    """What became of an answer nobody knew about: it is `there` (with its address), to send `again`, or `dropped`."""

    fate: Literal["there", "again", "dropped"]
    link: Annotated[str, Meta(max_length=300)] = ""


class RemovalIn(Struct, forbid_unknown_fields=True):
    """A post of ours that shall go off the network."""

    post: PostId


class RemovalOut(Struct):
    """A post of ours that shall go off the network, and how far that is."""

    post: str
    state: Literal["asked", "done", "refused"]
    error: str


class BatchIn(Struct, forbid_unknown_fields=True):
    """One verb for many cases: take them yourself (`assign`), `close` them, or `snooze` them `until` a time."""

    verb: Literal["assign", "close", "snooze"]
    cases: Cases
    outcome: Outcome = "resolved"
    until: Moment | None = None


class OutcomeOut(Struct):
    """What became of one case; `act` takes it back, `why` says what stood in the way."""

    case: int
    done: bool
    why: str
    act: int | None


class BatchOut(Struct):
    """What became of each case, in the order they were named."""

    outcomes: list[OutcomeOut]


class UndoIn(Struct, forbid_unknown_fields=True):
    """Acts of yours to take back, within ten minutes and as long as nothing came after them."""

    acts: Acts


class UndoneOut(Struct):
    """One act: the case it was done on when it was taken back, else why not."""

    act: int
    case: int | None
    why: str


class UndoOut(Struct):
    """What became of each."""

    acts: list[UndoneOut]
