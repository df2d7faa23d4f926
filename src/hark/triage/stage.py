"""How a post reached us: tagged, named, or neither, with the homonyms of a name set aside."""

from collections.abc import Iterator, Sequence

import numpy as np

from hark.domain.verdict import BrandProfile, Stage, TriageInput
from hark.triage.phrases import Entry
from hark.triage.reading import F32, Reading
from hark.triage.tokens import Flags

NAME, HOMONYM = "brand.name", "brand.homonym"


def entries(brand: BrandProfile) -> Iterator[Entry]:
    """The brand's names, products and homonyms as phrases."""
    for phrase in dict.fromkeys((brand.name, *brand.names, *brand.products, *brand.handles)):
        yield Entry(phrase.removeprefix("@"), NAME, 1.0)
    for phrase in brand.homonyms:
        yield Entry(phrase, HOMONYM, 1.0)


def _named(reading: Reading) -> Flags:
    """Is the brand named at least once outside every homonym?"""
    hits, columns = reading.hits, reading.columns
    cover = np.zeros(len(reading.tokens.hash) + 1, dtype=np.int32)
    homonym = hits.signal == columns.get(HOMONYM, -1)
    np.add.at(cover, hits.token[homonym], 1)
    np.add.at(cover, hits.token[homonym] + hits.width[homonym], -1)
    inside = np.cumsum(cover[:-1]) > 0
    name = np.flatnonzero(hits.signal == columns.get(NAME, -1))
    free = name[~inside[hits.token[name]]]
    named = np.zeros(reading.tokens.size, dtype=np.bool_)
    named[hits.post[free]] = True
    return named


def decide(
    posts: Sequence[TriageInput], reading: Reading, brand: BrandProfile | None, worth: Flags
) -> list[Stage | None]:
    """Stage per post. `worth` says whether a post that names nobody is worth joining; None is "not about
    us".
    """
    named = _named(reading).tolist()
    handles = {handle.removeprefix("@").casefold() for handle in brand.handles} if brand else set()
    found: list[Stage | None] = []
    for post, is_named, is_worth in zip(posts, named, worth.tolist(), strict=True):
        tagged = post.tagged or (
            bool(post.mentions)
            and (not handles or any(m.removeprefix("@").casefold() in handles for m in post.mentions))
        )
        if not tagged and handles and "@" in post.text:
            lowered = post.text.casefold()
            tagged = any("@" + handle in lowered for handle in handles)
        if tagged:
            found.append(Stage.DIRECT)
        elif is_named or post.in_thread:
            found.append(Stage.BROAD)
        else:
            found.append(Stage.PROACTIVE if is_worth else None)
    return found


def drop_irrelevant(stages: Sequence[Stage | None], relevant: F32) -> list[Stage | None]:
    """A learned relevance model may say "not about us" of a post that only names the brand, never of a tag."""
    return [
        None if at is not Stage.DIRECT and chance < 0.5 else at
        for at, chance in zip(stages, relevant.tolist(), strict=True)
    ]
