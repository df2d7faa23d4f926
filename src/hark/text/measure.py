"""One question for every network: how long is this text, is it allowed, and what is in it?"""

import math
from dataclasses import replace

from hark.text import bluesky, mastodon
from hark.text.entities import entities
from hark.text.graphemes import count
from hark.text.limits import Limits, limits_of
from hark.text.units import utf16_length
from hark.text.urls import urls
from hark.text.values import Entity, Measured
from hark.text.weigh import CONFIGURATION, weigh


def _measured(
    text: str, limits: Limits, length: int, valid: bool, found: list[Entity], fits: tuple[int, int]
) -> Measured:
    """`fits`: the last index of the valid range in UTF-16 units and in code points."""
    return Measured(
        network=limits.network,
        limit=limits.maximum,
        weighted_length=length,
        valid=valid,
        permillage=math.floor(length / limits.maximum * 1000),
        display_range=(0, max(utf16_length(text) - 1, 0)),
        valid_range=(0, fits[0]),
        display_range_code_points=(0, max(len(text) - 1, 0)),
        valid_range_code_points=(0, fits[1]),
        entities=tuple(found),
    )


def _on_x(text: str, limits: Limits) -> Measured:
    configuration = CONFIGURATION
    if (limits.maximum, limits.url_length) != (configuration.maximum, configuration.url_length):
        url_length = configuration.url_length if limits.url_length is None else limits.url_length
        configuration = replace(configuration, maximum=limits.maximum, url_length=url_length)
    links = urls(text)
    weighed = weigh(text, configuration, links)
    return _measured(text, limits, weighed.length, weighed.valid, entities(text, links), weighed.valid_end)


def _by_graphemes(text: str, limits: Limits) -> Measured:
    if limits.network == "mastodon":
        found = mastodon.entities(text)
        length, fits = mastodon.length(text, limits, found)
    else:
        found = bluesky.entities(text)
        length, fits = count(text, limits.maximum, maximum_bytes=limits.maximum_bytes)
    valid = bool(text.strip()) and fits == len(text)
    last = max(utf16_length(text[:fits]) - 1, 0), max(fits - 1, 0)
    return _measured(text, limits, length, valid, found, last)


def measure(text: str, network: str = "x", *, limits: Limits | None = None) -> Measured:
    """Count a text as a network does and find what the network would mark up in it.

    `limits` replaces the network's usual ones (`limits_of(network)`), e.g. those of one Mastodon instance.
    Raises ValueError for a network we do not know, or when `limits` belong to another one.
    """
    limits = limits_of(network) if limits is None else limits
    if limits.network != network:
        raise ValueError(f"limits of {limits.network} cannot measure a text for {network}")
    return _on_x(text, limits) if network == "x" else _by_graphemes(text, limits)
