"""Which rules X takes: the operators of each product, their values, and the clause every rule must have.

Source: networks.md section 6. Recursion is bounded by the parser's depth.
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from hark.sandbox.x.operators.lexer import RuleError
from hark.sandbox.x.operators.parser import Both, Either, Node, Parser, Term
from hark.sandbox.x.sets import names

__all__ = ["Dialect", "RuleError", "read"]


class Dialect(StrEnum):
    STREAM = "stream"
    SEARCH = "search"


STOPWORDS = names(
    "a an and at but by com from http https if in is it its me my or rt the this to too via we www you"
)
ALONE = names(
    "word phrase # @ $ from to url retweets_of from_affiliate_of to_affiliate_of context entity "
    "conversation_id place place_country point_radius bounding_box in_reply_to_tweet_id "
    "in_reply_to_status_id retweets_of_tweet_id retweets_of_status_id quotes_of_tweet_id source list"
)
ALONE_STREAM = names(
    "bio bio_name bio_location min_followers followers_count following_count tweets_count listed_count"
)
BESIDE = names("is has lang")
BESIDE_STREAM = frozenset({"sample"})
BESIDE_SEARCH = names("min_likes min_replies min_reposts")
IS = names("retweet reply quote verified nullcast")
HAS = names("links mentions media images video_link videos hashtags cashtags geo")
HANDLES = names("@ from to retweets_of from_affiliate_of to_affiliate_of")
NUMBERS = names(
    "conversation_id in_reply_to_tweet_id in_reply_to_status_id retweets_of_tweet_id "
    "retweets_of_status_id quotes_of_tweet_id sample min_followers min_likes min_replies min_reposts "
    "list"
)
RANGES = names("followers_count following_count tweets_count listed_count")
LANGUAGES = names(
    "am ar art bg bn bo ca ckb cs cy da de dv el en es et eu fa fi fr gu he hi ht hu hy id in is it ja "
    "ka km kn ko lo lt lv ml mr my ne nl no or pa pl ps pt qam qct qht qme qst ro ru sd si sk sl sr sv "
    "ta te th tl tr ug uk und ur uz vi zh zxx"
)
DECIMAL = r"-?[0-9]{1,4}(\.[0-9]{1,12})?"
PATTERNS = {
    "point_radius": re.compile(rf"\[\s*{DECIMAL}\s+{DECIMAL}\s+[0-9]{{1,4}}(\.[0-9]+)?(mi|km)\s*\]"),
    "bounding_box": re.compile(rf"\[\s*{DECIMAL}(\s+{DECIMAL}){{3}}\s*\]"),
    "context": re.compile(r"[0-9]+\.([0-9]+|\*)"),
    "place_country": re.compile(r"[A-Za-z]{2}"),
}
RANGE = re.compile(r"[0-9]{1,12}(\.\.[0-9]{1,12})?|[0-9]{1,12}\.\.")
HANDLE = re.compile(r"@?[A-Za-z0-9_]{1,20}")


def read(text: str, dialect: Dialect, limit: int) -> Node:
    """The tree of a valid rule of at most `limit` characters. Raises RuleError with X's reason."""
    if not text.strip():
        raise RuleError("Rule must be non-empty")
    if len(text) > limit:
        raise RuleError(f"Rule length must be less than or equal to {limit} characters, was {len(text)}")
    node = Parser(text).parse()
    for term in terms(node):
        _check(term, dialect)
    if not has_anchor(node, dialect):
        raise RuleError("Rules must contain at least one positive, non-stopword clause (at position 1)")
    return node


def terms(node: Node) -> Iterator[Term]:
    """Every term of a tree, from left to right."""
    if isinstance(node, Term):
        yield node
        return
    for item in node.items:
        yield from terms(item)


def has_anchor(node: Node, dialect: Dialect) -> bool:
    """Whether every branch holds a positive clause that may stand alone."""
    if isinstance(node, Both):
        return any(has_anchor(item, dialect) for item in node.items)
    if isinstance(node, Either):
        return all(has_anchor(item, dialect) for item in node.items)
    if node.negated or (node.name == "word" and node.value.lower() in STOPWORDS):
        return False
    return node.name in ALONE or (dialect is Dialect.STREAM and node.name in ALONE_STREAM)


def _known(name: str, dialect: Dialect) -> bool:
    if name in ALONE or name in BESIDE:
        return True
    own = ALONE_STREAM | BESIDE_STREAM if dialect is Dialect.STREAM else BESIDE_SEARCH
    return name in own


def _check(term: Term, dialect: Dialect) -> None:
    where = f"(at position {term.position})"
    if not _known(term.name, dialect):
        raise RuleError(
            f"Reference to invalid operator '{term.name}'. Operator is not available in current product or "
            f"product packaging. Please refer to complete available operator list at "
            f"https://docs.x.com/x-api/posts/filtered-stream/integrate/operators. {where}"
        )
    if term.name == "word" and term.value in ("AND", "and", "or"):
        joined = "Use OR" if term.value == "or" else "Use a space"
        raise RuleError(
            f"Ambiguous use of {term.value} as a keyword. {joined} to logically join two clauses, or "
            f'"{term.value}" to find occurrences of {term.value} in text {where}'
        )
    reason = _value_problem(term)
    if reason:
        raise RuleError(f"{reason} {where}")


def _value_problem(term: Term) -> str:
    """Why a term's value will not do; empty when it will."""
    name, value = term.name, term.value
    if name == "phrase":
        if not value.strip():
            return "Quoted phrase must be non-empty"
        far = term.distance is not None and term.distance > 6
        return "Proximity distance must be between 0 and 6" if far else ""
    if name in ("is", "has"):
        good = value.lower() in (IS if name == "is" else HAS)
        if name == "is" and value.lower() == "nullcast" and not term.negated:
            return "The is:nullcast operator must be negated"
        return "" if good else f"Reference to invalid value '{value}' of operator '{name}'"
    if name == "lang":
        return "" if value.lower() in LANGUAGES else f"Reference to invalid language '{value}'"
    if name in HANDLES and not HANDLE.fullmatch(value):
        return f"Invalid username '{value}' for operator '{name}'"
    if name in NUMBERS and not (value.isascii() and value.isdigit() and len(value) <= 19):
        return f"Invalid numeric value '{value}' for operator '{name}'"
    if name == "sample" and not 1 <= int(value) <= 100:
        return "sample must be between 1 and 100"
    if name in RANGES and not RANGE.fullmatch(value):
        return f"Invalid range '{value}' for operator '{name}'"
    if name in PATTERNS and not PATTERNS[name].fullmatch(value):
        return f"Invalid value '{value}' for operator '{name}'"
    return "" if value.strip() else f"Operator '{name}' needs a value"
