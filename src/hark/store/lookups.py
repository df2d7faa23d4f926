"""`anyof`: one of the values of a list, which is one parameter however long it is.

Django's own `in` writes a placeholder for every value, so that each length is another statement to plan.
"""

from typing import Any

from django.db.models import CharField, Field, Lookup


@Field.register_lookup
class AnyOf(Lookup):
    """`column = any(values)`."""

    lookup_name = "anyof"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        field = self.lhs.output_field
        kind = "text" if isinstance(field, CharField) else field.cast_db_type(connection)
        return f"{column} = ANY(%s::{kind}[])", (*parameters, self.rhs)
