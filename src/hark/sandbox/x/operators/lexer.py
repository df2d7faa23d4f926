"""Cuts a rule into tokens. Positions count from 1, as in X's messages."""

import re
from dataclasses import dataclass


class RuleError(ValueError):
    """A rule X would refuse. `str()` is X's sentence, with the position it names."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token. `kind` is "(", ")", "-", "or", "phrase", "operator", "#", "@", "$", "word" or "end"."""

    kind: str
    text: str
    position: int
    value: str = ""
    distance: int | None = None
    quoted: bool = False


PHRASE = re.compile(r'"((?:[^"\\]|\\.)*)"(?:~(\d+))?')
OPERATOR = re.compile(r"([A-Za-z_][A-Za-z0-9_]*):")
BRACKET = re.compile(r"\[[^\]]*\]")
BARE = re.compile(r'[^\s()"]+')
SIGILS = {"#": "#", "＃": "#", "@": "@", "＠": "@", "$": "$"}


def _phrase(text: str, at: int) -> tuple[str, int | None, int]:
    match = PHRASE.match(text, at)
    if match is None:
        raise RuleError(f"missing EOF at '\"' (at position {at + 1})")
    value = re.sub(r"\\(.)", r"\1", match[1])
    distance = int(match[2]) if match[2] and len(match[2]) < 6 else (9999 if match[2] else None)
    return value, distance, match.end()


def _operator(text: str, at: int, name: str, end: int) -> tuple[Token, int]:
    """The token of `name:value`, with the value quoted, in brackets or bare."""
    if end < len(text) and text[end] == '"':
        value, _, stop = _phrase(text, end)
        return Token("operator", name, at + 1, value, quoted=True), stop
    match = BRACKET.match(text, end) or BARE.match(text, end)
    if match is None:
        raise RuleError(f"no viable alternative at input '{name}:' (at position {at + 1})")
    return Token("operator", name, at + 1, match.group()), match.end()


def _bare(text: str, at: int) -> tuple[Token, int]:
    match = BARE.match(text, at)
    assert match is not None
    found = match.group()
    if found == "OR":
        return Token("or", found, at + 1), match.end()
    if found[0] in SIGILS and len(found) > 1:
        return Token(SIGILS[found[0]], found, at + 1, found[1:]), match.end()
    return Token("word", found, at + 1, found), match.end()


def tokens(text: str) -> list[Token]:
    """Every token of a rule, an "end" token last. Raises RuleError."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        char = text[at]
        if char.isspace():
            at += 1
            continue
        if char in "()":
            token, at = Token(char, char, at + 1), at + 1
        elif char == "-" and at + 1 < len(text) and not text[at + 1].isspace():
            token, at = Token("-", char, at + 1), at + 1
        elif char == '"':
            value, distance, stop = _phrase(text, at)
            token, at = Token("phrase", text[at:stop], at + 1, value, distance, True), stop
        elif match := OPERATOR.match(text, at):
            token, at = _operator(text, at, match[1], match.end())
        else:
            token, at = _bare(text, at)
        found.append(token)
    return [*found, Token("end", "<EOF>", len(text) + 1)]
