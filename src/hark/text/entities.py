"""All entities of a text together, none on top of another."""

from collections.abc import Iterable

from hark.text.tags import cashtags, hashtags, mentions_or_lists
from hark.text.urls import urls
from hark.text.values import Entity, EntityKind


def without_overlap(found: Iterable[Entity]) -> list[Entity]:
    """The entities by position; of two that overlap, the one that starts first (then the one given first)."""
    kept: list[Entity] = []
    for entity in sorted(found, key=lambda entity: entity.start):
        if not kept or entity.start >= kept[-1].end:
            kept.append(entity)
    return kept


def entities(text: str, links: Iterable[Entity] | None = None) -> list[Entity]:
    """Links, mentions, lists, hashtags and cashtags as X marks them up, by position.

    `links`: those of the text, when the caller knows them; otherwise all, with and without protocol.
    """
    links = urls(text) if links is None else links
    return without_overlap([*links, *mentions_or_lists(text), *hashtags(text), *cashtags(text)])


def hashtags_outside_links(text: str) -> list[Entity]:
    """The hashtags X shows: those that are no part of a link."""
    kept = without_overlap([*hashtags(text), *urls(text)])
    return [entity for entity in kept if entity.kind is EntityKind.HASHTAG]
