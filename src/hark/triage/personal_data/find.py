"""Personal data in posts: which detectors run on which post, and which finding stands where two overlap."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, reduce
from importlib import import_module
from operator import or_
from typing import TYPE_CHECKING, Any

from hark.domain.verdict import PersonalData
from hark.triage.personal_data.bounded import Compiled, compile_patterns, find_patterns
from hark.triage.personal_data.fold import fold
from hark.triage.personal_data.prefilter import Hint, hints

if TYPE_CHECKING:
    from hark.triage.personal_data.view import View

Detector = Callable[["View"], Iterator[PersonalData]]

KINDS = (
    *("card", "iban", "national_id", "email", "ip", "birth_date", "licence", "parcel", "booking", "order"),
    *("account", "address", "postcode", "phone"),
)
"""Every kind there is, the one that stands when two overlap first."""

REFERENCES = frozenset(("order", "account", "booking", "parcel"))

# By name, so that the expressions of a detector are compiled when the first post needs it: all of them
# together would take longer than the first verdict may.
_PLAN: tuple[tuple[int, tuple[str, ...]], ...] = (
    (Hint.EMAIL, ("email.find_emails",)),
    (Hint.SPOKEN_EMAIL, ("email.find_spoken_emails",)),
    (Hint.STREET, ("address.find_addresses", "boxes.find_boxes", "documents.find_line_postcodes")),
    (Hint.NAMED, ("references.find_references", "identity.find_called_identities")),
    (Hint.NAMED, ("birth.find_births", "documents.find_licences")),
    (Hint.POSTCODE, ("documents.find_postcodes",)),
    (Hint.TOWN, ("documents.find_town_postcodes",)),
    (Hint.IP, ("network.find_ips",)),
    (Hint.FULL_POSTCODE, ("documents.find_full_postcodes",)),
    (Hint.NUMBER, ("card.find_cards", "identity.find_identities")),
    (Hint.NUMBER, ("references.find_long_references", "phone.find_phones")),
    (Hint.IBAN, ("iban.find_ibans",)),
    (Hint.LETTERED, ("identity.find_lettered_identities", "references.find_lettered_parcels")),
    (Hint.LETTER_CODE, ("references.find_letter_codes",)),
    (Hint.SPELLED, ("spelled.find_spelled_phones",)),
    (Hint.LINKED, ("phone.find_linked_phones",)),
)
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}
_DIALLED = _RANK["email"] + 0.5
_BATCH = 1024
_FOLD = Hint.FOLD
_WORTH = reduce(or_, (wanted for wanted, _ in _PLAN), _FOLD)


def find(texts: Sequence[str], patterns: Mapping[str, str] | None = None) -> list[tuple[PersonalData, ...]]:
    """Spans of personal data in each text, in code points of that text, sorted and without overlap.

    `patterns` are a brand's own number formats: kind -> regular expression (`BrandProfile.patterns`). Raises
    ValueError when one of them is no regular expression or its run time has no reasonable bound.
    """
    compiled = compile_patterns(patterns)
    found: list[tuple[PersonalData, ...]] = [()] * len(texts)
    folded: dict[int, tuple[str, list[int] | None]] = {}
    for place, hint in _hinted(texts, bool(compiled)):
        if hint & _FOLD:
            folded[place] = fold(texts[place])
        else:
            found[place] = _detect(texts[place], hint, compiled)
    plain = [text for text, _ in folded.values()]
    hinted = dict(_hinted(plain, bool(compiled)))
    for index, (place, (text, where)) in enumerate(folded.items()):
        if index in hinted:
            spans = _detect(text, hinted[index], compiled)
            found[place] = tuple(_unfold(span, where) for span in spans) if where else spans
    return found


def mask(text: str, spans: Iterable[PersonalData], sign: str = "•") -> str:
    """The text with every letter, digit and plus inside the spans replaced by `sign`; length and spacing stay."""
    letters = list(text)
    for span in spans:
        for place in range(max(span.start, 0), min(span.end, len(letters))):
            if _tells(letters[place]):
                letters[place] = sign
    return "".join(letters)


def _hinted(texts: Sequence[str], every: bool) -> Iterator[tuple[int, int]]:
    """Place and hints of each text that has any, or of every text."""
    for base in range(0, len(texts), _BATCH):
        for place, hint in enumerate(hints(texts[base : base + _BATCH]).tolist(), base):
            if hint & _WORTH or every:
                yield place, hint


@cache
def _detectors(hint: int) -> tuple[Detector, ...]:
    return tuple(_named(name) for wanted, names in _PLAN if hint & wanted for name in names)


@cache
def _named(name: str) -> Any:
    module, _, attribute = name.partition(".")
    return getattr(import_module(f"{__package__}.{module}"), attribute)


def _detect(text: str, hint: int, patterns: Compiled) -> tuple[PersonalData, ...]:
    view: View = _named("view.View")(text)
    spans = [span for detector in _detectors(hint) for span in detector(view)]
    if not patterns:
        return _settle(spans, text) if spans else ()
    own = list(find_patterns(text, patterns))
    # Where the brand's own form speaks, a guess from the words around it has nothing to add.
    guessed = [
        s for s in spans if s.kind in REFERENCES and any(o.start < s.end and s.start < o.end for o in own)
    ]
    return _settle([*own, *(span for span in spans if span not in guessed)], text)


def _settle(spans: Iterable[PersonalData], text: str) -> tuple[PersonalData, ...]:
    """One finding per place: the stronger kind stands, then the longer; a weaker one keeps what sticks out."""
    spans = tuple(spans)
    if len(spans) == 1:
        return spans
    ranked = sorted(spans, key=lambda span: (_rank(span, text), span.start - span.end, span.start))
    taken = bytearray(len(text))
    kept: list[PersonalData] = []
    for span in ranked:
        if taken.find(1, span.start, span.end) < 0:
            kept.append(span)
        else:
            kept += _free(span, taken, text)
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    return tuple(sorted(kept, key=lambda span: span.start))


def _rank(span: PersonalData, text: str) -> float:
    """The lower stands. What begins with a plus is a telephone number, whatever the words around it announce."""
    if span.kind == "phone" and "+" in text[span.start : span.start + 2]:
        return _DIALLED
    return _RANK.get(span.kind, -1)


def _free(span: PersonalData, taken: bytearray, text: str) -> Iterator[PersonalData]:
    """The parts of a span that no stronger one has taken and that show a letter, a digit or a plus."""
    start = span.start
    while start < span.end:
        start = taken.find(0, start, span.end)
        if start < 0:
            return
        end = taken.find(1, start, span.end)
        end = span.end if end < 0 else end
        if any(map(_tells, text[start:end])):
            yield PersonalData(span.kind, start, end)
        start = end


def _tells(sign: str) -> bool:
    """Whether a sign of something found says a part of it; the others are spacing."""
    return sign.isalnum() or sign in "+＋"


def _unfold(span: PersonalData, where: list[int]) -> PersonalData:
    return PersonalData(span.kind, where[span.start], where[span.end - 1] + 1)
