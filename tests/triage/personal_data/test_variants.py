"""Recall and over-masking on thousands of made posts: forms of forty number plans, 38 IBAN countries, ten carriers,
national numbers with check digits of a dozen countries, dates and addresses, in fourteen languages.
"""

import importlib.util
from collections import Counter
from pathlib import Path

import pytest

from hark.triage.personal_data import find

_spec = importlib.util.spec_from_file_location(
    "personal_data_variants", Path(__file__).with_name("variants.py")
)
assert _spec and _spec.loader
variants = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(variants)


@pytest.mark.parametrize("part", variants.PARTS)
def test_what_is_personal_is_masked_and_little_else(part):
    posts = list(variants.posts(part, seed=20261128, rounds=12))
    seen, missed, outside, masked = Counter(), Counter(), 0, 0
    for (_, text, span), spans in zip(posts, find([text for _, text, _ in posts]), strict=True):
        covered = {place for one in spans for place in range(one.start, one.end)}
        letters = {place for place, sign in enumerate(text) if sign.isalnum()}
        inside = letters.intersection(range(span.start, span.end))
        seen[span.kind] += 1
        missed[span.kind] += not covered.issuperset(inside)
        outside += len(letters - inside)
        masked += len(covered & letters - inside)
    assert len(seen) >= 6 and min(seen.values()) >= 12 * 12
    assert sum(missed.values()) <= 0.01 * len(posts), missed
    assert all(missed[kind] <= 0.03 * count for kind, count in seen.items()), missed
    assert masked <= 0.005 * outside


def test_the_right_kind_is_named():
    named = Counter()
    posts = list(variants.posts("last", seed=7, rounds=4))
    for (_, _, span), spans in zip(posts, find([text for _, text, _ in posts]), strict=True):
        named[any(one.kind == span.kind and one.start <= span.start for one in spans)] += 1
    assert named[False] <= 0.03 * len(posts)


def test_what_looks_alike_stays_whole():
    texts = list(variants.decoys())
    found = find(texts)
    masked = sum(span.end - span.start for spans in found for span in spans)
    assert len(texts) > 800
    assert masked <= 0.003 * sum(map(len, texts)), [
        text for text, spans in zip(texts, found, strict=True) if spans
    ]
