"""Ready words for a case over the API: macros, suggestions, what a machine prepared, translations."""

from collections.abc import Callable
from typing import cast

from hark.actions import acknowledge, macros
from hark.networks.port import NetworkError
from hark.networks.translate import Translation
from hark.store.models import Prepared
from hark.text import sign
from hark.web.api.answers import answer_out
from hark.web.api.cases import seen
from hark.web.api.door import Asked, Refused
from hark.web.api.shapes import AnswerOut
from hark.web.api.shapes_offers import (
    DraftTranslationIn,
    FilledOut,
    MacroOut,
    MacrosOut,
    PostTranslationIn,
    PreparedListOut,
    PreparedOut,
    SuggestionOut,
    SuggestionsOut,
    TranslationOut,
)
from hark.web.cases import translations
from hark.web.cases.suggestions import suggested


def listed(asked: Asked) -> MacrosOut:
    """Macros for the case, filled in."""
    case, lane = seen(asked), asked.query.get("lane", "public")
    if lane not in ("public", "private"):
        raise Refused(422, "lane is public or private.")
    found = []
    for row in macros.offered(case, asked.by, lane):
        filled = macros.fill(row.text, case, by=asked.by, now=asked.now)
        found.append(
            MacroOut(row.pk, row.name, row.shortcut, row.lane, row.language, filled.text, list(filled.missing))
        )  # fmt: skip
    return MacrosOut(found)


def use(asked: Asked) -> FilledOut:
    """Fill a macro in and count that it was used."""
    filled = macros.use(asked.ids["macro"], asked.ids["case"], by=asked.by, now=asked.now)
    return FilledOut(filled.text, list(filled.missing))


def suggest(asked: Asked) -> SuggestionsOut:
    """What was answered to the like of this, and what the knowledge base says."""
    found = suggested(seen(asked), asked.now)
    return SuggestionsOut(
        [
            SuggestionOut(one.text, list(one.words), one.same_topic, one.title, one.case_id, one.at)
            for one in found
        ]
    )


def prepared(asked: Asked) -> PreparedListOut:
    """What a machine prepared and nobody has decided about."""
    rows = seen(asked).prepared.filter(decided_at__isnull=True).order_by("pk")
    return PreparedListOut([PreparedOut(row.pk, row.kind, row.text, row.why, row.expires_at) for row in rows])


def send_prepared(asked: Asked) -> AnswerOut:
    """Send a prepared word, signed by whoever asks."""
    row = _prepared(asked)
    text = sign(row.text, asked.by.initials)
    return answer_out(acknowledge.send(row.pk, by=asked.by, now=asked.now, text=text))


def drop_prepared(asked: Asked) -> PreparedListOut:
    """Decide against a prepared word."""
    acknowledge.drop(_prepared(asked).pk, by=asked.by, now=asked.now)
    return prepared(asked)


def translate_post(asked: Asked) -> TranslationOut:
    """A post in another language."""
    given, case = cast("PostTranslationIn", asked.body), seen(asked)
    post = translations.posts_with(case, asked.by).get(post_id=given.post)
    return _told(lambda: translations.of(post, translations.base(given.to), case))


def translate_draft(asked: Asked) -> TranslationOut:
    """Words in the customer's language, to be read before they are sent."""
    text, case = cast("DraftTranslationIn", asked.body).text, seen(asked)
    if not text.strip():
        raise Refused(422, "Write something first.")
    target = translations.base(case.language)
    return _told(lambda: translations.translated(text, "", target, case, cover=False))


def _told(translate: Callable[[], Translation]) -> TranslationOut:
    try:
        made = translate()
    except LookupError as error:
        raise Refused(409, translations.told(error)) from None
    except NetworkError as error:
        raise Refused(502, translations.told(error)) from None
    return TranslationOut(made.text, made.source)


def _prepared(asked: Asked) -> Prepared:
    return seen(asked).prepared.get(pk=asked.ids["prepared"])
