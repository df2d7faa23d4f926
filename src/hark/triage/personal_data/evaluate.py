"""Measures `find` on labelled texts: recall per kind, over-masking, with bootstrap intervals over the texts."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hark.domain.verdict import PersonalData
from hark.triage.personal_data.find import find
from hark.triage.personal_data.word_set import word_set

# Names that other projects give the kinds. What is not here (PERSON, GPE, …) counts as personal when it is
# masked, but nothing is expected of us there.
_NAMES = {
    "credit_card": "card", "iban_code": "iban", "email_address": "email", "e-mail": "email",
    "phone_number": "phone", "street_address": "address", "postal_address": "address", "us_ssn": "national_id",
    "ip_address": "ip", "us_driver_license": "licence", "driver_licence": "licence", "zip_code": "postcode",
    "date_of_birth": "birth_date",
}  # fmt: skip
STRUCTURED = word_set(
    """
    card iban email phone national_id ip licence postcode order account booking parcel birth_date
    """
)
"""Kinds with a form of their own. An address is counted beside them."""
_MEASURED = STRUCTURED | {"address"}
_ROUNDS = 1000


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with the spans people or a generator marked in it."""

    text: str
    spans: tuple[PersonalData, ...]


def evaluate(path: Path, seed: int = 1) -> dict[str, Any]:
    """Scores on a file of Presidio's synthetic form (`.json`) or of JSON lines `{"text","spans":[{"kind",…}]}`.

    - `recall`: share of marked spans of structured kinds of which every letter and digit is masked, by any kind;
      `kinds` gives it per kind, with the count `n`.
    - `over_masking`: of the letters and digits outside every marked span, the share that is masked.
    - `false_spans`: share of found spans that touch no marked span.

    Each is `{"value", "low", "high"}`, the 95 % percentile interval of 1,000 bootstrap samples of the texts.
    Raises ValueError when the file has neither form.
    """
    rows = list(read_labelled(path))
    counts = np.array(
        [_count(row, found) for row, found in zip(rows, find([r.text for r in rows]), strict=True)]
    )
    picks = np.random.default_rng(seed).integers(0, len(rows), (_ROUNDS, len(rows)))
    weights = np.stack([np.bincount(pick, minlength=len(rows)) for pick in picks])
    totals, sampled = counts.sum(0), weights @ counts
    order = sorted(_MEASURED)
    structured = [place for place, kind in enumerate(order) if kind in STRUCTURED]
    kinds = {}
    for place, kind in enumerate(order):
        if totals[2 * place]:
            hit, all_ = [2 * place + 1], [2 * place]
            kinds[kind] = {"n": int(totals[2 * place]), **_share(totals, sampled, hit, all_)}
    last = 2 * len(order)
    return {
        "rows": len(rows),
        "recall": _share(totals, sampled, [2 * p + 1 for p in structured], [2 * p for p in structured]),
        "over_masking": _share(totals, sampled, [last + 1], [last]),
        "false_spans": _share(totals, sampled, [last + 3], [last + 2]),
        "kinds": kinds,
    }


def read_labelled(path: Path) -> Iterator[Labelled]:
    """Rows of either form. Raises ValueError naming the line that does not fit."""
    text = path.read_text(encoding="utf-8")
    if text.lstrip().startswith("["):
        for row in json.loads(text):
            yield _presidio(row)
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
                spans = tuple(
                    PersonalData(_kind(s["kind"]), int(s["start"]), int(s["end"])) for s in row["spans"]
                )
                yield Labelled(row["text"], spans)
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{path.name}, line {number}: {error!r}") from error


def missed(rows: Sequence[Labelled]) -> Iterator[tuple[Labelled, PersonalData]]:
    """Marked spans of measured kinds that are not wholly masked; for reading, not for reports."""
    for row, found in zip(rows, find([row.text for row in rows]), strict=True):
        for span in row.spans:
            if span.kind in _MEASURED and not _covered(row.text, span, found):
                yield row, span


def _presidio(row: dict[str, Any]) -> Labelled:
    spans = tuple(
        PersonalData(_kind(s["entity_type"]), s["start_position"], s["end_position"]) for s in row["spans"]
    )
    return Labelled(row["full_text"], spans)


def _kind(name: str) -> str:
    return _NAMES.get(name.lower(), name.lower())


def _count(row: Labelled, found: tuple[PersonalData, ...]) -> list[int]:
    counts: list[int] = []
    for kind in sorted(_MEASURED):
        spans = [span for span in row.spans if span.kind == kind]
        counts += [len(spans), sum(_covered(row.text, span, found) for span in spans)]
    outside = [
        i for i, c in enumerate(row.text) if c.isalnum() and not any(s.start <= i < s.end for s in row.spans)
    ]
    masked = sum(any(f.start <= i < f.end for f in found) for i in outside)
    stray = sum(not any(s.start < f.end and f.start < s.end for s in row.spans) for f in found)
    return [*counts, len(outside), masked, len(found), stray]


def _covered(text: str, span: PersonalData, found: tuple[PersonalData, ...]) -> bool:
    places = (i for i in range(span.start, span.end) if text[i].isalnum())
    return all(any(f.start <= i < f.end for f in found) for i in places)


def _share(totals: np.ndarray, sampled: np.ndarray, top: list[int], bottom: list[int]) -> dict[str, float]:
    whole = totals[bottom].sum()
    if not whole:
        return {"value": 0.0, "low": 0.0, "high": 0.0}
    shares = sampled[:, top].sum(1) / np.maximum(sampled[:, bottom].sum(1), 1)
    low, high = np.percentile(shares, (2.5, 97.5))
    return {
        "value": round(float(totals[top].sum() / whole), 4),
        "low": round(float(low), 4),
        "high": round(float(high), 4),
    }
