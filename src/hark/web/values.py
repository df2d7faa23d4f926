"""Values in templates: looked up and written as Django does, without what it does for values we do not have.

Django asks every object for an item first and takes the refusal for a no, looks a name nobody gave up in four ways, and
carries every text through time zones, number formats and lazy words. A case page asks for several hundred values.
"""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from django.template import Context, Node, VariableDoesNotExist
from django.template.base import FilterExpression, Variable, VariableNode, render_value_in_context
from django.template.smartif import TokenBase
from django.utils.safestring import SafeString


class Looked(Variable):
    """A name with attributes. What is not as simple is looked up by Django."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._name, *self._attributes = self.lookups or ("",)

    def _resolve_lookup(self, context: Context) -> Any:
        try:
            current = context[self._name]
            for attribute in self._attributes:
                kind = type(current)
                if kind is dict:
                    current = current[attribute]
                elif callable(current) or hasattr(kind, "__getitem__"):
                    return self._as_django_does(context)
                else:
                    current = getattr(current, attribute)
        except (KeyError, AttributeError):
            if self._name in context or hasattr(context, self._name):
                return self._as_django_does(context)
            raise VariableDoesNotExist("nothing here is called %s", (self._name,)) from None
        return self._as_django_does(context) if callable(current) else current

    def _as_django_does(self, context: Context) -> Any:
        return super()._resolve_lookup(context)  # type: ignore[misc]  # it is not in the stubs


class Written(VariableNode):
    """A value on the page: texts are escaped here, all else is written by Django."""

    def render(self, context: Context) -> str:
        value = self.filter_expression.resolve(context)
        kind = type(value)
        if kind is SafeString:
            return str(value)
        if kind is str and context.autoescape:
            return escape(value)
        return render_value_in_context(value, context)


def quickened(node: Node) -> Node:
    """The node with its own variables, not those of nodes within it, looked up and written quickly."""
    for expression in _expressions(vars(node).values()):
        variable = expression.var
        if type(variable) is Variable and variable.lookups and not variable.translate:
            expression.var = Looked(str(variable.var))
    if type(node) is not VariableNode:
        return node
    written = Written(node.filter_expression)
    written.token, written.origin = node.token, node.origin
    return written


def _expressions(values: Iterable[Any]) -> Iterator[FilterExpression]:
    """The expressions among the attributes of a node, also those in lists, words by name, and conditions."""
    for value in values:
        if isinstance(value, FilterExpression):
            yield value
        elif isinstance(value, TokenBase):
            yield from _expressions(vars(value).values())
        elif isinstance(value, dict):
            yield from _expressions(value.values())
        elif isinstance(value, list | tuple):
            yield from _expressions(value)
