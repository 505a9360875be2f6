"""Brings roles, grants and policies of a PostgreSQL database into line with the gate, in one transaction.

What is not granted is refused: a table or column that came after the last sync is shut until the next.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from facturis.guard.postgresql.policies import ROW, Policies, cutoffs
from facturis.guard.postgresql.roles import SCHEMA, plain_role, purpose_role
from grondslag.engine.gate import Gate
from grondslag.law.rules import Moment

Made = dict[tuple[str, str], tuple[str, str]]

_CUTOFFS = f"""
CREATE TABLE {SCHEMA}.cutoffs (
    mark text COLLATE "C", begins timestamptz, ends timestamptz NOT NULL, value text NOT NULL,
    PRIMARY KEY (mark, begins)
)"""


class SyncError(Exception):
    """The database cannot hold the gate as it is set up: one sentence with what to do."""


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(_quoted, sorted(names)))


class Sync:
    """One synchronisation, over a cursor of the owner of the tables, inside the caller's transaction."""

    def __init__(self, cursor: Any, gate: Gate, login: str) -> None:
        self.cursor, self.gate, self.login = cursor, gate, login
        self.database = str(self._one("SELECT current_database()"))
        self.plain = plain_role(self.database)
        self.roles = {id: purpose_role(self.database, id) for id in gate.opened}

    def run(self, now: datetime) -> None:
        """Does it all; a second time changes nothing. Raises SyncError, and GateError for what no policy can tell."""
        self._check_login()
        self._check_columns()
        self._roles()
        self._rights()
        policies = Policies()
        made = {key: (f"may_use_{n}", policies.body(each)) for n, (key, each) in enumerate(self.gate.permits.items())}
        self._behind(made)
        self._policies(made)
        self._cutoffs(policies, now)

    def refresh(self, now: datetime) -> None:
        """Adds days to the cutoffs: once a day is enough, and after a week without it every term is over."""
        policies = Policies()
        for permit in self.gate.permits.values():
            policies.body(permit)
        self._cutoffs(policies, now)

    def drop(self) -> None:
        """Takes the gate off: roles, views and policies go, and everybody but the owner is shut out of the tables."""
        self._do(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        for role in self._ours():
            self._do(f"DROP OWNED BY {_quoted(role)}")
            self._do(f"DROP ROLE {_quoted(role)}")

    def _check_login(self) -> None:
        if not self._one("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user"):
            raise SyncError("the owner may not create roles: ALTER ROLE … CREATEROLE, or take SQLite")
        flags = self._rows(
            "SELECT rolsuper, rolbypassrls, rolinherit, rolcreaterole FROM pg_roles WHERE rolname = %s", [self.login]
        )
        if not flags:
            raise SyncError(f"there is no role {self.login}: CREATE ROLE {self.login} LOGIN NOINHERIT")
        for flag, word in zip(flags[0], ("SUPERUSER", "BYPASSRLS", "INHERIT", "CREATEROLE"), strict=True):
            if flag:
                raise SyncError(f"the application's login {self.login} is {word}: ALTER ROLE {self.login} NO{word}")
        owned = self._rows("SELECT tablename FROM pg_tables WHERE tableowner = %s LIMIT 1", [self.login])
        if owned:
            raise SyncError(f"the application's login {self.login} owns {owned[0][0]}: migrate as another, the owner")

    def _check_columns(self) -> None:
        found: dict[str, set[str]] = {}
        for name, column in self._rows(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        ):
            found.setdefault(name, set()).add(column)
        for name, table in self.gate.shut.items():
            missing = {column.stored for column in table.columns} - found.get(name, set())
            if missing:
                raise SyncError(f"table {name} has no {', '.join(sorted(missing))}: migrate first, then sync the gate")

    def _ours(self) -> list[str]:
        named = "SELECT rolname FROM pg_roles WHERE rolname = %s OR starts_with(rolname, %s)"
        rows = self._rows(named, [self.plain, f"{self.plain}_"])
        return [str(row[0]) for row in rows]

    def _roles(self) -> None:
        known, wanted = set(self._ours()), {self.plain, *self.roles.values()}
        for role in sorted(wanted - known):
            self._do(f"CREATE ROLE {_quoted(role)} NOLOGIN")
        self._do(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        for role in sorted(known - wanted):
            self._do(f"DROP OWNED BY {_quoted(role)}")
            self._do(f"DROP ROLE {_quoted(role)}")
        for role in sorted(self.roles.values()):
            self._do(f"GRANT {_quoted(self.plain)} TO {_quoted(role)}")
            self._do(f"GRANT {_quoted(role)} TO {_quoted(self.login)}")
        self._do(f"ALTER ROLE {_quoted(self.login)} IN DATABASE {_quoted(self.database)} SET jit = off")

    def _rights(self) -> None:
        everybody = f"PUBLIC, {_listed({self.login, self.plain, *self.roles.values()})}"
        self._do(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {everybody}")
        self._do(f"REVOKE CREATE, TEMPORARY ON DATABASE {_quoted(self.database)} FROM {everybody}")
        self._do(f"REVOKE CREATE ON SCHEMA public FROM {everybody}")
        self._do(f"GRANT USAGE ON SCHEMA public TO {everybody}")
        present = {row[0] for row in self._rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
        if plain := self.gate.plain & present:
            to = _listed({self.plain, self.login})
            self._do(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {_listed(plain)} TO {to}")
        if records := self.gate.records.keys() & present:
            to = _listed(self.roles[purpose] for purpose in self.gate.recording)
            self._do(f"GRANT SELECT, INSERT, UPDATE ON {_listed(records)} TO {to}")
            if sequences := self._sequences(records):
                self._do(f"GRANT USAGE ON SEQUENCE {_listed(sequences)} TO {to}")
        for (purpose, table), permit in self.gate.permits.items():
            self._do(
                f"GRANT SELECT ({_listed(permit.columns)}), INSERT ({_listed(permit.columns)}), "
                f"UPDATE ({_listed(permit.columns)}), DELETE ON {_quoted(table)} TO {_quoted(self.roles[purpose])}"
            )

    def _sequences(self, tables: Iterable[str]) -> list[str]:
        """The sequences that number the rows of tables."""
        owned = (
            "SELECT s.relname FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S' "
            "JOIN pg_class t ON t.oid = d.refobjid WHERE d.deptype = 'a' AND t.relname = ANY(%s)"
        )
        return [str(row[0]) for row in self._rows(owned, [sorted(tables)])]

    def _behind(self, made: Made) -> None:
        """The schema that roles may not enter: the functions that policies ask, and the cutoffs."""
        self._do(f"CREATE SCHEMA {SCHEMA}")
        self._do(f"REVOKE ALL ON SCHEMA {SCHEMA} FROM PUBLIC")
        self._do(_CUTOFFS)
        for (_, table), (function, body) in made.items():
            self._do(
                f"CREATE FUNCTION {SCHEMA}.{function}({ROW} public.{_quoted(table)}) RETURNS boolean "
                f"LANGUAGE plpgsql STABLE SECURITY DEFINER AS $gate$ {body} $gate$"
            )
        self._do(f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {SCHEMA} FROM PUBLIC")

    def _policies(self, made: Made) -> None:
        for table in self.gate.shut:
            self._do(f"ALTER TABLE {_quoted(table)} ENABLE ROW LEVEL SECURITY")
        for table, name in self._rows(
            "SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public' AND policyname LIKE %s",
            [r"grondslag\_%"],
        ):
            self._do(f"DROP POLICY {_quoted(name)} ON {_quoted(table)}")
        for (purpose, table), (function, _) in made.items():
            policy, name, role = _quoted(f"grondslag_{purpose}"), _quoted(table), _quoted(self.roles[purpose])
            self._do(f"GRANT EXECUTE ON FUNCTION {SCHEMA}.{function} TO {role}")
            self._do(f"CREATE POLICY {policy} ON {name} TO {role} USING ({SCHEMA}.{function}({name}))")

    def _cutoffs(self, policies: Policies, now: datetime) -> None:
        rows = list(cutoffs(policies.marks, Moment(now, ZoneInfo(self.gate.statement.controller.zone))))
        self._do(f"DELETE FROM {SCHEMA}.cutoffs")
        if rows:
            insert = f"INSERT INTO {SCHEMA}.cutoffs (mark, begins, ends, value) VALUES (%s, %s, %s, %s)"
            self.cursor.executemany(insert, rows)

    def _do(self, statement: str) -> None:
        self.cursor.execute(statement)

    def _rows(self, statement: str, values: list[Any] | None = None) -> list[Any]:
        self.cursor.execute(statement, values)
        return list(self.cursor.fetchall())

    def _one(self, statement: str) -> object:
        return self._rows(statement)[0][0]
