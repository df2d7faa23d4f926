"""Sums are the same whole numbers, packed or not."""

from itertools import chain

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hark.triage import packed
from hark.triage.features import Grams
from hark.triage.packed import PackedTable


@given(st.integers(1, 20), st.lists(st.lists(st.integers(0, 39), max_size=30), min_size=1, max_size=8))
def test_plain_and_packed_sums_are_the_same(heads, posts) -> None:
    weights = np.random.default_rng(heads).integers(-128, 128, (40, heads)).astype(np.int8)
    rows = np.repeat(np.arange(len(posts)), [len(post) for post in posts])
    grams = [Grams(rows.astype(np.int32), np.array(list(chain(*posts)), dtype=np.int64))]
    table, eager = PackedTable(weights), PackedTable(weights)
    eager._seen = packed._PACK_FROM
    plain, quick = table.sums(grams, len(posts)), eager.sums(grams, len(posts))
    expected = [weights[post].astype(int).sum(axis=0) if post else np.zeros(heads) for post in posts]
    assert np.array_equal(plain[0], np.array(expected)) and np.array_equal(plain[0], quick[0])
    assert plain[1].tolist() == quick[1].tolist() == [len(post) for post in posts]
    assert (eager._packed is not None) == bool(rows.size) and table._packed is None
