"""How networks count, cut and mark up text. Pure: no clock, no database, no network.

>>> measure("Hi http://test.co", "x").weighted_length
26
>>> split("Sorry about that.", "x", "AB")
['Sorry about that. ^AB']
>>> mentions("@brand RT @other hello")
('brand', 'other')
"""

from hark.text.autolink import Display, LinkStyle, autolink, escape
from hark.text.bluesky import Facet, facets
from hark.text.hidden import hidden
from hark.text.highlight import highlight
from hark.text.limits import NETWORKS, Limits, limits_of
from hark.text.measure import measure
from hark.text.payload import payload_displays, payload_entities
from hark.text.tags import mentions, replied_to
from hark.text.thread import UnsplittableError, initials_of, joined, posts_of, sign, split, unsigned
from hark.text.values import Entity, EntityKind, Measured

__all__ = [
    "NETWORKS",
    "Display",
    "Entity",
    "EntityKind",
    "Facet",
    "Limits",
    "LinkStyle",
    "Measured",
    "UnsplittableError",
    "autolink",
    "escape",
    "facets",
    "hidden",
    "highlight",
    "initials_of",
    "joined",
    "limits_of",
    "measure",
    "mentions",
    "payload_displays",
    "payload_entities",
    "posts_of",
    "replied_to",
    "sign",
    "split",
    "unsigned",
]
