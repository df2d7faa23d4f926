"""How long a text may be on each network. The numbers are data (`data/limits.json`): networks change them.

Sources. X: twitter-text configuration version 3. Bluesky: lexicon app.bsky.feed.post (maxGraphemes 300,
maxLength 3,000 bytes). Mastodon: the instance says so in `configuration.statuses` of GET /api/v2/instance
(`max_characters`, `characters_reserved_per_url`); the numbers here are those of an instance that changed
nothing.
"""

from dataclasses import dataclass, replace

from hark.text.tables import read_json


@dataclass(frozen=True, slots=True)
class Limits:
    """One network's, or one instance's, limits.

    `maximum` is in the network's own unit (see `Measured`). `url_length`: what every link counts, None when
    links count as they are written. `maximum_bytes`: a second limit, on the UTF-8 form, or None.
    """

    network: str
    maximum: int
    url_length: int | None = None
    maximum_bytes: int | None = None

    def with_maximum(self, maximum: int) -> "Limits":
        """The same rules with another length, e.g. that of a paying X account or of one Mastodon instance.

        Raises ValueError when `maximum` is not positive.
        """
        if maximum < 1:
            raise ValueError(f"a length limit is at least 1, not {maximum}")
        return replace(self, maximum=maximum)


LIMITS: dict[str, Limits] = {
    network: Limits(network=network, **numbers) for network, numbers in read_json("limits.json").items()
}
NETWORKS: tuple[str, ...] = tuple(LIMITS)


def limits_of(network: str) -> Limits:
    """The limits of a network. Raises ValueError for one we do not know."""
    if network not in LIMITS:
        raise ValueError(f"unknown network {network!r}; known are {', '.join(NETWORKS)}")
    return LIMITS[network]
