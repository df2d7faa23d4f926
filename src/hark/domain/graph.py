"""Declared life cycles: states and the named moves between them, checked when the module is imported.

An illegal move is an exception, never a silent skip. The diagrams in the docs are printed from these graphs.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

S = TypeVar("S", bound=StrEnum)
M = TypeVar("M", bound=StrEnum)


class IllegalMove(ValueError):
    """The life cycle has no such move from this state."""


class Graph(Generic[S, M]):
    """A life cycle. `moves[state][move]` is the next state; a state without moves is an ending.

    Raises ValueError at construction when a state is not declared, cannot be reached, or `initial` is missing.
    """

    def __init__(self, name: str, *, initial: S, moves: Mapping[S, Mapping[M, S]]) -> None:
        self.name = name
        self.initial = initial
        self.moves = moves
        self._validate()

    def _validate(self) -> None:
        declared = set(type(self.initial))
        if set(self.moves) != declared:
            raise ValueError(f"{self.name}: every state needs an entry: {sorted(declared ^ set(self.moves))}")
        reached, frontier = {self.initial}, [self.initial]
        while frontier:
            for state in self.moves[frontier.pop()].values():
                if state not in reached:
                    reached.add(state)
                    frontier.append(state)
        if reached != declared:
            raise ValueError(f"{self.name}: no way leads to {sorted(declared - reached)}")

    @property
    def endings(self) -> frozenset[S]:
        """The states nothing leads out of."""
        return frozenset(state for state, moves in self.moves.items() if not moves)

    def can(self, state: S, move: M) -> bool:
        return move in self.moves[state]

    def after(self, state: S, move: M) -> S:
        """The state that `move` leads to. Raises IllegalMove."""
        try:
            return self.moves[state][move]
        except KeyError:
            raise IllegalMove(f"{self.name}: {move.value} is not possible while {state.value}") from None

    def diagram(self) -> str:
        """The graph as a Mermaid state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial.value}"]
        for state, moves in self.moves.items():
            lines += [f"    {state.value} --> {to.value}: {move.value}" for move, to in moves.items()]
            if not moves:
                lines.append(f"    {state.value} --> [*]")
        return "\n".join(lines)
