"""Small scenes, word for word: impostors, oversharing, direct messages, a journalist."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from hark.sandbox.world import Reaction
from hark.sandbox.worlds.demo.cast import CARE, FAKES, RIVALS, Cast
from hark.sandbox.worlds.demo.words import Frame, rows
from hark.sandbox.worlds.demo.writer import Draft

_TURN = re.compile(r"(\w+)(?::(\w\w))?((?: (?:\+\d+|>\d+|>-|dm|gone=\d+))*) \| (.+?)(?: \[\[(.+)\]\])?")
_REACTION = re.compile(r"~ (\w+)( dm)? \| (.+)")
_ROLES = {"care": CARE, "fake": FAKES[0], "fake2": FAKES[1], "tallow": RIVALS[0], "pipit": RIVALS[1]}


@dataclass(slots=True)
class Scene:
    """One scene while it is read."""

    name: str
    at: float
    cast: Cast
    roles: dict[str, str] = field(default_factory=lambda: dict(_ROLES))
    drafts: list[Draft] = field(default_factory=list)
    reactions: list[Reaction] = field(default_factory=list)

    def add(self, row: str) -> None:
        """Read one turn or reaction.

        Raises:
            ValueError: the row is neither.
        """
        if turn := _TURN.fullmatch(row):
            self._turn(turn[1], turn[2] or "en", turn[3].split(), turn[4])
            self.drafts[-1].image_alt = turn[5]
        elif answer := _REACTION.fullmatch(row):
            texts = tuple(text.strip() for text in answer[3].split(" | "))
            delay = 12.0 + 7.0 * (len(self.reactions) % 6)
            to = self.drafts[-1].key
            self.reactions.append(Reaction(to, texts, delay, answer[1], private=bool(answer[2])))
        else:
            raise ValueError(f"scene {self.name}: not a turn: {row!r}")

    def _turn(self, role: str, language: str, marks: list[str], text: str) -> None:
        author = self.roles.setdefault(role, "") or self._cast(role, language)
        first = not self.drafts
        after = next((float(mark) for mark in marks if mark[0] == "+"), 0.0)
        self.at += after
        for known, username in self.roles.items():
            text = text.replace(f"{{{known}}}", username)
        key = f"{self.name}.{len(self.drafts)}"
        draft = Draft(key, self.at, author, (Frame(key, text, "."),), "scene", language, self.name)
        draft.verbatim = True
        draft.life = next((float(mark[5:]) for mark in marks if mark.startswith("gone=")), None)
        target = next(
            (mark[1:] for mark in marks if mark[0] == ">"), "" if first else str(len(self.drafts) - 1)
        )
        if "dm" in marks:
            draft.private_to = self.roles["a"] if role == "care" else CARE
        elif target.isdigit():
            draft.reply_to = self.drafts[int(target)].key
        self.drafts.append(draft)

    def _cast(self, role: str, language: str) -> str:
        self.roles[role] = self.cast.invent(language)
        return self.roles[role]


def scenes(cast: Cast) -> Iterator[Scene]:
    """All scenes of `pieces.txt`, with fresh people in them."""
    scene: Scene | None = None
    for row in rows("pieces.txt"):
        if row.startswith("== "):
            if scene:
                yield scene
            _, name, start = row.split()
            scene = Scene(name, float(start), cast)
        elif scene:
            scene.add(row)
    if scene:
        yield scene
