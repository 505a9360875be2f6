"""What differs between the databases beside expressions: connections, transactions, temporary tables, errors."""

from grondslag.stores.dialects.mariadb import MariaDb
from grondslag.stores.dialects.port import Dialect
from grondslag.stores.dialects.postgresql import PostgreSql
from grondslag.stores.dialects.sqlite import Sqlite

__all__ = ["DIALECTS", "Dialect"]

DIALECTS: dict[str, Dialect] = {"sqlite": Sqlite(), "postgresql": PostgreSql(), "mariadb": MariaDb()}
