"""Queries written once and run often.

Django takes longer to build and compile a query of a page than PostgreSQL to answer it. A `CompiledQuery` is built
once, with placeholders in the places of what changes, and is kept by the server as a prepared statement: only the
values travel, and neither side plans again. It is Django's own query, so what `for_person` allows holds in it too.
"""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from hark.store import bulk

Row = TypeVar("Row")

# Values nobody has: what stands for a parameter until there is one.
_NUMBER = -1_900_000_000
_YEAR = 1001
_WORD = "\ufdd0"


class CompiledQuery(Generic[Row]):
    """A query of one shape. `build` makes it from stand-ins for its parameters, and `kinds` names them: int, str,
    datetime, list (of integers, for `anyof`), or a model whose row is meant. They may be compared with columns, and
    nothing else.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]], **kinds: type) -> None:
        self._build = build
        self._kinds = kinds

    def all(self, **values: Any) -> list[Row]:
        """Every row for these values, each a parameter's, a row of a model or its number."""
        rows = self._shape.queryset.all()
        answer = _answering(self._shape, [fill(values) for fill in self._shape.fills])
        rows.query.get_compiler = lambda *_args, **_options: answer  # type: ignore[method-assign]
        return list(rows)

    def first(self, **values: Any) -> Row | None:
        """The first row, None without any."""
        return next(iter(self.all(**values)), None)

    def get(self, **values: Any) -> Row:
        """The only row. Raises DoesNotExist of the model."""
        found = self.first(**values)
        if found is None:
            raise self._shape.queryset.model.DoesNotExist
        return found

    @cached_property
    def _shape(self) -> "_Shape":
        stand_ins = {name: _stand_in(kind, number) for number, (name, kind) in enumerate(self._kinds.items())}
        queryset = self._build(**stand_ins)
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        statement, parameters = compiler.as_sql()
        names = {_key(stand_in): name for name, stand_in in stand_ins.items()}
        fills = [_fill(parameter, names) for parameter in parameters]
        return _Shape(queryset, compiler, statement, fills)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What does not change from one run to the next."""

    queryset: QuerySet[Any, Any]
    compiler: SQLCompiler
    statement: str
    fills: list[Callable[[Mapping[str, Any]], Any]]


def _answering(shape: _Shape, parameters: list[Any]) -> SQLCompiler:
    """The compiler of the query, which has compiled already and asks at once."""
    compiler = copy(shape.compiler)

    def execute_sql(*_args: Any, **_options: Any) -> list[list[tuple[Any, ...]]]:
        return [bulk.prepared(shape.statement, parameters)]

    compiler.execute_sql = execute_sql  # type: ignore[method-assign,assignment]
    return compiler


def _stand_in(kind: type, number: int) -> Any:
    if issubclass(kind, Model):
        return kind(pk=_NUMBER - number)
    return {
        int: _NUMBER - number,
        list: [_NUMBER - number],
        str: f"{_WORD}{number}",
        datetime: datetime(_YEAR + number, 1, 1, tzinfo=UTC),
    }[kind]


def _value(given: Any) -> Any:
    return given.pk if isinstance(given, Model) else given


def _key(stand_in: Any) -> Any:
    given = _value(stand_in)
    return tuple(given) if isinstance(given, list) else given


def _fill(parameter: Any, names: Mapping[Any, str]) -> Callable[[Mapping[str, Any]], Any]:
    """What puts a value in this place: the parameter's, or what stood there when the query was built."""
    name = names.get(_key(parameter)) if isinstance(parameter, int | str | datetime | list) else None
    if name is None:
        _refuse_reckoned(parameter)
        return lambda _values: parameter
    if isinstance(parameter, int):
        sized = type(parameter)  # Django says how wide an integer is by its type
        return lambda values: sized(_value(values[name]))
    return lambda values: values[name]


def _refuse_reckoned(parameter: Any) -> None:
    """A value reckoned from a stand-in would stay as it is for ever: raises ValueError."""
    if isinstance(parameter, list):
        for one in parameter:
            _refuse_reckoned(one)
    reckoned = (
        (isinstance(parameter, int) and parameter < _NUMBER / 2)
        or (isinstance(parameter, datetime) and parameter.year < _YEAR + 100)
        or (isinstance(parameter, str) and _WORD in parameter)
    )
    if reckoned:
        raise ValueError("a parameter of a compiled query was reckoned with: give the result as a parameter")
