"""Personal data in posts: which detectors run on which post, and which finding stands where two overlap."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache

from hark.domain.verdict import PersonalData
from hark.triage.personal_data.address import find_addresses
from hark.triage.personal_data.birth import find_births
from hark.triage.personal_data.bounded import Compiled, compile_patterns, find_patterns
from hark.triage.personal_data.boxes import find_boxes
from hark.triage.personal_data.card import find_cards
from hark.triage.personal_data.documents import (
    find_full_postcodes,
    find_licences,
    find_postcodes,
    find_town_postcodes,
)
from hark.triage.personal_data.email import find_emails, find_spoken_emails
from hark.triage.personal_data.fold import fold
from hark.triage.personal_data.iban import find_ibans
from hark.triage.personal_data.identity import (
    find_called_identities,
    find_identities,
    find_lettered_identities,
)
from hark.triage.personal_data.network import find_ips
from hark.triage.personal_data.phone import find_linked_phones, find_phones
from hark.triage.personal_data.prefilter import Hint, hints
from hark.triage.personal_data.references import (
    find_letter_codes,
    find_lettered_parcels,
    find_long_references,
    find_references,
)
from hark.triage.personal_data.spelled import find_spelled_phones
from hark.triage.personal_data.view import View

Detector = Callable[[View], Iterator[PersonalData]]

KINDS = (
    *("card", "iban", "national_id", "email", "ip", "birth_date", "licence", "parcel", "booking", "order"),
    *("account", "address", "postcode", "phone"),
)
"""Every kind there is, the one that stands when two overlap first."""

REFERENCES = frozenset(("order", "account", "booking", "parcel"))

_PLAN: tuple[tuple[int, tuple[Detector, ...]], ...] = (
    (int(Hint.EMAIL), (find_emails,)),
    (int(Hint.SPOKEN_EMAIL), (find_spoken_emails,)),
    (int(Hint.STREET), (find_addresses, find_boxes)),
    (int(Hint.NAMED), (find_references, find_called_identities, find_births, find_licences)),
    (int(Hint.POSTCODE), (find_postcodes,)),
    (int(Hint.TOWN), (find_town_postcodes,)),
    (int(Hint.IP), (find_ips,)),
    (int(Hint.FULL_POSTCODE), (find_full_postcodes,)),
    (int(Hint.NUMBER), (find_cards, find_identities, find_long_references, find_phones)),
    (int(Hint.LETTERED), (find_ibans, find_lettered_identities, find_lettered_parcels)),
    (int(Hint.LETTER_CODE), (find_letter_codes,)),
    (int(Hint.SPELLED), (find_spelled_phones,)),
    (int(Hint.LINKED), (find_linked_phones,)),
)
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}
_BATCH = 1024
_FOLD = int(Hint.FOLD)
_WORTH = _FOLD | sum(wanted for wanted, _ in _PLAN)


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
    """The text with every letter and digit inside the spans replaced by `sign`; length and spacing stay."""
    letters = list(text)
    for span in spans:
        for place in range(max(span.start, 0), min(span.end, len(letters))):
            if letters[place].isalnum():
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
    return tuple(one for wanted, detectors in _PLAN if hint & wanted for one in detectors)


def _detect(text: str, hint: int, patterns: Compiled) -> tuple[PersonalData, ...]:
    view = View(text)
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
    ranked = sorted(spans, key=lambda span: (_RANK.get(span.kind, -1), span.start - span.end, span.start))
    taken = bytearray(len(text))
    kept: list[PersonalData] = []
    for span in ranked:
        if taken.find(1, span.start, span.end) < 0:
            kept.append(span)
        else:
            kept += _free(span, taken, text)
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    return tuple(sorted(kept, key=lambda span: span.start))


def _free(span: PersonalData, taken: bytearray, text: str) -> Iterator[PersonalData]:
    """The parts of a span that no stronger one has taken and that show a letter or a digit."""
    start = span.start
    while start < span.end:
        start = taken.find(0, start, span.end)
        if start < 0:
            return
        end = taken.find(1, start, span.end)
        end = span.end if end < 0 else end
        if any(map(str.isalnum, text[start:end])):
            yield PersonalData(span.kind, start, end)
        start = end


def _unfold(span: PersonalData, where: list[int]) -> PersonalData:
    return PersonalData(span.kind, where[span.start], where[span.end - 1] + 1)
