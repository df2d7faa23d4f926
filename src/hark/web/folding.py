"""Templates with all that never changes folded into plain text, once a language.

Half of a template of ours is fixed: words to translate, icons, addresses of rooms and files. Django works each of them
out anew for every page; here they are worked out once, with the text around them, and kept. Addresses with a row's
number in them are kept as a pattern.
"""

from functools import lru_cache
from typing import Any

from django.template import Context, Node, NodeList, Template
from django.template.base import FilterExpression, TextNode, Variable
from django.template.defaulttags import URLNode
from django.template.library import SimpleNode
from django.template.loaders import base, cached
from django.templatetags.i18n import TranslateNode
from django.templatetags.static import StaticNode
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from hark.web.values import quickened

_NOBODY = 987_654_321_000


class _FoldingLoader(base.Loader):
    """Folds a template before anybody else sees it."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        template = super().get_template(template_name, skip)
        _fold(template.nodelist)
        return template


class Loader(cached.Loader, _FoldingLoader):
    """Django's cached loader over folded templates. Name it in TEMPLATES with the loaders it asks."""


class Fixed(Node):
    """Nodes next to each other that depend on the language and on where the desk is mounted, on nothing else."""

    child_nodelists = ()

    def __init__(self, nodes: list[Node]) -> None:
        self._nodes = nodes
        self._made: dict[tuple[str, str], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        key = _reader(context)
        made = self._made.get(key)
        if made is None:
            made = NodeList(self._nodes).render(context)
            self._made[key] = made
        return made


def _reader(context: Context) -> tuple[str, str]:
    """The language of a page and where the desk is mounted: the same from its first node to its last."""
    reader: tuple[str, str] | None = vars(context).get("reader")
    if reader is None:
        reader = get_language() or "", get_script_prefix()
        vars(context)["reader"] = reader
    return reader


class Address(Node):
    """An address with numbers of rows in it."""

    child_nodelists = ()

    def __init__(self, node: URLNode) -> None:
        self._node = node
        self._view = str(node.view_name.var)

    def render(self, context: Context) -> str:
        numbers = [argument.resolve(context) for argument in self._node.args]
        if not all(type(number) is int for number in numbers):
            return str(self._node.render(context))
        address = _pattern(self._view, len(numbers), _reader(context)[1])
        return mark_safe(address.format(*numbers))  # noqa: S308  # numbers, in an address of our own


@lru_cache(maxsize=512)
def _pattern(view: str, numbers: int, _mounted_at: str) -> str:
    """The address of a view with a place for each number."""
    address = reverse(view, args=[_NOBODY + n for n in range(numbers)])
    address = address.replace("{", "{{").replace("}", "}}")
    for n in range(numbers):
        address = address.replace(str(_NOBODY + n), f"{{{n}}}")
    return address


def _fold(nodes: NodeList) -> None:
    """Fold a list of nodes and all lists within it, in place."""
    folded: list[Node] = []
    run: list[Node] = []
    for node in nodes:
        _fold_within(node)
        if _is_fixed(node):
            run.append(node)
            continue
        _end(run, folded)
        quick = quickened(node)
        folded.append(Address(quick) if isinstance(quick, URLNode) and _is_numbered(quick) else quick)
    _end(run, folded)
    nodes[:] = folded


def _end(run: list[Node], folded: list[Node]) -> None:
    """Put what was gathered into the list; text alone stays as it is."""
    if all(isinstance(node, TextNode) for node in run):
        folded.extend(run)
    else:
        folded.append(Fixed(list(run)))
    run.clear()


def _fold_within(node: Node) -> None:
    for name in node.child_nodelists:
        inner = getattr(node, name, None)
        if isinstance(inner, NodeList):
            _fold(inner)
    for _, inner in getattr(node, "conditions_nodelists", ()):
        _fold(inner)


def _is_fixed(node: Node) -> bool:
    if isinstance(node, TextNode):
        return True
    if isinstance(node, TranslateNode):
        return node.asvar is None and node.message_context is None and _is_constant(node.filter_expression)
    if isinstance(node, StaticNode):
        return node.varname is None and _is_constant(node.path)
    if isinstance(node, URLNode):
        return node.asvar is None and not node.args and not node.kwargs and _is_constant(node.view_name)
    return _is_pure_tag(node)


def _is_pure_tag(node: Node) -> bool:
    """Whether it is a tag of ours that says the same for the same arguments, as `functools.cache` promises."""
    return (
        isinstance(node, SimpleNode)
        and hasattr(node.func, "cache_info")
        and not node.takes_context
        and node.target_var is None
        and all(_is_constant(given) for given in (*node.args, *node.kwargs.values()))
    )


def _is_numbered(node: URLNode) -> bool:
    return node.asvar is None and bool(node.args) and not node.kwargs and _is_constant(node.view_name)


def _is_constant(given: FilterExpression) -> bool:
    variable = given.var
    return not given.filters and (not isinstance(variable, Variable) or variable.literal is not None)
