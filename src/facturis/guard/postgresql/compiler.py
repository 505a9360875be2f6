"""Django's SQL compilers for PostgreSQL, masked."""

from django.db.backends.postgresql import compiler

from facturis.guard.masking import Masked, MaskedDelete, MaskedInsert, MaskedUpdate


class SQLCompiler(Masked, compiler.SQLCompiler):
    """SELECT."""


class SQLInsertCompiler(MaskedInsert, compiler.SQLInsertCompiler):  # type: ignore[misc]
    """INSERT."""


class SQLUpdateCompiler(MaskedUpdate, compiler.SQLUpdateCompiler):  # type: ignore[misc]
    """UPDATE."""


class SQLDeleteCompiler(MaskedDelete, compiler.SQLDeleteCompiler):  # type: ignore[misc]
    """DELETE."""


class SQLAggregateCompiler(Masked, compiler.SQLAggregateCompiler):
    """Aggregates over a subquery."""
