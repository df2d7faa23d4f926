"""Turns the tree of a rule into a function from a post to yes or no.

Stream and search differ as the docs say: the stream also reads the quoted post's words and minds accents;
search folds accents away, leaves the quoted post alone and finds no reposts by keyword.
"""

from collections.abc import Callable

from hark.sandbox.x.model import Post
from hark.sandbox.x.operators.check import Dialect
from hark.sandbox.x.operators.facts import FACTS, HAS, IS
from hark.sandbox.x.operators.parser import Both, Node, Term
from hark.sandbox.x.operators.words import UNSPACED, bare, contains, near, words

Matcher = Callable[[Post], bool]


def compile_rule(node: Node, dialect: Dialect) -> Matcher:
    """The test a rule stands for."""
    if isinstance(node, Term):
        test = _term(node, dialect)
        return (lambda post: not test(post)) if node.negated else test
    tests = [compile_rule(item, dialect) for item in node.items]
    if isinstance(node, Both):
        return lambda post: all(test(post) for test in tests)
    return lambda post: any(test(post) for test in tests)


def _term(term: Term, dialect: Dialect) -> Matcher:
    name, value = term.name, term.value
    if name in ("word", "phrase"):
        return _text(term, dialect)
    if name in ("#", "$"):
        return _tag(name, value.casefold())
    if name == "is":
        return IS[value.lower()]
    if name == "has":
        return HAS[value.lower()]
    return FACTS[name](value)


def _tag(sigil: str, tag: str) -> Matcher:
    if sigil == "#":
        return lambda post: any(one["tag"].casefold() == tag for one in post.entities.hashtags)
    return lambda post: any(one["tag"].casefold() == tag for one in post.entities.cashtags)


def _text(term: Term, dialect: Dialect) -> Matcher:
    search = dialect is Dialect.SEARCH
    wanted = bare(term.value) if search else term.value.casefold()
    needle = words(wanted)
    if not needle or UNSPACED.search(wanted):
        return lambda post: wanted in _line(post, search)
    if term.distance:
        return lambda post: near(_words(post, search), needle, term.distance or 0)
    if len(needle) == 1:
        return lambda post: needle[0] in _words(post, search)
    return lambda post: contains(_words(post, search), needle)


def _line(post: Post, search: bool) -> str:
    """All the text that a keyword may be found in."""
    if search:
        return "" if post.reposts is not None else bare(post.text)
    shown = post.reposts.text if post.reposts is not None else post.text
    return f"{shown}\n{post.quotes.text}".casefold() if post.quotes is not None else shown.casefold()


def _words(post: Post, search: bool) -> list[str]:
    """The words of that text, computed once for each post."""
    if search:
        if post.folded is None:
            post.folded = words(_line(post, True))
        return post.folded
    if post.tokens is None:
        post.tokens = words(_line(post, False))
    return post.tokens
