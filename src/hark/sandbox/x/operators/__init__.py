"""X's operator grammar for recent search and the filtered stream: lexer, parser, validity, matching."""

from hark.sandbox.x.operators.check import Dialect, RuleError, read
from hark.sandbox.x.operators.match import Matcher, compile_rule

__all__ = ["Dialect", "Matcher", "RuleError", "compile_rule", "read"]
