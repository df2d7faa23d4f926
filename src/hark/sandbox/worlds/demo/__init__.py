"""The working day `hark demo` plays: Curlew, a fictional operator of phone and internet lines.

Places, people, products, numbers and sentences are invented by us; card numbers, IBANs and phone numbers are
the official test values. The words stand in `lines/*.txt`; this package arranges them.
"""

import random

from hark.sandbox.world import World
from hark.sandbox.worlds.demo.cast import Cast
from hark.sandbox.worlds.demo.day import Day
from hark.sandbox.worlds.demo.reactions import Reacting
from hark.sandbox.worlds.demo.words import load
from hark.sandbox.worlds.demo.writer import Writer

FILES = ("en_any.txt", "en_bills.txt", "en_things.txt", "en_talk.txt")


def demo(seed: int = 1) -> World:
    """The whole script, the same for the same seed. Times are seconds from the demo's start."""
    words = load(FILES)
    cast = Cast(random.Random(f"{seed}:cast"))
    drafts = Day(random.Random(f"{seed}:day"), words, cast).play()
    writer = Writer(seed, words, cast)
    said = writer.write(drafts)
    reactions = tuple(Reacting(writer, seed).all(said))
    return World("demo", tuple(cast.people.values()), tuple(s.line for s in said), reactions, seed)


__all__ = ["demo"]
