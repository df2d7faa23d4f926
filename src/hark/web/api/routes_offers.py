"""Routes of ready words, of answers' fates, and of one verb on many cases."""

from hark.web.api import batch, fates, offers
from hark.web.api.door import Param, Route
from hark.web.api.routes_cases import CASE
from hark.web.api.shapes import AnswerOut
from hark.web.api.shapes_offers import (
    BatchIn,
    BatchOut,
    DraftTranslationIn,
    FateIn,
    FilledOut,
    MacrosOut,
    PostTranslationIn,
    PreparedListOut,
    RemovalIn,
    RemovalOut,
    SuggestionsOut,
    TranslationOut,
    UndoIn,
    UndoOut,
)

_LANE = (
    Param("lane", "For an answer in this lane.", {
        "type": "string", "enum": ["public", "private"], "default": "public",
    }),
)  # fmt: skip

OFFERS = (
    Route(
        "GET", f"{CASE}/macros", "listCaseMacros", "Macros for the case, filled in.",
        offers.listed, MacrosOut, query=_LANE,
    ),
    Route(
        "POST", f"{CASE}/macros/<int:macro>", "useMacro", "A macro's words for the case; its use is counted.",
        offers.use, FilledOut,
    ),
    Route(
        "GET", f"{CASE}/suggestions", "suggestAnswers", "Answers to the like of this, and articles about it.",
        offers.suggest, SuggestionsOut,
    ),
    Route(
        "GET", f"{CASE}/prepared", "listPrepared", "Words a machine prepared for a person to send.",
        offers.prepared, PreparedListOut,
    ),
    Route(
        "POST", f"{CASE}/prepared/<int:prepared>", "sendPrepared", "Send a prepared word, signed by you.",
        offers.send_prepared, AnswerOut, status=202,
    ),
    Route(
        "DELETE", f"{CASE}/prepared/<int:prepared>", "dropPrepared", "Decide against a prepared word.",
        offers.drop_prepared, PreparedListOut,
    ),
    Route(
        "POST", f"{CASE}/translations", "translatePost", "A post in another language, by the operator's service.",
        offers.translate_post, TranslationOut, PostTranslationIn,
    ),
    Route(
        "POST", f"{CASE}/drafts/translation", "translateDraft", "Your words in the customer's language.",
        offers.translate_draft, TranslationOut, DraftTranslationIn,
    ),
    Route(
        "PUT", "answers/<int:answer>/fate", "settleAnswer", "Say what became of an answer nobody knew about.",
        fates.decide, AnswerOut, FateIn,
    ),
    Route(
        "POST", f"{CASE}/removals", "removePost", "Have a post of ours deleted on the network.",
        fates.remove, RemovalOut, RemovalIn, status=202,
    ),
    Route("POST", "batch", "changeManyCases", "One verb on many cases.", batch.batch, BatchOut, BatchIn),
    Route("POST", "undo", "takeBack", "Take acts of your own back.", batch.take_back, UndoOut, UndoIn),
)  # fmt: skip
