"""Measures `find` on labelled texts: recall per kind, over-masking, with bootstrap intervals over the texts."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hark.domain.verdict import PersonalData
from hark.triage.personal_data.find import find
from hark.triage.personal_data.word_set import word_set

# Names that other projects give our kinds.
_NAMES = {
    "credit_card": "card", "iban_code": "iban", "email_address": "email", "e_mail": "email",
    "phone_number": "phone", "street_address": "address", "postal_address": "address", "us_ssn": "national_id",
    "passport": "national_id", "tax_id": "national_id", "ip_address": "ip", "us_driver_license": "licence",
    "driver_license": "licence", "driver_licence": "licence", "zip_code": "postcode", "zip": "postcode",
    "date_of_birth": "birth_date", "order_number": "order", "account_number": "account",
    "booking_number": "booking", "parcel_number": "parcel", "tracking_number": "parcel",
}  # fmt: skip
# Marked in the sets and personal, but not what this package looks for: names, places, dates at large.
_NOT_EXPECTED = word_set("person gpe organization title nrp age date_time domain_name location url name")
_FREE_FORM = "address"
_ROUNDS = 1000

_Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with the spans people or a generator marked in it."""

    text: str
    spans: tuple[PersonalData, ...]


def evaluate(path: Path, seed: int = 1) -> dict[str, Any]:
    """Scores on a file of Presidio's synthetic form (`.json`) or of JSON lines `{"text","spans":[{"kind",…}]}`, or on
    every such file of a folder.

    - `recall`: share of the marked spans of structured kinds (all but addresses; names, places and dates at large
      are not looked for) of which every letter and digit is masked, by any kind; `kinds` gives it per kind, with
      the count `n`.
    - `over_masking`: of the letters and digits outside every marked span, the share that is masked.
    - `false_spans`: share of found spans that touch no marked span.

    Each is `{"value", "low", "high"}`, the 95 % percentile interval of 1,000 bootstrap samples of the texts.
    Raises ValueError when the file has neither form or no rows.
    """
    files = sorted((*path.glob("*.json"), *path.glob("*.jsonl"))) if path.is_dir() else [path]
    rows = [row for file in files for row in read_labelled(file)]
    if not rows:
        raise ValueError(f"{path.name}: no labelled texts")
    order = sorted({span.kind for row in rows for span in row.spans} - _NOT_EXPECTED)
    found = find([row.text for row in rows])
    counts = np.array([_count(row, spans, order) for row, spans in zip(rows, found, strict=True)], np.int64)
    totals, sampled = counts.sum(0), _sampled(counts, seed)
    structured = [place for place, kind in enumerate(order) if kind != _FREE_FORM]
    kinds = {
        kind: {"n": int(totals[2 * place]), **_share(totals, sampled, [2 * place + 1], [2 * place])}
        for place, kind in enumerate(order)
    }
    last = 2 * len(order)
    return {
        "rows": len(rows),
        "recall": _share(totals, sampled, [2 * p + 1 for p in structured], [2 * p for p in structured]),
        "over_masking": _share(totals, sampled, [last + 1], [last]),
        "false_spans": _share(totals, sampled, [last + 3], [last + 2]),
        "kinds": kinds,
    }


def read_labelled(path: Path) -> Iterator[Labelled]:
    """Rows of either form. Raises ValueError naming the row that does not fit."""
    text = path.read_text(encoding="utf-8")
    if text.lstrip().startswith("["):
        names, rows = ("full_text", "entity_type", "start_position", "end_position"), json.loads(text)
    else:
        names, rows = ("text", "kind", "start", "end"), _lines(path.name, text)
    for number, row in enumerate(rows, 1):
        try:
            yield _labelled(row, *names)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{path.name}, row {number}: {error!r}") from error


def missed(rows: Sequence[Labelled]) -> Iterator[tuple[Labelled, PersonalData]]:
    """Marked spans of expected kinds that are not wholly masked; for reading, not for reports."""
    for row, found in zip(rows, find([row.text for row in rows]), strict=True):
        for span in row.spans:
            if span.kind not in _NOT_EXPECTED and not _covered(row.text, span, found):
                yield row, span


def _lines(name: str, text: str) -> Iterator[Any]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                yield json.loads(line)
            except ValueError as error:
                raise ValueError(f"{name}, line {number}: {error}") from error


def _labelled(row: dict[str, Any], text: str, kind: str, start: str, end: str) -> Labelled:
    whole = row[text]
    spans = tuple(PersonalData(_kind(mark[kind]), int(mark[start]), int(mark[end])) for mark in row["spans"])
    if any(not 0 <= span.start <= span.end <= len(whole) for span in spans):
        raise ValueError("a span lies outside its text")
    return Labelled(whole, spans)


def _kind(name: str) -> str:
    plain = name.lower().replace("-", "_").replace(" ", "_")
    return _NAMES.get(plain, plain)


def _count(row: Labelled, found: tuple[PersonalData, ...], order: list[str]) -> list[int]:
    """Per kind: marked, masked; then letters and digits outside, of them masked; findings, of them stray."""
    counts: list[int] = []
    for kind in order:
        spans = [span for span in row.spans if span.kind == kind]
        counts += [len(spans), sum(_covered(row.text, span, found) for span in spans)]
    marked = {place for span in row.spans for place in range(span.start, span.end)}
    masked = {place for span in found for place in range(span.start, span.end)}
    outside = {place for place, sign in enumerate(row.text) if sign.isalnum()} - marked
    stray = sum(not any(s.start < f.end and f.start < s.end for s in row.spans) for f in found)
    return [*counts, len(outside), len(outside & masked), len(found), stray]


def _covered(text: str, span: PersonalData, found: tuple[PersonalData, ...]) -> bool:
    places = (place for place in range(span.start, span.end) if text[place].isalnum())
    return all(any(one.start <= place < one.end for one in found) for place in places)


def _sampled(counts: _Counts, seed: int) -> _Counts:
    """Sums of the counts over bootstrap samples of the rows: (rounds, columns)."""
    rows = len(counts)
    picks = np.random.default_rng(seed).integers(0, rows, (_ROUNDS, rows))
    weights = np.stack([np.bincount(pick, minlength=rows) for pick in picks])
    sums: _Counts = weights @ counts
    return sums


def _share(totals: _Counts, sampled: _Counts, top: list[int], bottom: list[int]) -> dict[str, float]:
    whole = int(totals[bottom].sum())
    if not whole:
        return {"value": 0.0, "low": 0.0, "high": 0.0}
    shares = sampled[:, top].sum(1) / np.maximum(sampled[:, bottom].sum(1), 1)
    low, high = np.percentile(shares, (2.5, 97.5))
    value = int(totals[top].sum()) / whole
    return {"value": round(value, 4), "low": round(float(low), 4), "high": round(float(high), 4)}
