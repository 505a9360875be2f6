"""The kernel's own tables for one connection alone, where the database may not keep them."""

from sqlalchemy import Connection, Table, inspect
from sqlalchemy.schema import CreateIndex, CreateTable

from grondslag.stores.tables import METADATA


def create(connection: Connection, shadow: bool = False) -> None:
    """Makes the kernel's tables as temporary tables where they are missing; nothing of it outlives the connection.

    With ``shadow``, also where lasting ones are: the temporary ones are then seen in their place.
    """
    for table in METADATA.sorted_tables:
        if shadow:
            connection.exec_driver_sql(_drop(connection, table))
        elif inspect(connection).has_table(table.name):
            continue
        for statement in _statements(connection, table):
            connection.exec_driver_sql(statement)


def _drop(connection: Connection, table: Table) -> str:
    match connection.dialect.name:
        case "sqlite":
            return f"DROP TABLE IF EXISTS temp.{table.name}"
        case "postgresql":
            return f"DROP TABLE IF EXISTS pg_temp.{table.name}"
    return f"DROP TEMPORARY TABLE IF EXISTS {table.name}"


def _statements(connection: Connection, table: Table) -> list[str]:
    dialect = connection.dialect
    made = str(CreateTable(table).compile(dialect=dialect)).strip()
    made = made.replace("CREATE TABLE", "CREATE TEMPORARY TABLE", 1)
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    if dialect.name in ("mariadb", "mysql"):
        # There CREATE INDEX ends the transaction, so the indexes are part of the table.
        quote = dialect.identifier_preparer.quote
        inside = [f", INDEX {i.name} ({', '.join(quote(c.name) for c in i.columns)})" for i in indexes]
        body, end, options = made.rpartition(")")
        return [body + "".join(inside) + end + options]
    return [made, *(str(CreateIndex(index).compile(dialect=dialect)) for index in indexes)]
