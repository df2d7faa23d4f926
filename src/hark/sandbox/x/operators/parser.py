"""Builds the tree of a rule: a space binds before OR, "-" binds to one term."""

from dataclasses import dataclass

from hark.sandbox.x.operators.lexer import RuleError, Token, tokens

DEPTH = 100  # groups within groups; deeper rules are refused, not crashed upon


@dataclass(frozen=True, slots=True)
class Term:
    """One operator. `name` is "word", "phrase", "#", "@", "$" or an operator's name."""

    name: str
    value: str
    position: int
    negated: bool = False
    distance: int | None = None
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Both:
    items: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Either:
    items: "tuple[Node, ...]"


Node = Term | Both | Either


class Parser:
    """Recursive descent over the tokens of one rule."""

    def __init__(self, text: str) -> None:
        self._tokens = tokens(text)
        self._at = 0
        self._depth = 0

    def parse(self) -> Node:
        """The whole rule. Raises RuleError."""
        node = self._either()
        if self._peek.kind != "end":
            raise self._surprised()
        return node

    @property
    def _peek(self) -> Token:
        return self._tokens[self._at]

    def _next(self) -> Token:
        token = self._peek
        self._at += 1
        return token

    def _surprised(self) -> RuleError:
        token = self._peek
        return RuleError(f"no viable alternative at input '{token.text}' (at position {token.position})")

    def _either(self) -> Node:
        items = [self._both()]
        while self._peek.kind == "or":
            self._next()
            items.append(self._both())
        return items[0] if len(items) == 1 else Either(tuple(items))

    def _both(self) -> Node:
        items = [self._unary()]
        while self._peek.kind not in ("or", ")", "end"):
            items.append(self._unary())
        return items[0] if len(items) == 1 else Both(tuple(items))

    def _unary(self) -> Node:
        if self._peek.kind != "-":
            return self._atom(False)
        minus = self._next()
        if self._peek.kind in ("(", "-"):
            raise RuleError(
                f"The '-' operator can not be applied to a group or twice; negate each clause instead "
                f"(at position {minus.position})"
            )
        return self._atom(True)

    def _atom(self, negated: bool) -> Node:
        if self._peek.kind == "(":
            return self._group()
        if self._peek.kind in (")", "end", "or"):
            raise self._surprised()
        token = self._next()
        name = token.text if token.kind == "operator" else token.kind
        return Term(name.lower(), token.value, token.position, negated, token.distance, token.quoted)

    def _group(self) -> Node:
        self._next()
        self._depth += 1
        if self._depth > DEPTH:
            raise RuleError("the rule is nested too deeply")
        node = self._either()
        if self._peek.kind != ")":
            raise self._surprised()
        self._next()
        self._depth -= 1
        return node
