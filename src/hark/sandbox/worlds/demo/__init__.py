"""The working day `hark demo` plays: Curlew, a fictional operator of phone and internet lines.

Places, people, products, numbers and sentences are invented by us; card numbers, IBANs and phone numbers are
the official test values. The words stand in `lines/*.txt`; this package arranges them.
"""

import random

from hark.sandbox.world import World
from hark.sandbox.worlds.demo.cast import Cast
from hark.sandbox.worlds.demo.day import LANGUAGES, Day
from hark.sandbox.worlds.demo.reactions import Reacting
from hark.sandbox.worlds.demo.scenes import scenes
from hark.sandbox.worlds.demo.surge import Surge
from hark.sandbox.worlds.demo.words import load
from hark.sandbox.worlds.demo.writer import Writer

_ENGLISH = ("any", "bills", "things", "talk", "outage", "viral", "brand")
FILES = (*(f"en_{part}.txt" for part in _ENGLISH), *(f"{code}.txt" for code in LANGUAGES if code != "en"))


def demo(seed: int = 1) -> World:
    """The whole script, the same for the same seed. Times are seconds from the demo's start."""
    words = load(FILES)
    cast = Cast(random.Random(f"{seed}:cast"))
    drafts = Day(random.Random(f"{seed}:day"), words, cast).play()
    drafts += Surge(random.Random(f"{seed}:surge"), words, cast).play()
    played = list(scenes(cast))
    drafts += [draft for scene in played for draft in scene.drafts]
    writer = Writer(seed, words, cast)
    said = writer.write(drafts)
    reactions = [*Reacting(writer, seed).all(said), *(r for scene in played for r in scene.reactions)]
    lines = tuple(one.line for one in said)
    return World("demo", tuple(cast.people.values()), lines, tuple(reactions), seed)


__all__ = ["demo"]
