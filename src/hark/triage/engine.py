"""Triage: posts in, verdicts out, in batches. Pure and without state."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from hark.domain.verdict import BrandProfile, TriageInput, Verdict
from hark.triage import compiled, heads, influence, personal_data, reach, scores, stage, topic_tree, verdicts
from hark.triage.learned import Learned
from hark.triage.phrases import PhraseTable
from hark.triage.reading import F32, read

BATCH = 512
"""Posts handled at once: large enough to spread the fixed cost of an array operation, small enough for the
cache.
"""


@contextmanager
def _no_collection() -> Iterator[None]:
    """Verdicts are many small values without cycles; looking for cycles among them would cost a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def shipped_table() -> PhraseTable:
    """Every authored phrase and the shipped topic tree, compiled."""
    return compiled.table()


def _table(brand: BrandProfile | None) -> PhraseTable:
    if brand is None:
        return shipped_table()
    own = PhraseTable([*topic_tree.entries(brand.topics, topic_tree.OWN), *stage.entries(brand)])
    return shipped_table().joined(own)


class Triage:
    """The engine for one brand, or for none. Cheap to keep, safe to share between threads."""

    def __init__(self, brand: BrandProfile | None = None, models: Iterable[Learned] | None = None) -> None:
        """`models` are a company's own, one per task (see `hark.triage.learned.load`)."""
        self.brand = brand
        self._models = {model.task: model for model in models or ()}
        self.phrases = _table(brand)
        self._heads = heads.shipped()

    def label(self, posts: Sequence[TriageInput]) -> list[Verdict]:
        """One verdict per post, in order; a post's verdict does not depend on its neighbours in the batch."""
        found: list[Verdict] = []
        with _no_collection():
            for first in range(0, len(posts), BATCH):
                found.extend(self._label(posts[first : first + BATCH]))
        return found

    def score(self, posts: Sequence[TriageInput]) -> scores.Scores:
        """The columns behind the verdicts of one batch, for measuring and explaining."""
        reading = read([post.text for post in posts], self.phrases)
        return scores.judge(posts, reading, self._heads, self.brand, self._models)

    def _label(self, posts: Sequence[TriageInput]) -> list[Verdict]:
        patterns = self.brand.patterns if self.brand else None
        private = personal_data.find([post.text for post in posts], patterns)
        return verdicts.assemble(posts, self.score(posts), _influence(posts), private, reach.forecasts(posts))


def _influence(posts: Sequence[TriageInput]) -> F32:
    """Reach of the authors, 0..1, capped."""
    found = influence.capped_all([post.followers for post in posts], [post.verified for post in posts])
    return np.round(found, 4).astype(np.float32)
