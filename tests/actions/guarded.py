"""Answers for the tests of guards: a plain one, and what stands against one."""

from dataclasses import replace

from hark.actions.guarding import Answer, Guard
from hark.actions.guards import check
from hark.domain.post import Lane

PLAIN = Answer("Thanks, we are on it.", Lane.PUBLIC, "x", language="en", customer="kim", handle="CurlewCare")


def kinds(answer: Answer) -> list[str]:
    return [guard.kind for guard in check(answer)]


def only(answer: Answer, kind: str) -> Guard:
    (found,) = [guard for guard in check(answer) if guard.kind == kind]
    return found


def said(text: str, **more: object) -> Answer:
    return replace(PLAIN, text=text, **more)  # type: ignore[arg-type]
