"""The filtered stream's rules, app by app."""

from dataclasses import dataclass, field

from hark.sandbox.x.model import App, Post
from hark.sandbox.x.operators import Dialect, Matcher, compile_rule, read

LENGTH = {"self-serve": 1024, "enterprise": 2048}
COUNT = {"self-serve": 1000, "enterprise": 25_000}


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    value: str
    tag: str
    matches: Matcher = field(repr=False)

    def json(self) -> dict[str, str]:
        body = {"id": self.id, "value": self.value}
        return body | {"tag": self.tag} if self.tag else body


def make(rule_id: str, value: str, tag: str, plan: str) -> Rule:
    """A rule ready to match. Raises RuleError."""
    node = read(value, Dialect.STREAM, LENGTH[plan])
    return Rule(rule_id, value, tag, compile_rule(node, Dialect.STREAM))


class RuleBook:
    """Rules by app and id."""

    def __init__(self) -> None:
        self._rules: dict[str, dict[str, Rule]] = {}

    def of(self, app: App) -> dict[str, Rule]:
        return self._rules.setdefault(app.id, {})

    def twin(self, app: App, value: str) -> Rule | None:
        """The rule that already says this."""
        return next((rule for rule in self.of(app).values() if rule.value == value), None)

    def matching(self, app: App, post: Post) -> list[Rule]:
        return [rule for rule in self.of(app).values() if rule.matches(post)]
